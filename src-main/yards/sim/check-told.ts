/** Each press is answered, and whoever was told that it began is told once how it ended. */
import type { EventOf } from './log-reading.ts';
import type { SimEvent } from './sim-log.ts';

export function everyPressTold(log: readonly SimEvent[]): string[] {
  const dead = new Set(log.flatMap((event) => (event.kind === 'crashed' ? [event.session] : [])));
  const lived = log.filter(({ session }) => !dead.has(session));
  const taken = lived.filter((event) => event.kind === 'taken');
  const told = lived.filter((event) => event.kind === 'said');
  const ended = told.filter((event) => !isPart(lived, event)).map(endName);
  return [
    ...unanswered(lived, taken),
    ...new Set(taken.flatMap((event) => untold(event, told.map(endName)))),
    ...[...new Set(ended)]
      .filter((name) => ended.indexOf(name) !== ended.lastIndexOf(name))
      .map((name) => `told: ${name} was told more than once how it ended`),
    ...refusedDidNothing(lived, taken),
  ];
}

/** Handed over, or lost to another panel: whoever gets it back is told how it ends then. */
function isPart(lived: readonly SimEvent[], said: EventOf<'said'>): boolean {
  const { kind, rollout } = said.outcome;
  if (kind === 'handed-over') return true;
  const isBack = (event: SimEvent): boolean =>
    event.kind === 'claimed' && event.rollout === rollout && event.session === said.session;
  return kind === 'overtaken' && lived.slice(lived.indexOf(said)).some(isBack);
}

function unanswered(lived: readonly SimEvent[], taken: readonly EventOf<'taken'>[]): string[] {
  const presses = lived.filter((event) => event.kind === 'pressed');
  const open = presses.length - taken.length;
  return open === 0 ? [] : [`told: ${open} presses were never answered`];
}

function untold({ session, rollout, what }: EventOf<'taken'>, ended: readonly string[]): string[] {
  if (rollout === null || ended.includes(`${rollout} in session ${session}`)) return [];
  return [`told: whoever pressed ${what} was never told how ${rollout} ended`];
}

function endName({ session, outcome }: EventOf<'said'>): string {
  return `${outcome.rollout} in session ${session}`;
}

/** Nothing is done for a press that was said not to begin; where that was not known, that was said. */
function refusedDidNothing(
  lived: readonly SimEvent[],
  taken: readonly EventOf<'taken'>[],
): string[] {
  const begun = new Set(taken.map(({ rollout }) => rollout));
  const isUnknown = ({ atMs, session }: SimEvent): boolean => {
    const answer = taken.find((event) => event.session === session && event.atMs >= atMs);
    // Asleep for longer than the lease: the answer comes when others have had it in hand.
    const hasSlept = lived.some(
      (event) =>
        event.kind === 'slept' &&
        event.session === session &&
        event.atMs >= atMs &&
        event.atMs <= (answer?.atMs ?? atMs),
    );
    return hasSlept || (answer?.text.includes('is not known') ?? false);
  };
  const refused = lived.flatMap((event) =>
    event.kind === 'claimed' && event.epoch === 1 && !begun.has(event.rollout) && !isUnknown(event)
      ? [event.rollout]
      : [],
  );
  return lived.flatMap((event) =>
    event.kind === 'did' && refused.includes(event.rollout)
      ? [`told: ${event.verb} ${event.target} was done for a press that was refused`]
      : [],
  );
}
