/** Notes what a generation does to shared data, for plan, revert button and guards. Changes nothing that runs. */
import { dataChangeSchema, longestDataText } from '../../../src-shared/data-note-schema.ts';
import { dataChangeWords } from '../../../src-shared/data-note.ts';
import { findFleet, findGeneration } from '../../../src-shared/find-named.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';

export interface NoteDataWords {
  readonly generation: string;
  readonly change: string;
  /** Of the fleet; null: the only one. */
  readonly named: string | null;
  readonly text: string;
}

export function noteData(run: CliRun, words: NoteDataWords): Promise<ExitCode> {
  return inPlace(run, async ({ yard }, { fleets }) => {
    const change = dataChangeSchema.safeParse(words.change).data;
    if (change === undefined) {
      const message = `There is no change of data called "${plain(words.change, 40)}": it is one of ${dataChangeSchema.options.join(', ')}.`;
      throw new FaultError({ code: 'bad-input', message });
    }
    const text = words.text.trim();
    if (text.length > longestDataText) {
      const message = `The text of a data note has at most ${String(longestDataText)} characters; this has ${String(text.length)}.`;
      throw new FaultError({ code: 'bad-input', message });
    }
    const fleet = findFleet(fleets, words.named);
    const generation = findGeneration(fleet, words.generation);
    const order = { fleet: fleet.id, generation: generation.id, note: { change, text } };
    must(await yard.noteData({ ...order, by: ownerText(run.owner) }));
    run.terminal.answer('data-noted', order, () => `Noted: ${labelOfGeneration(generation)} ${dataChangeWords[change]}.`); // prettier-ignore
    return exitCodes.done;
  });
}
