/**
 * What holds however many operators press: one holder at a time, no write between the writes of another
 * change, and no revert undone by what is older than it.
 */
import type { Intent } from '../../../src-shared/fleet.ts';
import { sendsAllTo } from '../../../src-shared/split.ts';
import { asGenerationId } from '../../../src-shared/ids.ts';
import type { EventOf } from './log-reading.ts';
import type { SimEvent } from './sim-log.ts';

export function racesKept(log: readonly SimEvent[]): string[] {
  return [
    ...oneHolder(log),
    ...givenIsGiven(log),
    ...onlyHoldersAct(log),
    ...nobodyBetween(log),
    ...revertsNotUndone(log),
  ];
}

/** A change gets into other hands only when its panel is dead, its lease is over, or it was handed over. */
function oneHolder(log: readonly SimEvent[]): string[] {
  const dead = new Set<number>();
  const holders = new Map<string, number>();
  const given = new Set<string>();
  return log.flatMap((event) => {
    if (event.kind === 'crashed') dead.add(event.session);
    if (event.kind === 'controlled' && event.change.kind === 'hand-over') given.add(event.rollout);
    if (event.kind !== 'claimed') return [];
    const { rollout, session, leftMs } = event;
    const before = holders.get(rollout);
    holders.set(rollout, session);
    const isOthers =
      before !== undefined && before !== session && !dead.has(before) && !given.has(rollout);
    given.delete(rollout);
    if (!isOthers || leftMs === null || leftMs === 0) return [];
    return [`race: ${rollout} was taken from a panel with ${leftMs} ms left of its lease`];
  });
}

/** Whoever handed a change over, and has looked since, begins nothing more of it until it has it again. */
function givenIsGiven(log: readonly SimEvent[]): string[] {
  const givers = new Map<string, EventOf<'controlled'>>();
  const seen = new Set<string>();
  const sent = new Set<string>();
  return log.flatMap((event) => {
    const { session } = event;
    if (event.kind === 'claimed') givers.delete(event.rollout);
    if (event.kind === 'controlled' && event.change.kind === 'hand-over') {
      givers.set(event.rollout, event);
      seen.delete(event.rollout);
    }
    if (event.kind === 'looked' && event.quality === 'true') {
      for (const [rollout, giver] of givers)
        if (giver.session === session && event.begunAtMs > giver.atMs) seen.add(rollout);
    }
    if (event.kind !== 'asked') return [];
    const isAgain = sent.has(event.token);
    sent.add(event.token);
    const isGiver = givers.get(event.rollout)?.session === session && seen.has(event.rollout);
    return isAgain || !isGiver
      ? []
      : [`race: ${event.rollout} was handed over, and ${event.verb} was begun for it after that`];
  });
}

/** Whoever is not a revert does nothing to a fleet that it does not hold, and ends nobody's change. */
function onlyHoldersAct(log: readonly SimEvent[]): string[] {
  const kinds = kindsOf(log);
  return log.flatMap((event) => {
    if (event.kind !== 'did' || (kinds.get(event.rollout) ?? 'revert') === 'revert') return [];
    const holder = event.fleet.rollout?.id;
    if (holder === event.rollout) return [];
    return [
      `race: ${event.verb} ${event.target} was done for ${event.rollout}, which did not hold the fleet`,
    ];
  });
}

/**
 * A change writes to the entry as its operator saw it at the press and as it left it itself: a write of
 * another one in between is a cutover that was interleaved, or a revert that was lost.
 */
function nobodyBetween(log: readonly SimEvent[]): string[] {
  const intents = new Map<string, Intent>();
  const writes: EventOf<'did'>[] = [];
  return log.flatMap((event) => {
    if (event.kind === 'claimed') intents.set(event.rollout, event.intent);
    if (event.kind !== 'did' || (event.verb !== 'route' && event.verb !== 'attach')) return [];
    writes.push(event);
    const intent = intents.get(event.rollout);
    if (intent?.kind !== 'cut-over' && intent?.kind !== 'release') return [];
    const between = writes.find(
      (write) =>
        write.rollout !== event.rollout && write.fleet.split.revision > intent.expectedRevision,
    );
    if (between === undefined) return [];
    const what = intents.has(between.rollout) ? 'interleaved with' : 'a lost revert:';
    return [
      `race: ${event.target} was given traffic by ${event.rollout}, ${what} ${between.rollout}`,
    ];
  });
}

/** A revert goes once, whatever was decided. It is not sent again by somebody who has seen a newer one. */
function revertsNotUndone(log: readonly SimEvent[]): string[] {
  return log.flatMap((event, index) => {
    if (event.kind !== 'asked' || !event.overtake) return [];
    const before = log.slice(0, index);
    const first = before.find((one) => one.kind === 'asked' && one.token === event.token);
    if (first === undefined) return [];
    const since = before.slice(before.indexOf(first));
    const newer = since.find(
      (one): one is EventOf<'did'> =>
        one.kind === 'did' &&
        one.verb === 'route' &&
        one.rollout !== event.rollout &&
        !sendsAllTo(one.fleet, asGenerationId(event.target)) &&
        !isOwnWish(before, event, one.target) &&
        isBegunAfter(before, one.rollout, first),
    );
    if (newer === undefined) return [];
    const isSeen = since.some(
      (one) =>
        one.kind === 'looked' &&
        one.quality === 'true' &&
        one.session === event.session &&
        one.begunAtMs > newer.atMs &&
        one.shown.some(({ split }) => split.revision === newer.fleet.split.revision),
    );
    return isSeen
      ? [`race: a lost revert: ${event.rollout} was sent again although ${newer.rollout} was seen`]
      : [];
  });
}

/** The same was pressed here just before the revert: then it looks as if that had been done, which a revert takes back. */
function isOwnWish(
  before: readonly SimEvent[],
  { session }: EventOf<'asked'>,
  target: string,
): boolean {
  return before.some(
    (one) =>
      one.kind === 'pressed' &&
      one.session === session &&
      one.what === 'cut-over' &&
      one.to === target,
  );
}

function isBegunAfter(log: readonly SimEvent[], rollout: string, first: SimEvent): boolean {
  const begun = log.findIndex(
    (one) => (one.kind === 'asked' || one.kind === 'claimed') && one.rollout === rollout,
  );
  return begun > log.indexOf(first);
}

/** As far as it was said or claimed: a revert claims nothing. */
function kindsOf(log: readonly SimEvent[]): ReadonlyMap<string, string> {
  const kinds = new Map<string, string>();
  for (const event of log) {
    if (event.kind === 'taken' && event.rollout !== null) kinds.set(event.rollout, event.what);
    if (event.kind === 'claimed') kinds.set(event.rollout, event.intent.kind);
  }
  return kinds;
}
