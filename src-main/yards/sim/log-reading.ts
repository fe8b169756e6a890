/** What the rules ask of a yard's log. */
import type { Fleet, Generation, Rollout } from '../../../src-shared/fleet.ts';
import type { SimEvent } from './sim-log.ts';

export type EventOf<Kind extends SimEvent['kind']> = Extract<SimEvent, { kind: Kind }>;

/** An order with the looks of its session that it may stand on. */
export interface Asked {
  readonly event: EventOf<'asked'>;
  readonly looks: readonly EventOf<'looked'>[];
}

/** Nothing is sent on a look that began longer ago: the engine's own bound in these runs. */
const lookAgeMs = 500;
/** A look takes at most so long. */
const longestLookMs = 5000;

export function asks(log: readonly SimEvent[]): Asked[] {
  return log.flatMap((event, index) => {
    if (event.kind !== 'asked') return [];
    const looks: EventOf<'looked'>[] = [];
    for (let before = index - 1; before >= 0; before -= 1) {
      const earlier = log[before];
      if (earlier === undefined || earlier.atMs < event.atMs - lookAgeMs - longestLookMs) break;
      if (earlier.kind !== 'looked' || earlier.session !== event.session) continue;
      if (earlier.begunAtMs >= event.atMs - lookAgeMs) looks.push(earlier);
    }
    return [{ event, looks }];
  });
}

/** The fleet as each of the looks showed it. */
export function shownIn(looks: readonly EventOf<'looked'>[]): Fleet[] {
  return looks.flatMap((look) => look.shown.slice(0, 1));
}

export function rolloutOf(log: readonly SimEvent[], id: string): Rollout | undefined {
  for (const event of log) {
    const fleets =
      event.kind === 'looked' ? event.shown : event.kind === 'did' ? [event.fleet] : [];
    const rollout = fleets.map((fleet) => fleet.rollout).find((one) => one?.id === id);
    if (rollout !== undefined && rollout !== null) return rollout;
  }
  return undefined;
}

/** Generations that were launched on its behalf. */
export function launchedBy(log: readonly SimEvent[], rollout: string): ReadonlySet<string> {
  const launched = log.flatMap((event) =>
    event.kind === 'did' && event.rollout === rollout && event.verb === 'launchGeneration'
      ? event.fleet.generations.filter((one) => String(one.number) === event.target)
      : [],
  );
  return new Set(launched.map(({ id }) => id));
}

export function weightIn(fleet: Fleet, generation: string): number {
  return fleet.split.weights.find((entry) => entry.generation === generation)?.weight ?? 0;
}

export function blocksIn(fleet: Fleet): Generation['blocks'] {
  return fleet.generations.flatMap((generation) => generation.blocks);
}

export function healthyOf(generation: Generation | undefined): number {
  return generation?.blocks.filter((block) => block.state.kind === 'healthy').length ?? 0;
}
