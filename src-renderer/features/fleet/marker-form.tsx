/** The declaration of a marker, field by field, with what is wrong beside each. */
import { useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { MarkerDeclaration } from '../../../src-shared/marker.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { labelOf } from '../../../src-shared/split.ts';
import { useActs } from '../../store/panel-context.ts';
import { Picker } from '../../ui/picker.tsx';
import { SaveActs } from '../../ui/save-acts.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { draftOf, markerErrors, markerOf, type MarkerDraft } from './marker-draft.ts';
import styles from './marker-form.module.css';
import { MarkerValues } from './marker-values.tsx';

const kinds: readonly { readonly value: MarkerDraft['kind']; readonly text: string }[] = [
  { value: 'header', text: 'A header' },
  { value: 'json', text: 'A field of a JSON body' },
  { value: 'text', text: 'A text in the body' },
  { value: 'none', text: 'They do not say' },
];

const mainLabels: Readonly<Record<MarkerDraft['kind'], string>> = {
  header: 'Name of the header',
  json: 'Field, like build.version',
  text: 'Text before the value',
  none: '',
};

const missing: Readonly<Record<MarkerDraft['kind'], string>> = {
  header: 'The name of the header is missing.',
  json: 'The field is missing.',
  text: 'The text before the value is missing.',
  none: '',
};

interface MarkerFormProps {
  readonly fleet: Fleet;
  readonly declared: MarkerDeclaration;
  readonly onClose: () => void;
}

export function MarkerForm({ fleet, declared, onClose }: MarkerFormProps) {
  const acts = useActs();
  const [draft, setDraft] = useState<MarkerDraft>(() => {
    const shown = fleet.generations.filter(({ rung }) => rung !== 'retired').map(({ id }) => id);
    const known = draftOf(declared, shown);
    return known.kind === 'none' ? { ...known, kind: 'header' } : known;
  });
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const marker = markerOf(draft);
  const errors = markerErrors(draft, (id) => labelOf(fleet, id));
  const refused = marker === null ? whyNotSaved(draft) : undefined;
  const change = (part: Partial<MarkerDraft>): void => {
    setDraft({ ...draft, ...part });
  };
  const save = (): void => {
    if (marker === null || isBusy) return;
    setBusy(true);
    setFault(null);
    void acts.changeYard({ kind: 'marker', fleet: fleet.id, marker }).then((result) => {
      setBusy(false);
      if (result.ok) onClose();
      else setFault(result.fault);
    });
  };
  return (
    <div className={styles['form']}>
      <Picker
        label="How do responses say which generation made them?"
        isLabelShown
        value={draft.kind}
        options={kinds}
        onPick={(kind) => {
          change({ kind });
        }}
      />
      {draft.kind !== 'none' && (
        <>
          <TextField
            label={mainLabels[draft.kind]}
            value={draft.main}
            error={errors.main}
            isMono
            isFocused
            onChange={(main) => {
              change({ main });
            }}
            onEnter={save}
          />
          {draft.kind === 'text' && (
            <TextField
              label="Text after it; empty: to the end of the line"
              value={draft.after}
              error={errors.after}
              isMono
              onChange={(after) => {
                change({ after });
              }}
              onEnter={save}
            />
          )}
          <TextField
            label="Path that is asked for"
            value={draft.path}
            error={errors.path}
            isMono
            onChange={(path) => {
              change({ path });
            }}
            onEnter={save}
          />
          <TextField
            label="Host that is asked for; empty: the entry&rsquo;s own name"
            value={draft.host}
            error={errors.host}
            placeholder="shop.example.com"
            isMono
            onChange={(host) => {
              change({ host });
            }}
            onEnter={save}
          />
          <MarkerValues
            fleet={fleet}
            draft={draft}
            errors={errors.values}
            onChange={change}
            onEnter={save}
          />
        </>
      )}
      <SaveActs {...{ fault, refused, isBusy }} onSave={save} onLeave={onClose} />
    </div>
  );
}

function whyNotSaved(draft: MarkerDraft): string {
  return draft.main.trim() === '' ? missing[draft.kind] : 'Something in it is not right yet.';
}
