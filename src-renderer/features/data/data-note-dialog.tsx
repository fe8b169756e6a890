/** What a generation does to data that others share, as a person knows it. Changes nothing that runs. */
import { useState } from 'react';
import type { DataChange } from '../../../src-shared/data-note-schema.ts';
import { dataAfter, dataWayBack, isNoted, noteText } from '../../../src-shared/data-note.ts';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { wayBackOf } from '../../../src-shared/roles.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Dialog, DialogActs } from '../../ui/dialog.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { pressRefusal } from '../fleet/press-refusal.ts';
import styles from '../frame/dialogs.module.css';
import { dataOptions, mostDataText } from './data-choices.ts';

interface DataNoteDialogProps {
  readonly fleet: Fleet;
  readonly generation: Generation;
  readonly onClose: () => void;
}

export function DataNoteDialog({ fleet, generation, onClose }: DataNoteDialogProps) {
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const [change, setChange] = useState<DataChange>(generation.data?.change ?? 'none');
  const [text, setText] = useState(generation.data?.text ?? '');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const label = labelOfGeneration(generation);
  const wish = { change, text: text.trim() };
  const tooLong = wish.text.length > mostDataText;
  const refused =
    pressRefusal(link, band) ??
    (tooLong
      ? `At most ${String(mostDataText)} characters.`
      : isNoted(generation, wish)
        ? 'It is noted so already.'
        : undefined);
  const act = (): void => {
    if (refused !== undefined || isBusy) return;
    setBusy(true);
    setFault(null);
    void acts.noteData(fleet.id, generation.id, wish).then((result) => {
      setBusy(false);
      if (result.ok) onClose();
      else setFault(result.fault);
    });
  };
  return (
    <Dialog title={`Data note of ${label}`} onClose={onClose}>
      <p>
        What does {label} do to data that other generations use, such as a database? Nobody can see
        that from outside: the plan, the revert button and the guards follow what is noted here.
      </p>
      {generation.data !== undefined && (
        <p>
          <MixedText text={noteText(generation)} />
        </p>
      )}
      <Choice
        name={`What ${label} does to the data`}
        value={change}
        options={dataOptions}
        onPick={setChange}
      />
      <TextField
        label="What of the data, for those who read it at night"
        value={text}
        placeholder="drops orders.legacy_total"
        error={tooLong ? `At most ${String(mostDataText)} characters.` : undefined}
        onChange={setText}
        onEnter={act}
      />
      <p role="status">{wayText(fleet, generation, wish)}</p>
      {fault !== null && <FaultNote fault={fault} />}
      <DialogActs>
        {refused !== undefined && <p className={styles['refused']}>{refused}</p>}
        <ActButton look="quiet" onAct={onClose}>
          Keep it
        </ActButton>
        <ActButton look="filled" refusedBecause={refused} isBusy={isBusy} onAct={act}>
          {isBusy ? 'Noting\u2026' : `Note it of ${label}`}
        </ActButton>
      </DialogActs>
    </Dialog>
  );
}

/** What would become of the way back. */
function wayText(
  fleet: Fleet,
  generation: Generation,
  wish: { readonly change: DataChange; readonly text: string },
): string {
  const back = wayBackOf(fleet);
  if (back !== undefined && back.number < generation.number) {
    const data = { ...wish, by: 'you', atMs: 0 };
    const generations = fleet.generations.map((each) =>
      each.id === generation.id ? { ...each, data } : each,
    );
    const way = dataWayBack({ ...fleet, generations }, back.id);
    if (way.kind !== 'safe') return way.because;
    return `Going back to ${labelOfGeneration(back)} is safe for the data.`;
  }
  return dataAfter('an older generation', labelOfGeneration(generation), wish) ?? 'Going back is safe for the data.'; // prettier-ignore
}
