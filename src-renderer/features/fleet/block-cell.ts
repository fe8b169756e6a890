/** A block as a square: its look, and the whole of it in words. */
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { Block, BlockState, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { Grouping } from '../../store/view-store.ts';
import type { Cell, CellGroup, CellLook } from '../../ui/board/cell.ts';
import { bytes, count, plural } from '../../ui/format.ts';
import { groupsOf } from './block-groups.ts';

const looks: Readonly<Record<BlockState['kind'], CellLook>> = {
  healthy: { tone: 'hue', body: 'solid', mark: 'none', rank: 0 },
  starting: { tone: 'hue', body: 'faded', mark: 'bottom-bar', rank: 1 },
  draining: { tone: 'hue', body: 'faded', mark: 'top-bar', rank: 2 },
  stopping: { tone: 'idle', body: 'faded', mark: 'side-bar', rank: 3 },
  unused: { tone: 'idle', body: 'hollow', mark: 'bottom-bar', rank: 4 },
  unknown: { tone: 'idle', body: 'hollow', mark: 'dot', rank: 5 },
  unavailable: { tone: 'idle', body: 'faded', mark: 'dot', rank: 6 },
  'unhealthy-draining': { tone: 'bad', body: 'faded', mark: 'cross-top-bar', rank: 7 },
  unhealthy: { tone: 'bad', body: 'solid', mark: 'cross', rank: 8 },
  exited: { tone: 'bad', body: 'hollow', mark: 'cross', rank: 9 },
  'launch-refused': { tone: 'bad', body: 'hollow', mark: 'slash', rank: 10 },
};

export const blockStateKinds = Object.keys(looks) as readonly BlockState['kind'][];

export function blockLook(state: BlockState): CellLook {
  return lookOfState(state.kind);
}

export function lookOfState(kind: BlockState['kind']): CellLook {
  return looks[kind];
}

/** One or two words. */
export function stateWord(state: BlockState): string {
  return state.kind.replace('-', ' ');
}

/** The state as a sentence for the inspector; outside text in it is made safe to read. */
export function stateSentence(state: BlockState): string {
  switch (state.kind) {
    case 'healthy':
      return 'Answers its health check.';
    case 'starting':
      return state.detail === '' ? 'Not healthy yet.' : plain(state.detail);
    case 'unhealthy':
    case 'unused':
    case 'unavailable':
    case 'unhealthy-draining':
    case 'launch-refused':
      return plain(state.reason, 400);
    case 'unknown':
      return state.reason === '' ? 'Nothing is known about it now.' : plain(state.reason, 400);
    case 'draining':
      return `Takes no new requests; ${inFlightText(state.inFlight)}.${state.reason === undefined ? '' : ` ${plain(state.reason, 400)}`}`;
    case 'stopping':
      return 'Was told to end and is ending.';
    case 'exited':
      return `${exitOf(state.code, state.signal)}${state.reason === '' ? '' : ` ${plain(state.reason, 400)}`}`;
    default:
      return assertNever(state, 'block state');
  }
}

function inFlightText(inFlight: number | null): string {
  if (inFlight === null) return 'how many are in flight is not told';
  return inFlight === 0 ? 'nothing is in flight' : `${plural(inFlight, 'request')} still in flight`;
}

function exitOf(code: number | null, signal: string | null): string {
  if (signal !== null) return `Ended by ${plain(signal, 20)}.`;
  return code === null ? 'Ended.' : `Ended with code ${String(code)}.`;
}

/** Nothing of it runs: the yard that ran it has ended or was stopped. */
const notRunning: CellLook = { tone: 'idle', body: 'hollow', mark: 'side-bar', rank: 0 };

function stoppedCell(block: Block, label: string): Cell {
  return {
    key: block.id,
    look: notRunning,
    tag: String(block.slot),
    lines: ['not running'],
    text: `${label} slot ${String(block.slot)}, not running: its yard does not run`,
  };
}

/** Whole, and nothing reaches it: who serves is seen before a word is read. */
export const restingLook: CellLook = { ...looks.healthy, body: 'resting' };

function blockCell(block: Block, label: string, carries: boolean): Cell {
  const port = block.address?.split(':').at(-1);
  const more = [
    port === undefined ? undefined : `:${port}`,
    block.memoryBytes === undefined ? undefined : bytes(block.memoryBytes),
  ]
    .filter((part) => part !== undefined)
    .join('  ');
  // Both words, or it would pass for one that only fails its health check.
  const lines =
    block.state.kind === 'unhealthy-draining'
      ? ['unhealthy', 'draining']
      : [stateWord(block.state), more].filter((line) => line !== '');
  const sentence = block.state.kind === 'healthy' ? '' : `: ${stateSentence(block.state)}`;
  const meant = block.replaces === undefined ? '' : ', a replacement';
  return {
    key: block.id,
    look: block.state.kind === 'healthy' && !carries ? restingLook : blockLook(block.state),
    tag: String(block.slot),
    lines,
    text: `${label} slot ${String(block.slot)}${meant}, ${stateWord(block.state)}${sentence}`,
  };
}

/** How blocks are looked at: in which rows, and which of them. */
export interface BlockSight {
  readonly grouping: Grouping;
  /** Absent: all. */
  readonly isShown?: ((block: Block) => boolean) | undefined;
  /** Epoch milliseconds; ages are told by it. */
  readonly nowMs: number;
}

/** Zone by zone, all of them. */
export const usualSight: BlockSight = { grouping: 'zone', nowMs: 0 };

/**
 * Rows of squares. What a row's header counts is all of it, whatever the filter leaves of it.
 *
 * @param carries whether any traffic, or work, reaches the generation.
 */
export function cellGroups(
  generation: Generation,
  isYardRunning: boolean,
  carries: boolean,
  { grouping, isShown, nowMs }: BlockSight = usualSight,
): readonly CellGroup[] {
  const label = labelOfGeneration(generation);
  return groupsOf(generation.blocks, grouping, nowMs).flatMap(({ caption, blocks }) => {
    const shown = isShown === undefined ? blocks : blocks.filter(isShown);
    if (shown.length === 0) return [];
    const counts = isYardRunning ? stateCounts(blocks) : 'not running';
    const part = shown.length === blocks.length ? '' : `, ${count(shown.length)} shown`;
    const cells = shown.map((block) =>
      isYardRunning ? blockCell(block, label, carries) : stoppedCell(block, label),
    );
    return [{ caption, note: `${counts}${part}`, cells }];
  });
}

/** `37 healthy, 3 starting`: healthy first, then the worst. */
export function stateCounts(blocks: readonly Block[]): string {
  const counts = new Map<BlockState['kind'], number>();
  for (const block of blocks) {
    counts.set(block.state.kind, (counts.get(block.state.kind) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) =>
      a === 'healthy' ? -1 : b === 'healthy' ? 1 : looks[b].rank - looks[a].rank,
    )
    .map(([kind, n]) => `${count(n)} ${kind.replace('-', ' ')}`)
    .join(', ');
}
