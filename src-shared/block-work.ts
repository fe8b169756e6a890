/** Who takes work in a fleet without an entry, as its blocks were seen. Pure. */
import type { Block, Fleet, Generation } from './fleet.ts';
import type { GenerationId } from './ids.ts';
import { healthyCount, isInService } from './roles.ts';
import { plain } from './wording.ts';

/** Its process may take work or have some in hand, whatever its health. */
function isAlive({ state }: Block): boolean {
  return !['exited', 'launch-refused', 'stopping'].includes(state.kind);
}

/** Of the present split: what was seen under an older one proves nothing. */
function takesNow({ work }: Block, { split }: Pick<Fleet, 'split'>): boolean | null {
  return work?.kind === 'seen' && work.revision === split.revision ? work.taking : null;
}

export interface WorkCounts {
  /** Seen taking work, under whatever split. */
  readonly taking: number;
  /** Pieces of work in hand, as far as they are known. */
  readonly busy: number;
  /** Alive, and not known to take or not to take work. */
  readonly unknown: number;
  readonly alive: number;
}

export function workCounts(generation: Pick<Generation, 'blocks'>): WorkCounts {
  const counts = { taking: 0, busy: 0, unknown: 0, alive: 0 };
  for (const block of generation.blocks.filter(isAlive)) {
    counts.alive += 1;
    if (block.work?.kind !== 'seen') counts.unknown += 1;
    else {
      counts.taking += block.work.taking ? 1 : 0;
      counts.busy += block.work.busy;
    }
  }
  return counts;
}

/** Healthy blocks that answer their hook: those that could be told to take work. */
export function tellableCount({ blocks }: Pick<Generation, 'blocks'>): number {
  return blocks.filter((block) => isInService(block) && block.work?.kind === 'seen').length;
}

/** Nothing is left in hand, and nothing more is taken: seen, of each block that lives. */
export function isIdle(generation: Pick<Generation, 'blocks'>): boolean {
  return generation.blocks
    .filter(isAlive)
    .every(({ work }) => work?.kind === 'seen' && !work.taking && work.busy === 0);
}

export interface WorkSwitch {
  readonly taking: number;
  readonly healthy: number;
  /** Healthy blocks of the wanted generation that are not seen to take work, and why. */
  readonly notTaking: readonly string[];
  /** Living blocks of the others that are not seen to have stopped, and why. */
  readonly notStopped: readonly string[];
}

/** How far the present split is seen in the blocks. */
export function workSwitch(fleet: Fleet, to: GenerationId): WorkSwitch {
  const wanted = fleet.generations.find(({ id }) => id === to);
  const inService = wanted?.blocks.filter(isInService) ?? [];
  const others = fleet.generations.filter(({ id }) => id !== to).flatMap(({ blocks }) => blocks);
  const notTaking = inService.filter((block) => takesNow(block, fleet) !== true);
  return {
    taking: inService.length - notTaking.length,
    healthy: wanted === undefined ? 0 : healthyCount(wanted),
    notTaking: notTaking.map((block) => trouble(block, fleet, 'take')),
    notStopped: others
      .filter((block) => isAlive(block) && takesNow(block, fleet) !== false)
      .map((block) => trouble(block, fleet, 'stop')),
  };
}

function trouble(block: Block, fleet: Fleet, wanted: 'take' | 'stop'): string {
  const name = plain(block.id, 80);
  const not = wanted === 'take' ? 'is not seen to take work' : 'is not seen to have stopped';
  const { work } = block;
  if (work?.kind === 'unknown') return `${name} ${not}: ${plain(work.reason, 200)}`;
  const seen = takesNow(block, fleet);
  if (seen === null) return `${name} ${not} yet.`;
  return wanted === 'take' ? `${name} does not take work yet.` : `${name} still takes work.`;
}

/** `v002-b1 ...; and 2 more` */
export function firstOf(troubles: readonly string[]): string {
  const [first = '', ...more] = troubles;
  return more.length === 0
    ? first
    : `${first.replace(/\.$/u, '')}; and ${String(more.length)} more.`;
}
