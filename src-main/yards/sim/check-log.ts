/**
 * Judges a run by what the yard has written down. It shares nothing with the engine but the words:
 * each function is one rule of design.md, and answers the sentences of what broke it.
 */
import { sendsAllTo } from '../../../src-shared/split.ts';
import { asGenerationId } from '../../../src-shared/ids.ts';
import { capacityKept } from './check-capacity.ts';
import { endsToldTruly } from './check-ends.ts';
import { launchesTold } from './check-launches.ts';
import { racesKept } from './check-races.ts';
import { releasesKept } from './check-releases.ts';
import { spreadWaitedFor } from './check-spread.ts';
import { everyPressTold } from './check-told.ts';
import { wordsTrue } from './check-words.ts';
import { isOwnEnd, scalesKept } from './check-scales.ts';
import { asks, blocksIn, launchedBy, rolloutOf, weightIn, type EventOf } from './log-reading.ts';
import type { SimEvent } from './sim-log.ts';

export function checkLog(log: readonly SimEvent[]): string[] {
  return [
    ...effectsOnce(log),
    ...oneTokenEach(log),
    ...capacityKept(log),
    ...attachingMovesNothing(log),
    ...revertsGo(log),
    ...recordedFirst(log),
    ...lookedBeforeRepeat(log),
    ...nothingEndedBlindly(log),
    ...onlyOwnEnded(log),
    ...actedOnFreshLooks(log),
    ...othersRespected(log),
    ...nothingAfterLoss(log),
    ...endsToldTruly(log),
    ...releasesKept(log),
    ...launchesTold(log),
    ...spreadWaitedFor(log),
    ...racesKept(log),
    ...everyPressTold(log),
    ...wordsTrue(log),
    ...scalesKept(log),
  ];
}

/** Rule 7: each rollout has each of its effects at most once. */
function effectsOnce(log: readonly SimEvent[]): string[] {
  const counts = new Map<string, number>();
  for (const event of log) {
    if (event.kind !== 'did') continue;
    const name = effectName(event);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([name, count]) => `rule 7: ${name} happened ${count} times`);
}

function effectName({ rollout, verb, target, share }: EventOf<'asked'> | EventOf<'did'>): string {
  return `${rollout} ${verb} ${target}${share === null ? '' : ` ${share} %`}`;
}

/** Rule 7: an effect is repeated with the token that it was first sent with, whoever repeats it. */
function oneTokenEach(log: readonly SimEvent[]): string[] {
  const tokens = new Map<string, Set<string>>();
  for (const event of log) {
    if (event.kind !== 'asked') continue;
    const name = effectName(event);
    tokens.set(name, (tokens.get(name) ?? new Set()).add(event.token));
  }
  return [...tokens]
    .filter(([, { size }]) => size > 1)
    .map(([name, { size }]) => `rule 7: ${name} was sent with ${size} tokens`);
}

/** Rule 5: what was attached has no traffic, and somebody else still has all of it. */
function attachingMovesNothing(log: readonly SimEvent[]): string[] {
  return log.flatMap((event) => {
    if (event.kind !== 'did' || event.verb !== 'attach') return [];
    const isIdle = weightIn(event.fleet, event.target) === 0;
    const isServed = event.fleet.split.weights.some(({ weight }) => weight > 0);
    return isIdle && isServed ? [] : [`rule 5: attaching ${event.target} moved traffic`];
  });
}

/** Rule 5: a pressed revert is on the wire within 300 ms, whatever else goes on. */
function revertsGo(log: readonly SimEvent[]): string[] {
  return log.flatMap((press, index) => {
    if (press.kind !== 'pressed' || press.what !== 'revert') return [];
    for (const event of log.slice(index + 1)) {
      if (event.atMs > press.atMs + 300) break;
      if (event.session !== press.session) continue;
      if (event.kind === 'crashed' || event.kind === 'slept') return [];
      if (event.kind === 'asked' && event.overtake && event.target === press.to) return [];
      // Whoever presses another one does not want this one any more.
      if (event.kind === 'pressed' && event.what === 'revert') return [];
    }
    if (isPressedTwice(log, index) || isToRetired(log, index)) return [];
    return [`rule 5: the revert pressed at ${press.atMs} did not go`];
  });
}

/** There is nothing to go back to, and a look has shown that. */
function isToRetired(log: readonly SimEvent[], index: number): boolean {
  const press = log[index];
  if (press?.kind !== 'pressed') return false;
  const shown = log
    .slice(0, index)
    .findLast((event) => event.kind === 'looked' && event.session === press.session);
  if (shown?.kind !== 'looked') return false;
  const generations = shown.shown.flatMap((fleet) => fleet.generations);
  return generations.some(({ id, rung }) => id === press.to && rung === 'retired');
}

/** Two presses closer than this are one. */
const doublePressMs = 1000;

/** The press before it is still on its way, has just been answered, or has left what it asks for. */
function isPressedTwice(log: readonly SimEvent[], index: number): boolean {
  const press = log[index];
  const before = log.slice(0, index);
  const taken = log
    .slice(index)
    .find((event) => event.kind === 'taken' && event.session === press?.session);
  if (press?.kind !== 'pressed' || taken?.kind !== 'taken') return false;
  const asked = before.findLast(
    (event) => event.kind === 'asked' && event.rollout === taken.rollout,
  );
  if (asked?.kind !== 'asked') return false;
  const answered = before.findLast(
    (event) => event.kind === 'answered' && event.token === asked.token,
  );
  const did = before.findLast((event) => event.kind === 'did' && event.verb === 'route');
  const isLeft =
    did?.kind === 'did' &&
    (did.rollout === asked.rollout || sendsAllTo(did.fleet, asGenerationId(press.to)));
  return isLeft || answered === undefined || press.atMs - answered.atMs < doublePressMs;
}

