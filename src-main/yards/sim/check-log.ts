/**
 * Judges a run by what the yard has written down. It shares nothing with the engine but the words:
 * each function is one rule of design.md, and answers the sentences of what broke it.
 */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import type { SimEvent } from './sim-log.ts';

type EventOf<Kind extends SimEvent['kind']> = Extract<SimEvent, { kind: Kind }>;

export function checkLog(log: readonly SimEvent[]): string[] {
  return [
    ...effectsOnce(log),
    ...capacityKept(log),
    ...attachingMovesNothing(log),
    ...revertsGo(log),
    ...recordedFirst(log),
    ...lookedBeforeRepeat(log),
    ...nothingEndedBlindly(log),
    ...onlyOwnEnded(log),
    ...endsToldTruly(log),
  ];
}

/** Rule 7: each rollout has each of its effects at most once. */
function effectsOnce(log: readonly SimEvent[]): string[] {
  const counts = new Map<string, number>();
  for (const event of log) {
    if (event.kind !== 'did') continue;
    const name = `${event.rollout} ${event.verb} ${event.target}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([name, count]) => `rule 7: ${name} happened ${count} times`);
}

/**
 * Rule 3, by what had been shown last: no cutover to fewer healthy blocks than the floor, no end of a
 * healthy serving block that leaves fewer.
 */
function capacityKept(log: readonly SimEvent[]): string[] {
  return asks(log).flatMap(({ event, looks }) => {
    const fleets = looks.flatMap((look) => look.shown.slice(0, 1));
    const problems = fleets.map((fleet) => capacityProblem(event, fleet));
    const first = problems[0];
    return first === undefined || first === null || problems.includes(null) ? [] : [first];
  });
}

function capacityProblem(event: EventOf<'asked'>, fleet: Fleet): string | null {
  if (event.verb === 'route' && !event.overtake) {
    const healthy = healthyOf(fleet.generations.find((one) => one.id === event.target));
    if (healthy >= Math.max(1, fleet.floor)) return null;
    return `rule 3: cut over to ${event.target} with ${healthy} healthy blocks`;
  }
  if (event.verb !== 'terminateBlock') return null;
  const generation = fleet.generations.find((one) =>
    one.blocks.some((block) => block.id === event.target),
  );
  const block = generation?.blocks.find((one) => one.id === event.target);
  if (generation === undefined || block?.state.kind !== 'healthy') return null;
  const left = healthyOf(generation) - 1;
  if (weightIn(fleet, generation.id) === 0 || left >= fleet.floor) return null;
  return `rule 3: ${event.target} ended with ${left} healthy blocks left`;
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
      if (event.kind === 'crashed' && event.atMs <= press.atMs + 300) return [];
      if (event.atMs > press.atMs + 300) break;
      if (event.kind === 'asked' && event.overtake && event.target === press.to) return [];
    }
    return [`rule 5: the revert pressed at ${press.atMs} did not go`];
  });
}

/** Rule 6: what reaches the wire stands in a journal on the disk. */
function recordedFirst(log: readonly SimEvent[]): string[] {
  return log.flatMap((event) =>
    event.kind === 'asked' && !event.isRecorded
      ? [`rule 6: ${event.verb} ${event.target} was sent before it was recorded`]
      : [],
  );
}

/** Rule 7: after an unknown outcome somebody looks before it is repeated. A revert waits for nothing. */
function lookedBeforeRepeat(log: readonly SimEvent[]): string[] {
  const unknown = new Set<string>();
  const problems: string[] = [];
  for (const event of log) {
    if (event.kind === 'answered' && event.how === 'unknown') unknown.add(event.token);
    else if (event.kind === 'looked') unknown.clear();
    else if (event.kind === 'asked' && !event.overtake && unknown.has(event.token)) {
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
      const isNamed = intent?.kind === 'retire' && intent.generation === event.target;
      return isNamed ? [] : [`rule 9: ${event.target} was retired and not named`];
    }
    if (event.verb !== 'terminateBlock') return [];
    const isNamed = intent?.kind === 'replace' && intent.block === event.target;
    const isFresh = blocksIn(event.fleet).some(
      (block) =>
        block.id === event.target && intent?.kind === 'replace' && block.replaces === intent.block,
    );
    return isNamed || isFresh ? [] : [`rule 9: ${event.target} was ended and not ours to end`];
  });
}

/** Outcomes that claim something must be true when they are said. */
function endsToldTruly(log: readonly SimEvent[]): string[] {
  return log.flatMap((event) => {
    if (event.kind !== 'said') return [];
    const { outcome, fleet } = event;
    const { intent } = outcome;
    const said = `${intent.kind} said "${outcome.kind}"`;
    if (outcome.kind === 'verified' && (intent.kind === 'cut-over' || intent.kind === 'revert')) {
      const wasSo = splitsBefore(log, event).some((weights) => sendsAll(weights, intent.to));
      return wasSo ? [] : [`honesty: ${said}, but the traffic never went there`];
    }
    if (outcome.kind !== 'done') return [];
    if (intent.kind === 'replace') {
      const blocks = blocksIn(fleet);
      const isGone = blocks.every((block) => block.id !== intent.block);
      const isReplaced = blocks.some((block) => block.replaces === intent.block);
      return isGone && isReplaced ? [] : [`honesty: ${said}, but it is not so`];
    }
    if (intent.kind === 'retire') {
      const rung = fleet.generations.find((one) => one.id === intent.generation)?.rung;
      return rung === 'retired' ? [] : [`honesty: ${said}, but it is ${String(rung)}`];
    }
    if (intent.kind === 'launch') {
      const fresh = fleet.generations.find((one) => one.number === intent.number);
      return fresh?.blocks.length === intent.size ? [] : [`honesty: ${said}, but it is not there`];
    }
    return [];
  });
}

/** An order may stand on any look of its session that is at most so old. */
const lookAgeMs = 1000;

/** Each order with the looks of its session that it may stand on. */
function asks(log: readonly SimEvent[]): { event: EventOf<'asked'>; looks: EventOf<'looked'>[] }[] {
  return log.flatMap((event, index) => {
    if (event.kind !== 'asked') return [];
    const looks: EventOf<'looked'>[] = [];
    for (let before = index - 1; before >= 0; before -= 1) {
      const earlier = log[before];
      if (earlier === undefined || earlier.atMs < event.atMs - lookAgeMs) break;
      if (earlier.kind === 'looked' && earlier.session === event.session) looks.push(earlier);
    }
    return [{ event, looks }];
  });
}

function asked(log: readonly SimEvent[], token: string): EventOf<'asked'>[] {
  return log.filter((event) => event.kind === 'asked').filter((event) => event.token === token);
}

function rolloutOf(log: readonly SimEvent[], id: string) {
  for (const event of log) {
    const fleets =
      event.kind === 'looked' ? event.shown : event.kind === 'did' ? [event.fleet] : [];
    const rollout = fleets.map((fleet) => fleet.rollout).find((one) => one?.id === id);
    if (rollout !== undefined && rollout !== null) return rollout;
  }
  return undefined;
}

/** Splits that were true in the second before an event. */
function splitsBefore(
  log: readonly SimEvent[],
  until: EventOf<'said'>,
): Fleet['split']['weights'][] {
  const recent = log
    .slice(0, log.indexOf(until) + 1)
    .filter((event) => event.atMs >= until.atMs - 1000)
    .flatMap((event) => {
      if (event.kind === 'looked' && event.quality === 'true') return event.shown;
      return event.kind === 'did' ? [event.fleet] : [];
    });
  return [...recent, until.fleet].map((fleet) => fleet.split.weights);
}

function sendsAll(weights: Fleet['split']['weights'], to: string): boolean {
  return weights.every((entry) => entry.weight === 0 || entry.generation === to);
}

function weightIn(fleet: Fleet, generation: string): number {
  return fleet.split.weights.find((entry) => entry.generation === generation)?.weight ?? 0;
}

function blocksIn(fleet: Fleet): Generation['blocks'] {
  return fleet.generations.flatMap((generation) => generation.blocks);
}

function healthyOf(generation: Generation | undefined): number {
  return generation?.blocks.filter((block) => block.state.kind === 'healthy').length ?? 0;
}
