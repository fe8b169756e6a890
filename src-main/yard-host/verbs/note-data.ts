/** What a generation does to shared data, as a person notes it in the host's state. Pure. */
import { dataChangeWords } from '../../../src-shared/data-note.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { HostInput } from '../protocol.ts';
import { fleetIn, generationIn, withFleet, withGeneration } from '../records.ts';
import type { StateChange } from '../state-store.ts';

/** @returns what happened, for people; null when it stood already. */
export function noteDataChange(
  { fleet: id, generation, note, by }: HostInput<'noteData'>,
  nowMs: number,
): StateChange<string | null> {
  return (state) => {
    const fleet = fleetIn(state, id);
    const noted = generationIn(fleet, generation);
    const { change, text } = note;
    if (noted.data?.change === change && noted.data.text === text) return { state, value: null };
    const next = withGeneration(fleet, { ...noted, data: { change, text, by, atMs: nowMs } });
    const what = text === '' ? '' : ` (${plain(text, 300)})`;
    const value = `${plain(by, 120)} noted of ${labelOfGeneration(noted)}: it ${dataChangeWords[change]}${what}.`;
    return { state: withFleet(state, next), value };
  };
}
