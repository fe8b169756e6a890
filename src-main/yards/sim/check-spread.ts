/** Where a new split reaches the nodes of an entry one by one: nothing is verified that one of them denies. */
import { releasedId } from '../../../src-shared/released-id.ts';
import { asks, healthyOf, rolloutOf, shownIn, type EventOf } from './log-reading.ts';
import type { SimEvent } from './sim-log.ts';

/** The engine's own bound in these runs. */
const probesInARow = 3;

export function spreadWaitedFor(log: readonly SimEvent[]): string[] {
  // Such an entry counts nothing either.
  const isSpread = log.some(
    (event) => event.kind === 'looked' && event.shown.some(({ traffic }) => !traffic.isCounted),
  );
  if (!isSpread) return [];
  return [...verifiedByAll(log), ...lateIsNotBad(log)];
}

function verifiedByAll(log: readonly SimEvent[]): string[] {
  return log.flatMap((event, index) => {
    if (event.kind !== 'said' || event.outcome.kind !== 'verified') return [];
    const to = targetOf(event);
    if (to === null) return [];
    const before = log.slice(0, index);
    const concluded = before.findLastIndex(
      (one) =>
        one.kind === 'concluded' &&
        one.session === event.session &&
        one.rollout === event.outcome.rollout,
    );
    const probes = before
      .slice(0, concluded)
      .filter((one) => one.kind === 'probed' && one.session === event.session)
      .slice(-probesInARow);
    const isSeen = probes.every(
      (one) => one.kind === 'probed' && one.nodes.every((by) => by === to),
    );
    return isSeen && probes.length === probesInARow
      ? []
      : [`spread: ${to} was called verified while a node still answered otherwise`];
  });
}

/** A release is not taken back because the old one still answers at some nodes: that is no fault of the new one. */
function lateIsNotBad(log: readonly SimEvent[]): string[] {
  return asks(log).flatMap(({ event, looks }) => {
    const intent = rolloutOf(log, event.rollout)?.intent;
    if (event.verb !== 'route' || intent?.kind !== 'release' || event.target !== intent.from)
      return [];
    const isFit = shownIn(looks).every((fleet) => {
      const candidate = fleet.generations.find(({ id }) => id === releasedId(fleet, intent));
      return candidate === undefined || healthyOf(candidate) === candidate.blocks.length;
    });
    return isFit ? [`spread: a fit ${intent.kind} was taken back to ${event.target}`] : [];
  });
}

function targetOf({ outcome, fleet }: EventOf<'said'>): string | null {
  const { intent } = outcome;
  if (intent.kind === 'cut-over' || intent.kind === 'revert') return intent.to;
  return intent.kind === 'release' ? releasedId(fleet, intent) : null;
}
