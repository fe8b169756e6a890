/** Generations that were forgotten: no traffic, not the way back, and they still cost. Only listed, never ended. Pure. */
import type { YardCapabilities } from './capabilities-schema.ts';
import type { Fleet, Generation } from './fleet.ts';
import { labelOfGeneration } from './ids.ts';
import type { Image } from './image.ts';
import { loadOf } from './load-words.ts';
import type { Band } from './panel.ts';
import { bytesText } from './bytes-text.ts';
import { blocks } from './plan-step.ts';
import { candidateOf, downWord, weightOf } from './roles.ts';
import { warmCostOf, warmCostPhrase, type WarmCost } from './warm-cost.ts';
import { plain, roughDuration } from './wording.ts';

export interface Leftover {
  readonly generation: Generation;
  readonly cost: WarmCost;
  /** `v003: 2 blocks, launched about 3 d ago`... a sentence without the cost. */
  readonly since: string;
  /** What speaks for keeping it; a sentence. */
  readonly keep: string;
}

export interface Leftovers {
  /** Oldest first. */
  readonly all: readonly Leftover[];
  /** `2 generations have no traffic and are not the way back, costing about $9.98 a day (estimate).`; empty: none. */
  readonly text: string;
}

/** A candidate so young is somebody's work of the day, and whatever was launched just now is not forgotten. */
const youngMs = 24 * 3_600_000;
const freshMs = 3_600_000;

export interface LeftoverGround {
  readonly band: Pick<Band, 'account'>;
  readonly images: readonly Image[];
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

export function leftoversOf(fleet: Fleet, ground: LeftoverGround): Leftovers {
  const { band, images, nowMs } = ground;
  const candidate = candidateOf(fleet)?.id;
  const inHand = generationsInHand(fleet);
  const all = fleet.generations
    .filter(
      ({ id, rung, blocks: there, launchedAtMs }) =>
        rung !== 'retired' &&
        there.length > 0 &&
        weightOf(fleet, id) === 0 &&
        fleet.previous !== id &&
        !inHand.has(id) &&
        nowMs - launchedAtMs >= (id === candidate ? youngMs : freshMs),
    )
    .sort((a, b) => a.launchedAtMs - b.launchedAtMs || a.number - b.number)
    .map((generation): Leftover => ({
      generation,
      cost: warmCostOf(generation, band, images),
      since: sinceText(fleet, generation, nowMs),
      keep: `${keepText(fleet, generation, candidate === generation.id)}${notOursText(generation)}`,
    }));
  return { all, text: all.length === 0 ? '' : summary(fleet, all) };
}

/** Those that a screen speaks of: where none can be ended, or nothing runs, they are no news. */
export function leftoversShown(
  fleet: Fleet,
  ground: LeftoverGround,
  { verbs }: Pick<YardCapabilities, 'verbs'>,
  isRunning: boolean,
): Leftovers {
  const isShown = isRunning && verbs.includes('retire');
  return isShown ? leftoversOf(fleet, ground) : { all: [], text: '' };
}

/** What a change that runs is about is not forgotten. */
function generationsInHand({ rollout, generations }: Fleet): ReadonlySet<string> {
  if (rollout === null) return new Set();
  const { intent } = rollout;
  switch (intent.kind) {
    case 'cut-over':
    case 'revert':
      return new Set([intent.to, intent.from]);
    case 'launch':
      return new Set(
        generations.filter(({ number }) => number === intent.number).map(({ id }) => id),
      );
    case 'release': {
      const { candidate } = intent;
      const number = candidate.kind === 'launch' ? candidate.number : null;
      const launched = generations.filter((each) => each.number === number).map(({ id }) => id);
      return new Set([
        ...launched,
        ...(candidate.kind === 'existing' ? [candidate.generation] : []),
      ]);
    }
    default:
      return new Set([intent.generation]);
  }
}

function sinceText(fleet: Fleet, generation: Generation, nowMs: number): string {
  const { launchedAtMs, blocks: there } = generation;
  const launched = longAgo(nowMs - launchedAtMs);
  const { changedAtMs } = fleet.split;
  // It may have been longer: nobody tells when an earlier split took the traffic away.
  const idleMs = nowMs - Math.max(changedAtMs, launchedAtMs);
  // A panel that was just opened has nothing to say of it.
  const idle = idleMs < 60_000 ? '' : `, without ${loadOf(fleet)} for at least ${longAgo(idleMs)}`;
  return `${labelOfGeneration(generation)}: ${blocks(there.length)}, launched ${launched} ago${idle}.`;
}

function keepText(fleet: Fleet, generation: Generation, isCandidate: boolean): string {
  if (generation.rung === 'stopped')
    return 'It is stopped: it can be started again, and costs its disks only.';
  if (generation.rung === 'draining') return `It is being ${downWord(fleet, generation)} already.`;
  if (isCandidate) return 'It is newer than what serves: it can be cut over to.';
  if (generation.hasServed === undefined)
    return `Nothing is known that speaks for keeping it, nor whether it has had ${loadOf(fleet)} before.`;
  return generation.hasServed
    ? 'It has served before: a cutover leads there too, as long as it is warm.'
    : `Nothing is known that speaks for keeping it: it has had no ${loadOf(fleet)}.`;
}

/** Where nothing here leads to its end. */
function notOursText({ whyNotAdopted }: Generation): string {
  if (whyNotAdopted === undefined) return '';
  return ` It can only be ended where it was started. ${plain(whyNotAdopted, 300)}`;
}

function summary(fleet: Fleet, all: readonly Leftover[]): string {
  const isOne = all.length === 1;
  const who = isOne
    ? `1 generation has no ${loadOf(fleet)} and is not the way back`
    : `${String(all.length)} generations have no ${loadOf(fleet)} and are not the way back`;
  const cost = costText(all.map((one) => one.cost));
  return `${who}${cost === '' ? '' : `, ${cost}`}.`;
}

/** Of several together; money is told by the day, as nobody counts hours of what was forgotten. */
function costText(costs: readonly WarmCost[]): string {
  const dollars = costs.flatMap((one) => (one.kind === 'money' ? [one.dollarsAnHour] : []));
  const bytes = costs.flatMap((one) => (one.kind === 'memory' ? [one.bytes] : []));
  const unknown = costs.filter(({ kind }) => kind === 'not-known').length;
  const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
  const known =
    dollars.length > 0
      ? `costing about $${(sum(dollars) * 24).toFixed(2)} a day (estimate)`
      : bytes.length > 0
        ? `holding ${bytesText(sum(bytes))} of memory on this computer`
        : '';
  if (unknown === 0) return known;
  return known === ''
    ? 'at a cost that is not known'
    : `${known}, and of ${String(unknown)} the cost is not known`;
}

/** Of one, beside its button; empty: nothing is kept running for it. */
export function leftoverCostText({ cost }: Leftover): string {
  if (cost.kind !== 'money') return warmCostPhrase(cost);
  return `about $${(cost.dollarsAnHour * 24).toFixed(2)} a day (estimate, ${cost.of})`;
}

function longAgo(ms: number): string {
  const days = Math.floor(ms / 86_400_000);
  return days >= 2 ? `${String(days)} days` : roughDuration(Math.max(0, ms));
}