/** Rule 6: what reaches the wire stands in a journal on the disk. */
function recordedFirst(log: readonly SimEvent[]): string[] {
  return log.flatMap((event) =>
    event.kind === 'asked' && !event.isRecorded
      ? [`rule 6: ${event.verb} ${event.target} was sent before it was recorded`]
      : [],
  );
}

/** Rule 7: after an unknown outcome whoever repeats it has looked. A revert waits for nothing. */
function lookedBeforeRepeat(log: readonly SimEvent[]): string[] {
  /** Who has looked since, of each token. */
  const unknown = new Map<string, Set<number>>();
  const problems: string[] = [];
  for (const event of log) {
    if (event.kind === 'answered' && event.how === 'unknown') unknown.set(event.token, new Set());
    else if (event.kind === 'looked') {
      for (const looked of unknown.values()) looked.add(event.session);
    } else if (event.kind === 'asked' && !event.overtake) {
      if (unknown.get(event.token)?.has(event.session) !== false) continue;
      problems.push(`rule 7: ${event.verb} ${event.target} was repeated without a look`);
    }
  }
  return problems;
}

/** Rule 8: nothing is ended on a look that failed or does not show what is to be ended. */
function nothingEndedBlindly(log: readonly SimEvent[]): string[] {
  return asks(log).flatMap(({ event, looks }) => {
    if (event.verb !== 'terminateBlock' && event.verb !== 'retireGeneration') return [];
    const good = looks.filter((look) => look.quality !== 'failed');
    if (good.length === 0) return [`rule 8: ${event.target} was ended on a failed look`];
    const isFirst = event === asked(log, event.token)[0];
    const isShown = good
      .flatMap((look) => look.shown)
      .flatMap((fleet) => fleet.generations)
      .some(
        (one) => one.id === event.target || one.blocks.some((block) => block.id === event.target),
      );
    return isFirst && !isShown ? [`rule 8: ${event.target} was ended without being seen`] : [];
  });
}

/** Rule 9: only the named block, the fresh one launched for it, or the named generation without traffic. */
function onlyOwnEnded(log: readonly SimEvent[]): string[] {
  return log.flatMap((event) => {
    if (event.kind !== 'did') return [];
    const intent = rolloutOf(log, event.rollout)?.intent;
    if (event.verb === 'retireGeneration') {
      if (weightIn(event.fleet, event.target) > 0) return [`rule 9: ${event.target} had traffic`];
      const isNamed =
        (intent?.kind === 'retire' && intent.generation === event.target) ||
        (intent?.kind === 'release' && launchedBy(log, event.rollout).has(event.target));
      return isNamed ? [] : [`rule 9: ${event.target} was retired and not named`];
    }
    if (event.verb !== 'terminateBlock') return [];
    const isNamed = intent?.kind === 'replace' && intent.block === event.target;
    const isFresh = blocksIn(event.fleet).some(
      (block) =>
        block.id === event.target && intent?.kind === 'replace' && block.replaces === intent.block,
    );
    return isNamed || isFresh || isOwnEnd(event, intent)
      ? []
      : [`rule 9: ${event.target} was ended and not ours to end`];
  });
}

/** Rule 9: what writes to the entry or takes capacity away stands on a look that began just before. */
function actedOnFreshLooks(log: readonly SimEvent[]): string[] {
  return asks(log).flatMap(({ event, looks }) => {
    const isLaunch =
      event.verb === 'launchBlock' ||
      event.verb === 'launchGeneration' ||
      event.verb === 'addBlock';
    if (isLaunch || event.overtake || looks.some(({ quality }) => quality !== 'failed')) return [];
    return [`rule 9: ${event.verb} ${event.target} was sent on an old look`];
  });
}

/** Rule 9: what somebody else made of the split after the press is not overwritten, except by a revert. */
function othersRespected(log: readonly SimEvent[]): string[] {
  return log.flatMap((event, index) => {
    if (event.kind !== 'did' || event.verb !== 'route') return [];
    const intent = rolloutOf(log, event.rollout)?.intent;
    if (intent?.kind !== 'cut-over' && intent?.kind !== 'release') return [];
    const isElse = log
      .slice(0, index)
      .some((one) => one.kind === 'outside' && (one.revision ?? 0) > intent.expectedRevision);
    return isElse ? [`rule 9: ${event.target} was cut over to on a split changed by others`] : [];
  });
}

/** Nothing is sent for a rollout once the yard has said that it is in other hands or over. */
function nothingAfterLoss(log: readonly SimEvent[]): string[] {
  const lostAtMs = new Map<string, number>();
  const problems: string[] = [];
  for (const event of log) {
    if (event.kind === 'renewed' && event.how === 'refused') {
      const name = `${event.session} ${event.rollout}`;
      lostAtMs.set(name, lostAtMs.get(name) ?? event.atMs);
    }
    // Handed back, or left by whoever had it.
    if (event.kind === 'claimed') lostAtMs.delete(`${event.session} ${event.rollout}`);
    if (event.kind !== 'asked' || event.overtake) continue;
    const lost = lostAtMs.get(`${event.session} ${event.rollout}`);
    if (lost !== undefined && event.atMs > lost) {
      problems.push(`lease: ${event.verb} ${event.target} was sent after the yard had ended it`);
    }
  }
  return problems;
}

function asked(log: readonly SimEvent[], token: string): EventOf<'asked'>[] {
  return log.filter((event) => event.kind === 'asked').filter((event) => event.token === token);
}
