/** The operator's own test listener or rule, field by field, with what is wrong beside each. */
import { useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { Fault } from '../../../src-shared/result.ts';
import type { TestEntry } from '../../../src-shared/test-entry.ts';
import { useActs } from '../../store/panel-context.ts';
import { CheckBox } from '../../ui/check-box.tsx';
import { Picker } from '../../ui/picker.tsx';
import { SaveActs } from '../../ui/save-acts.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './marker-form.module.css';
import { testDraftOf, testErrors, testOf, type TestDraft } from './test-entry-draft.ts';

const kinds: readonly { readonly value: TestDraft['kind']; readonly text: string }[] = [
  { value: 'listener', text: 'A test listener of yours' },
  { value: 'header', text: 'A rule of yours for a header' },
  { value: 'none', text: 'A rule that Blockyard makes' },
];

interface TestEntryFormProps {
  readonly fleet: Fleet;
  readonly declared: TestEntry | null;
  readonly onClose: () => void;
}

export function TestEntryForm({ fleet, declared, onClose }: TestEntryFormProps) {
  const acts = useActs();
  const [draft, setDraft] = useState<TestDraft>(() => testDraftOf(declared));
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const test = testOf(draft);
  const errors = testErrors(draft);
  const refused =
    test !== undefined
      ? undefined
      : Object.keys(errors).length > 0
        ? 'Something in it is not right yet.'
        : draft.kind === 'listener'
          ? 'The port of the listener is missing.'
          : 'The header or its value is missing.';
  const change = (part: Partial<TestDraft>): void => {
    setDraft({ ...draft, ...part });
  };
  const save = (): void => {
    if (test === undefined || isBusy) return;
    setBusy(true);
    setFault(null);
    void acts.changeYard({ kind: 'test-entry', fleet: fleet.id, test }).then((result) => {
      setBusy(false);
      if (result.ok) onClose();
      else setFault(result.fault);
    });
  };
  const fields: readonly {
    readonly key: 'balancer' | 'port' | 'name' | 'value';
    readonly of: TestDraft['kind'];
    readonly label: string;
  }[] = [
    { key: 'port', of: 'listener', label: 'Port of the listener' },
    {
      key: 'balancer',
      of: 'listener',
      label: 'Name of its load balancer; empty: the fleet\u2019s own',
    },
    { key: 'name', of: 'header', label: 'Name of the header' },
    { key: 'value', of: 'header', label: 'Value that your rule takes, the only one' },
  ];
  return (
    <div className={styles['form']}>
      <Picker
        label="Through what is a candidate asked alone?"
        isLabelShown
        value={draft.kind}
        options={kinds}
        onPick={(kind) => {
          change({ kind });
        }}
      />
      {fields
        .filter(({ of }) => of === draft.kind)
        .map(({ key, label }) => (
          <TextField
            key={key}
            label={label}
            value={draft[key]}
            error={errors[key]}
            isMono
            onChange={(value) => {
              change({ [key]: value });
            }}
            onEnter={save}
          />
        ))}
      {draft.kind !== 'none' && (
        <>
          <CheckBox
            isOn={draft.turns}
            onChange={(turns) => {
              change({ turns });
            }}
          >
            Blockyard may turn it to the candidate
          </CheckBox>
          <p className={styles['words']}>
            No client may use it: it is left out of the entry and never moved by a cutover.{' '}
            {draft.turns
              ? 'For each proof Blockyard writes where it leads, and puts it back to what it was. What it was is recorded in the account first.'
              : 'A release waits until you have turned it to the candidate.'}
          </p>
        </>
      )}
      <SaveActs {...{ fault, refused, isBusy }} onSave={save} onLeave={onClose} />
    </div>
  );
}
