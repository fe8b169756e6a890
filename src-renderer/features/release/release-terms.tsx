/** What the everyday release takes as it is, folded away under one line that says what it is. */
import type { ReactNode } from 'react';
import { usePanel } from '../../store/panel-context.ts';
import { CheckBox } from '../../ui/check-box.tsx';
import { Picker } from '../../ui/picker.tsx';
import type { DialogAnchor } from '../preflight/focus-in-dialog.ts';
import { TextField } from '../../ui/text-field.tsx';
import { capital } from '../fleet/sentence.ts';
import { dataOptions } from '../data/data-choices.ts';
import type { DraftField, ReleaseDraft, ReleaseProblems } from './release-draft.ts';
import styles from './release-dialog.module.css';

interface ReleaseTermsFormProps {
  readonly draft: ReleaseDraft;
  readonly problems: ReleaseProblems['fields'];
  /** Without one nothing is asked and nothing counted: only its health is watched. */
  readonly hasEntry: boolean;
  /** Why nothing is asked in isolation; null: it is. */
  readonly noProof: string | null;
  readonly onChange: (part: Partial<ReleaseDraft>) => void;
}

export function ReleaseTermsForm(props: ReleaseTermsFormProps) {
  const { draft, problems, hasEntry, noProof, onChange } = props;
  const canCheck = noProof === null;
  const { measuredBy, hasAlarms } = usePanel((panel) => panel.capabilities);
  const field = (name: DraftField, label: string, isMono = false) => (
    <TextField
      label={label}
      value={draft[name]}
      error={problems[name]}
      isMono={isMono}
      onChange={(value) => {
        onChange({ [name]: value });
      }}
    />
  );
  if (!hasEntry) {
    return (
      <details className={styles['fold']}>
        <summary className={styles['head']}>
          <b>Bake</b>
          <span>bake {draft.bake}; back with too few healthy blocks</span>
        </summary>
        <div className={styles['folded']}>
          <DataTerms {...{ draft, field, onChange }} />
          <div className={styles['fields']} data-anchor={'release-bake' satisfies DialogAnchor}>
            {field('bake', 'Bake time')}
          </div>
          <p className={styles['quiet']}>
            With too few healthy blocks the work goes back by itself. How well it is done is not
            counted here.
          </p>
        </div>
      </details>
    );
  }
  return (
    <details className={styles['fold']}>
      <summary className={styles['head']}>
        <b>Checks, bake and guards</b>
        <span>{termsText(draft, canCheck)}</span>
      </summary>
      <div className={styles['folded']}>
        <DataTerms {...{ draft, field, onChange }} />
        <h4>In isolation, before any traffic</h4>
        {canCheck ? (
          <div className={styles['fields']}>
            <div className={styles['broad']} data-anchor={'release-path' satisfies DialogAnchor}>
              {field('path', 'Path', true)}
            </div>
            {field('status', 'Status')}
            {field('withinMs', 'Within, in ms')}
            {field('inARow', 'Good ones in a row')}
            {field('text', 'Text in the answer; empty: any', true)}
          </div>
        ) : (
          <p className={styles['quiet']}>{noProof} Health checks are its proof.</p>
        )}
        <h4>With traffic</h4>
        <div className={styles['fields']}>
          <div data-anchor={'release-bake' satisfies DialogAnchor}>
            {field('bake', 'Bake time')}
          </div>
          {field('errors', 'Errors more than before, in %')}
          {field('slowness', 'Times as slow as before, by the p95')}
        </div>
        <p className={styles['quiet']}>
          Worse than that, or with too few healthy blocks, the traffic goes back by itself.
        </p>
        <h4>Second opinion</h4>
        {measuredBy === null ? (
          <p className={styles['quiet']}>No second opinion here.</p>
        ) : (
          <>
            <p className={styles['quiet']}>
              {capital(measuredBy)} compares baseline and candidate over whole periods by the same
              limits. When it fails for more than chance, the traffic goes back, too.
            </p>
            <CheckBox
              isOn={draft.requiresOpinion}
              onChange={(requiresOpinion) => {
                onChange({ requiresOpinion });
              }}
            >
              It has to pass; else a person is asked
            </CheckBox>
            <div className={styles['fields']}>
              {draft.requiresOpinion && field('opinionWait', 'Wait for it after the bake')}
              {(hasAlarms || draft.alarms !== '') && (
                <div className={styles['whole']}>
                  {field('alarms', 'Alarms that take it back, by their names, with commas between')}
                </div>
              )}
            </div>
          </>
        )}
      </div>
    </details>
  );
}

interface DataTermsProps extends Pick<ReleaseTermsFormProps, 'draft' | 'onChange'> {
  readonly field: (name: DraftField, label: string) => ReactNode;
}

function DataTerms({ draft, field, onChange }: DataTermsProps) {
  const can = usePanel((panel) => panel.capabilities.notesData);
  if (!can) return null;
  return (
    <>
      <h4>Database and other shared data</h4>
      <div className={styles['fields']}>
        <div className={styles['broad']}>
          <Picker
            label="What it does to the data"
            isLabelShown
            value={draft.data}
            options={[{ value: 'unsaid', text: 'Not said', note: 'What is noted of it stays.' }, ...dataOptions]} // prettier-ignore
            onPick={(data) => {
              onChange({ data });
            }}
          />
        </div>
        {draft.data !== 'unsaid' && (
          <div className={styles['broad']}>{field('dataText', 'What of the data')}</div>
        )}
      </div>
    </>
  );
}

const dataSaid: Readonly<Record<ReleaseDraft['data'], string>> = {
  unsaid: '',
  none: '',
  expand: '; adds to the data',
  contract: '; takes away data: no guard goes back by itself',
};

function termsText(draft: ReleaseDraft, canCheck: boolean): string {
  const text = draft.text === '' ? '' : ', with a text';
  const checks = `${draft.inARow} times ${draft.path} with ${draft.status} within ${draft.withinMs} ms${text}; `;
  const opinion = draft.requiresOpinion ? '; the second opinion has to pass' : '';
  return `${canCheck ? checks : ''}bake ${draft.bake}; back at ${draft.errors} % more errors or a p95 ${draft.slowness} times as slow${opinion}${dataSaid[draft.data]}`;
}
