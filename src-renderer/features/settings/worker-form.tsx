/** The declaration of a fleet without a load balancer, field by field, with what is wrong beside each. */
import { useState } from 'react';
import type { Fault } from '../../../src-shared/result.ts';
import type { WorkerFleet } from '../../../src-shared/worker-fleets.ts';
import { useActs } from '../../store/panel-context.ts';
import { Picker } from '../../ui/picker.tsx';
import { SaveActs } from '../../ui/save-acts.tsx';
import { TextField } from '../../ui/text-field.tsx';
import {
  draftOf,
  emptyDraft,
  whatIsMissing,
  workerErrors,
  workerFleetOf,
  type WorkerDraft,
} from './worker-draft.ts';
import styles from './worker-form.module.css';

const servers: readonly { readonly value: WorkerDraft['servers']; readonly text: string }[] = [
  { value: 'tagged', text: 'Tagged blockyard:fleet with its name' },
  { value: 'groups', text: 'Of auto scaling groups, by the beginning of their names' },
  { value: 'servers', text: 'With another tag' },
];

const ways: readonly { readonly value: WorkerDraft['by']; readonly text: string }[] = [
  { value: 'image', text: 'Their image' },
  { value: 'tag', text: 'The value of a tag' },
];

const hooks: readonly { readonly value: WorkerDraft['hook']; readonly text: string }[] = [
  { value: 'http', text: 'An HTTP call to each server' },
  { value: 'command', text: 'A program on this computer' },
];

interface WorkerFormProps {
  /** Null: a new one. */
  readonly declared: WorkerFleet | null;
  /** Names that others have. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

type TextKey = Exclude<keyof WorkerDraft, 'servers' | 'by' | 'hook'>;

export function WorkerForm({ declared, taken, onClose }: WorkerFormProps) {
  const acts = useActs();
  const [draft, setDraft] = useState<WorkerDraft>(() =>
    declared === null ? emptyDraft : draftOf(declared),
  );
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const errors = workerErrors(draft, taken);
  const fleet = workerFleetOf(draft, taken);
  const refused =
    fleet === null ? (whatIsMissing(draft) ?? 'Something in it is not right yet.') : undefined;
  const change = (part: Partial<WorkerDraft>): void => {
    setDraft({ ...draft, ...part });
  };
  const save = (): void => {
    if (fleet === null || isBusy) return;
    setBusy(true);
    setFault(null);
    const before = declared?.name ?? null;
    void acts.changeYard({ kind: 'worker-fleet', before, declared: fleet }).then((result) => {
      setBusy(false);
      if (result.ok) onClose();
      else setFault(result.fault);
    });
  };
  const field = (
    key: TextKey,
    label: string,
    more: { placeholder?: string; isFocused?: boolean } = {},
  ) => (
    <TextField
      label={label}
      value={draft[key]}
      error={errors[key]}
      isMono
      {...more}
      onChange={(value) => {
        change({ [key]: value });
      }}
      onEnter={save}
    />
  );
  const isHttp = draft.hook === 'http';
  const like = (word: string): string =>
    isHttp ? `http://{private}:8080/jobs/${word}` : `/opt/hook ${word} {instance}`;
  return (
    <div className={styles['form']}>
      {field('name', 'Name of the fleet', { placeholder: 'test-runners', isFocused: true })}
      <fieldset className={styles['group']}>
        <legend>Its servers</legend>
        <Picker
          label="Which servers are they?"
          isLabelShown
          value={draft.servers}
          options={servers}
          onPick={(kind) => {
            change({ servers: kind });
          }}
        />
        {draft.servers === 'tagged' && (
          <p className={styles['words']}>
            The tag blockyard:generation holds the number of the generation, from 1.
          </p>
        )}
        {draft.servers === 'groups' && (
          <>
            {field('prefix', 'Beginning of the names', { placeholder: 'test-runners-' })}
            <p className={styles['words']}>Each group is one generation.</p>
          </>
        )}
        {draft.servers === 'servers' && (
          <>
            {field('key', 'Tag', { placeholder: 'role' })}
            {field('value', 'Its value', { placeholder: 'test-runner' })}
            <Picker
              label="What tells generations apart?"
              isLabelShown
              value={draft.by}
              options={ways}
              onPick={(by) => {
                change({ by });
              }}
            />
            {draft.by === 'tag' && field('byKey', 'Tag that tells them apart')}
          </>
        )}
      </fieldset>
      <fieldset className={styles['group']}>
        <legend>Its hook</legend>
        <Picker
          label="How is each server told?"
          isLabelShown
          value={draft.hook}
          options={hooks}
          onPick={(kind) => {
            change({ hook: kind });
          }}
        />
        {field('take', 'To take work', { placeholder: like('take') })}
        {field('stop', 'To stop taking work', { placeholder: like('stop') })}
        {field('state', 'To say what it does', { placeholder: like('state') })}
        <p className={styles['words']}>
          {isHttp
            ? '{private}, {public} and {instance} stand for the addresses and the id of a server. A word before the address is its method; else it is POST, and GET for the question.'
            : '{private}, {public} and {instance} stand for the addresses and the id of a server. It runs here, without a shell, in each panel that looks at the account.'}
        </p>
        {isHttp && field('status', 'Status of a good answer; empty: 200 to 299')}
        {field('taking', 'Field of the answer that says whether it takes work')}
        {field('takingIs', 'What stands there when it does; empty: true')}
        {field('busy', 'Field that says how much it has in hand, 0 or false when idle')}
        {field('timeout', 'Seconds that an answer may take')}
        {field('drain', 'Minutes that work in hand may take before servers are ended')}
      </fieldset>
      <SaveActs {...{ fault, refused, isBusy }} onSave={save} onLeave={onClose} />
    </div>
  );
}
