/** What is said at the end must be so. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import { blocksIn, type EventOf } from './log-reading.ts';
import type { SimEvent } from './sim-log.ts';

/** Outcomes that claim something must be true when they are said. */
export function endsToldTruly(log: readonly SimEvent[]): string[] {
  return log.flatMap((event) => {
    if (event.kind !== 'said') return [];
    const { outcome, fleet } = event;
    const { intent } = outcome;
    const said = `${intent.kind} said "${outcome.kind}"`;
    if (outcome.kind === 'verified' && (intent.kind === 'cut-over' || intent.kind === 'revert')) {
      const wasSeen = shownBefore(log, event).some((fleet) => sendsAll(fleet, intent.to));
      return wasSeen ? [] : [`honesty: ${said}, but the traffic was not seen to go there`];
    }
    if (outcome.kind === 'verified' && intent.kind === 'release') {
      const to = releasedId(fleet, intent);
      const wasSeen = shownBefore(log, event).some((shown) => sendsAll(shown, to));
      return wasSeen ? [] : [`honesty: ${said}, but the traffic was not seen to go there`];
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
    if (intent.kind === 'scale') {
      const scaled = fleet.generations.find((one) => one.id === intent.generation);
      const isSo = scaled?.size === intent.size && scaled.blocks.length >= intent.size;
      return isSo ? [] : [`honesty: ${said}, but it has ${String(scaled?.blocks.length)} blocks`];
    }
    if (intent.kind === 'launch') {
      const fresh = fleet.generations.find((one) => one.number === intent.number);
      return fresh?.blocks.length === intent.size ? [] : [`honesty: ${said}, but it is not there`];
    }
    return [];
  });
}

const seenWithinMs = 1000;
/** A look that was on its way for longer during a sleep is none. */
const longestSleptMs = 5000;

/**
 * What the panel had been shown in the last second, awake, before it wrote its conclusion down. Telling it
 * may take longer, and truth may change meanwhile; a yard whose looks lag shows nobody more than that.
 */
export function shownBefore(
  log: readonly SimEvent[],
  said: EventOf<'said'>,
  withinMs = seenWithinMs,
): readonly Fleet[] {
  const before = log.slice(0, log.indexOf(said));
  const { session, outcome } = said;
  const concluded = before.findLast(
    (event) =>
      event.kind === 'concluded' && event.session === session && event.rollout === outcome.rollout,
  );
  const { atMs } = concluded ?? said;
  const sleptMs = before
    .flatMap((event) => (event.kind === 'slept' && event.session === session ? [event] : []))
    .filter((slept) => slept.atMs + slept.forMs >= atMs - withinMs)
    .reduce((sum, { forMs }) => sum + Math.min(longestSleptMs, forMs), 0);
  return before
    .filter((event) => event.atMs <= atMs && event.atMs >= atMs - withinMs - sleptMs)
    .flatMap((event) => (event.kind === 'looked' && event.session === session ? event.shown : []));
}

function sendsAll({ split }: Fleet, to: string): boolean {
  return split.weights.every((entry) => entry.weight === 0 || entry.generation === to);
}
