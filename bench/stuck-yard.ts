/** A yard whose answers stop coming, for whoever has it in hands: nothing fails, nothing ends, nothing is said. */
import type { Observations } from '../src-main/fleets/observations.ts';
import type { Yard } from '../src-main/yards/port.ts';

/** `runner`: what a rollout asks and sends gets no answer. `reads`: neither do the looks beside it. */
export type Stuck = 'nothing' | 'runner' | 'reads';

export interface StuckYard {
  /** For the engine: everything but the write of a revert, which has a connection of its own. */
  readonly yard: Yard;
  /** For the looks. */
  readonly looks: Pick<Yard, 'observe' | 'onChange'>;
  /** The same looks, as the engine asks for them. */
  readonly observationsOf: (observations: Observations) => Observations;
  readonly get: (stuck: Stuck) => void;
  /** How many of the engine's calls wait since it got stuck. */
  readonly held: () => number;
}

export function stuckYard(real: Yard): StuckYard {
  let state: Stuck = 'nothing';
  let held = 0;
  let free: () => void = () => undefined;
  let freed = Promise.resolve();

  /** Carried out in the end, as if it had taken so long: a runner that comes back has to be harmless, too. */
  const engine = async <Value>(act: () => Promise<Value>): Promise<Value> => {
    await untilFree();
    const answer = await act();
    // It got stuck meanwhile: the answer was on its way.
    await untilFree();
    return answer;
  };
  const untilFree = async (): Promise<void> => {
    if (state === 'nothing') return;
    held += 1;
    await freed;
  };

  const yard: Yard = {
    ...real,
    observe: () => engine(() => real.observe()),
    claim: (order) => engine(() => real.claim(order)),
    renew: (...terms) => engine(() => real.renew(...terms)),
    control: (order) => engine(() => real.control(order)),
    finish: (...whose) => engine(() => real.finish(...whose)),
    route: (order) =>
      order.expectedRevision === 'any' ? real.route(order) : engine(() => real.route(order)),
    probe: (...what) => engine(() => real.probe(...what)),
    check: (...what) => engine(() => real.check(...what)),
  };
  return {
    yard,
    looks: {
      observe: async () => {
        if (state === 'reads') await freed;
        const look = await real.observe();
        if (state === 'reads') await freed;
        return look;
      },
      onChange: (listener) => real.onChange(listener),
    },
    observationsOf: (observations) => ({
      ...observations,
      fresh: () => engine(() => observations.fresh()),
    }),
    get: (stuck) => {
      state = stuck;
      if (stuck === 'nothing') {
        free();
        return;
      }
      held = 0;
      freed = new Promise((resolve) => {
        free = resolve;
      });
    },
    held: () => held,
  };
}
