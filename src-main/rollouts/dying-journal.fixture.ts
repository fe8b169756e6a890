/**
 * For tests: a journal whose process kills itself with SIGKILL right before or right after one of its
 * writes. `before`: the system has nothing of that entry; `after`: it is on the disk (the first one: handed
 * over), and the engine does not know it yet. Notes do not count: nobody acts on them.
 */
import { writeSync } from 'node:fs';
import type { Journal } from '../journal/journal.ts';
import type { RolloutRecord } from '../journal/record-file.ts';
import { succeed } from '../../src-shared/result.ts';

export interface Death {
  readonly side: 'before' | 'after';
  /** The first write of the process is 1. */
  readonly write: number;
}

/** @param text `before 3` @throws for any other. */
export function parseDeath(text: string): Death {
  const [, side, write] = /^(before|after) (\d+)$/u.exec(text) ?? [];
  if (side !== 'before' && side !== 'after') throw new Error(`"${text}" is no place to die.`);
  return { side, write: Number(write) };
}

export function dyingAt(death: Death): (journal: Journal) => Journal {
  let writes = 0;
  const written = async <Value>(entry: string, write: () => Promise<Value>): Promise<Value> => {
    writes += 1;
    const isHere = writes === death.write;
    if (isHere && death.side === 'before') die(death, entry);
    const value = await write();
    if (isHere && death.side === 'after') die(death, entry);
    return value;
  };
  const recordOf = (record: RolloutRecord): RolloutRecord => ({
    ...record,
    append: (...entries) =>
      written(entries.map(({ type }) => type).join('+'), () => record.append(...entries)),
  });
  return (journal) => ({
    ...journal,
    begin: (first, ...more) =>
      written(first.type, async () => {
        const begun = await journal.begin(first, ...more);
        return begun.ok ? succeed(recordOf(begun.value)) : begun;
      }),
    reopen: async (rollout) => {
      const found = await journal.reopen(rollout);
      return found.ok && found.value !== null ? succeed(recordOf(found.value)) : found;
    },
  });
}

/** Nothing of this process runs after it; what it says is with its reader before. */
function die({ side }: Death, entry: string): void {
  writeSync(1, `dies ${side} "${entry}"\n`);
  process.kill(process.pid, 'SIGKILL');
}
