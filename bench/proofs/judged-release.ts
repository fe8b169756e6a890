/** What a release may have left, however it ended: one new generation at most, and a split of its own. Pure. */
import type { Fleet, Generation } from '../../src-shared/fleet.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import { weightOf } from '../../src-shared/roles.ts';
import { sendsAllTo } from '../../src-shared/split.ts';

/** The first share of the releases here, in percent. */
export const firstShare = 30;
const size = 4;

/**
 * @param before with all traffic on one generation; @param after with every warm block healthy.
 * @param end as recorded; null when nothing was begun.
 * @returns a sentence for everything that is not as it may be.
 */
export function judgedAfter(
  before: Fleet,
  after: Fleet,
  end: Outcome['kind'] | null,
): readonly string[] {
  const known = new Map(before.generations.map((one) => [one.id, one]));
  const fresh = after.generations.filter(({ id }) => !known.has(id));
  const [candidate] = fresh;
  const writes = after.split.revision - before.split.revision;
  const wrong: string[] = [];
  if (fresh.length > 1) wrong.push(`launched ${String(fresh.length)} times`);
  if (fresh.some(({ blocks }) => blocks.length !== size)) wrong.push('not four fresh blocks');
  for (const one of before.generations) {
    if (one.rung !== 'warm') continue;
    const now = after.generations.find(({ id }) => id === one.id);
    if (now === undefined || namesOf(now) !== namesOf(one)) wrong.push(`${one.id} is not whole`);
  }
  if (!isOwnSplit(before, after, candidate, writes)) {
    wrong.push(`a split of ${JSON.stringify(after.split.weights)} after ${String(writes)} writes`);
  }
  const servesAll = candidate !== undefined && sendsAllTo(after, candidate.id);
  if (end === 'verified' && !servesAll) wrong.push('verified, and it does not serve');
  if (end === null && (candidate !== undefined || writes > 0)) wrong.push('done without a record');
  if (end === 'overtaken' || end === 'done' || end === 'handed-over') {
    wrong.push(`ended as ${end}, and nobody else was there`);
  }
  return wrong;
}

/** None of its shares, the first, all; or back from one of them, by one write more. */
function isOwnSplit(
  before: Fleet,
  after: Fleet,
  candidate: Generation | undefined,
  writes: number,
): boolean {
  const from = before.generations.find(({ id }) => sendsAllTo(before, id));
  if (from === undefined) return false;
  if (sendsAllTo(after, from.id)) return writes === 0 || writes === 2 || writes === 3;
  if (candidate === undefined) return false;
  if (sendsAllTo(after, candidate.id)) return writes === 2;
  const isFirstShare =
    weightOf(after, candidate.id) === firstShare && weightOf(after, from.id) === 100 - firstShare;
  return isFirstShare && writes === 1;
}

function namesOf({ rung, size: wanted, blocks }: Generation): string {
  return [rung, wanted, ...blocks.map(({ id }) => id)].join(' ');
}
