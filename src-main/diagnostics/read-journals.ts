/** The last changes of each yard as its records tell them, without what was sent: recipes and user data stay out. */
import { join } from 'node:path';
import { readdir } from 'node:fs/promises';
import { asRolloutId } from '../../src-shared/ids.ts';
import { outcomeWord } from '../../src-shared/outcome-words.ts';
import { plain } from '../../src-shared/wording.ts';
import { readRecord } from '../journal/read-record.ts';
import { recordNames, rolloutOf } from '../journal/record-names.ts';
import { isoTime } from './iso-time.ts';
import { namedIn, type Named } from './named-people.ts';

export interface ReadJournal {
  readonly name: string;
  readonly lines: readonly string[];
  /** Records that cannot be read, or not to their end, a sentence each. */
  readonly gaps: readonly string[];
  /** Who made them: their names stand in texts, too. */
  readonly owners: readonly Named[];
}

const lastRecords = 20;

/** Those of the window: the local yard's and each connected account's. */
export async function readJournals(dataFolder: string): Promise<readonly ReadJournal[]> {
  const yards = await readdir(join(dataFolder, 'yards')).catch((): string[] => []);
  return Promise.all([
    readOne('the local yard', join(dataFolder, 'journal')),
    ...yards
      .sort()
      .slice(0, 50)
      .map((id) => readOne(plain(id, 40), join(dataFolder, 'yards', id, 'journal'))),
  ]);
}

async function readOne(name: string, folder: string): Promise<ReadJournal> {
  let names: readonly string[];
  try {
    names = await recordNames(folder);
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    const gaps = code === 'ENOENT' ? [] : [`they cannot be read (${code})`];
    return { name, lines: [], gaps, owners: [] };
  }
  const last = [...new Set(names.slice(-lastRecords).map(rolloutOf))];
  const lines = [`${String(names.length)} records, the last ${String(last.length)} of them here`];
  const gaps: string[] = [];
  const owners: Named[] = [];
  for (const rollout of last) {
    const read = await readRecord(folder, asRolloutId(rollout));
    if (!read.ok) {
      gaps.push(`${rollout}: ${read.fault.message}`);
      continue;
    }
    const { audit, trouble } = read.value;
    if (trouble !== null) gaps.push(`${rollout}: ${trouble}`);
    const { fleet, label, intent, begunAtMs, end, steps, owner } = audit;
    owners.push(
      owner,
      ...audit.handovers.map(({ to }) => to),
      ...audit.takeovers.flatMap(({ from }) => (from === undefined ? [] : [from])),
      ...audit.told.map(({ by: who }) => namedIn(who)),
    );
    const ended = end === null ? 'no end is recorded' : `${outcomeWord(end)}: ${end.text}`;
    const by = `${owner.name} on ${owner.host}`;
    lines.push(
      `${isoTime(begunAtMs)} ${fleet} ${intent.kind} "${label}" by ${by}, ${String(steps.length)} steps. ${ended}`,
    );
  }
  return { name, lines, gaps, owners };
}
