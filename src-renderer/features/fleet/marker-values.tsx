/** What values of a marker mean, where they are none of the names that a generation has anyway. */
import { X } from 'lucide-react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { plain } from '../../../src-shared/wording.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { MarkerDraft } from './marker-draft.ts';
import styles from './marker-form.module.css';

interface MarkerValuesProps {
  readonly fleet: Fleet;
  readonly draft: MarkerDraft;
  readonly errors: ReadonlyMap<GenerationId, string>;
  readonly onChange: (part: Pick<Partial<MarkerDraft>, 'values' | 'others'>) => void;
  readonly onEnter: () => void;
}

export function MarkerValues({ fleet, draft, errors, onChange, onEnter }: MarkerValuesProps) {
  const { values, others } = draft;
  return (
    <fieldset className={styles['values']}>
      <legend>Value of each generation</legend>
      <p className={styles['words']}>
        Empty: its label, number or image version, like v002, 2 or 1.4.0.
      </p>
      {[...values].map(([id, value]) => (
        <TextField
          key={id}
          label={`Value of ${labelOf(fleet, id)}`}
          value={value}
          error={errors.get(id)}
          isMono
          onChange={(text) => {
            onChange({ values: new Map([...values, [id, text]]) });
          }}
          onEnter={onEnter}
        />
      ))}
      {others.map((other) => (
        <div key={`${other.value} ${other.generation}`} className={styles['other']}>
          <p>
            <code>{plain(other.value, 60)}</code> means {labelOf(fleet, other.generation)}
          </p>
          <ActButton
            look="quiet"
            label={`Remove the value ${plain(other.value, 60)}`}
            onAct={() => {
              onChange({ others: others.filter((one) => one !== other) });
            }}
          >
            <X size={14} aria-hidden="true" />
          </ActButton>
        </div>
      ))}
    </fieldset>
  );
}
