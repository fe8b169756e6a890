/** How the traffic moves: usual ways to pick from, and the steps themselves, each as a sentence. */
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { ActButton } from '../../ui/act-button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { mostSteps, stepAfter, type DraftStep, type StepProblems } from './release-draft.ts';
import styles from './release-dialog.module.css';
import { ownSteps, presetOf, presets, stepsOf } from './step-presets.ts';

interface ReleaseStepsProps {
  readonly steps: readonly DraftStep[];
  readonly problems: readonly StepProblems[];
  readonly onChange: (steps: readonly DraftStep[]) => void;
}

export function ReleaseSteps({ steps, problems, onChange }: ReleaseStepsProps) {
  const preset = presetOf(steps);
  const change = (at: number, part: Partial<DraftStep>): void => {
    onChange(steps.map((step, index) => (index === at ? { ...step, ...part } : step)));
  };
  return (
    <>
      <Choice
        name="How the traffic moves"
        value={preset}
        options={preset === 'own' ? [...presets, ownSteps] : presets}
        onPick={(picked) => {
          onChange(stepsOf(picked) ?? steps);
        }}
      />
      {steps.length > 0 && (
        <ol className={styles['steps']} aria-label="Shares">
          {steps.map((step, at) => (
            <StepRow
              key={at}
              at={at}
              step={step}
              problems={problems[at] ?? {}}
              onChange={(part) => {
                change(at, part);
              }}
              onRemove={() => {
                onChange(steps.filter((_, index) => index !== at));
              }}
            />
          ))}
          <li className={styles['last']}>
            <span>then 100 %, and the bake.</span>
            {steps.length < mostSteps && (
              <ActButton
                look="quiet"
                className={styles['small']}
                onAct={() => {
                  onChange([...steps, stepAfter(steps)]);
                }}
              >
                <Plus size={14} aria-hidden="true" />
                Add a share
              </ActButton>
            )}
          </li>
        </ol>
      )}
    </>
  );
}

interface StepRowProps {
  readonly at: number;
  readonly step: DraftStep;
  readonly problems: StepProblems;
  readonly onChange: (part: Partial<DraftStep>) => void;
  readonly onRemove: () => void;
}

function StepRow({ at, step, problems, onChange, onRemove }: StepRowProps) {
  const name = `Share ${String(at + 1)}`;
  const id = useId();
  const problem = problems.percent ?? problems.pause;
  return (
    <li className={styles['step']}>
      <span>{at === 0 ? 'Send' : 'then'}</span>
      <div className={styles['percent']}>
        <TextField
          label={`${name}, percent`}
          isLabelHidden
          value={step.percent}
          error={problems.percent}
          errorId={id}
          onChange={(percent) => {
            onChange({ percent });
          }}
        />
      </div>
      <span>%</span>
      {!step.waitsForPress && (
        <>
          <span>and watch it for</span>
          <div className={styles['pause']}>
            <TextField
              label={`${name}, watched for`}
              isLabelHidden
              value={step.pause}
              error={problems.pause}
              errorId={id}
              onChange={(pause) => {
                onChange({ pause });
              }}
            />
          </div>
        </>
      )}
      <CheckBox
        label={`${name}, until I press`}
        isOn={step.waitsForPress}
        onChange={(waitsForPress) => {
          onChange({ waitsForPress });
        }}
      >
        until I press
      </CheckBox>
      <ActButton
        look="quiet"
        className={styles['remove']}
        label={`Remove share ${String(at + 1)}`}
        onAct={onRemove}
      >
        <X size={15} aria-hidden="true" />
      </ActButton>
      {problem !== undefined && (
        <p id={id} className={styles['problem']}>
          {problem}
        </p>
      )}
    </li>
  );
}
