/** Engines that are careless of other operators, with one deliberate mistake each. Test support. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { fail, succeed } from '../../../src-shared/result.ts';
import type { RolloutsOptions } from '../rollouts.ts';

type Engine = (options: RolloutsOptions) => RolloutsOptions;

/** Whose the fleet is does not matter: it asks nobody and writes as a revert would. */
export const ignoredHolder: Engine = (options) => {
  const { yard, clock } = options;
  return {
    ...options,
    yard: {
      ...yard,
      claim: ({ rollout: id, intent, owner, epoch, leaseMs }) => {
        const startedAtMs = clock.now();
        const leaseEndsAtMs = startedAtMs + leaseMs;
        const rollout = { id, intent, owner, epoch, leaseEndsAtMs, startedAtMs, launched: [] };
        return Promise.resolve(succeed(rollout));
      },
      renew: () => Promise.resolve(succeed(null)),
      finish: () => Promise.resolve(succeed(null)),
      route: (order) => yard.route({ ...order, overtake: true }),
    },
  };
};

/** Each installation takes itself for the one that began it, as copies of one profile do. */
export const sharedName: Engine = (options) => ({
  ...options,
  owner: { ...options.owner, panel: 'copied' },
});

/** A revert that goes like any other change: only to a fleet that it holds, and nobody's change ends by it. */
export const meekReverts: Engine = (options) => ({
  ...options,
  yard: {
    ...options.yard,
    route: (order) => options.yard.route({ ...order, overtake: false }),
  },
});

/** It holds the fleet and writes as a revert does: whatever the split has become, and whoever holds it by now. */
export const cutsOverLikeReverts: Engine = (options) => ({
  ...options,
  yard: {
    ...options.yard,
    route: (order) => options.yard.route({ ...order, overtake: true, expectedRevision: 'any' }),
  },
});

const laterMs = 4000;

/** A revert is sent until somebody answers, whatever is decided meanwhile. */
export const stubbornReverts: Engine = (options) => {
  const { yard, clock } = options;
  return {
    ...options,
    yard: {
      ...yard,
      route: async (order) => {
        const answer = await yard.route(order);
        if (answer.ok || !order.overtake || answer.fault.code !== 'unknown-outcome') return answer;
        await clock.delay(laterMs);
        return yard.route(order);
      },
    },
  };
};

/** Goes on with what it handed over, as if nobody had said so, until the yard refuses it. */
export const keepsWhatItGave: Engine = (options) => {
  const { observations, yard } = options;
  const unsaid = (fleet: Fleet): Fleet => {
    const { rollout } = fleet;
    if (rollout?.controls === undefined) return fleet;
    const { handover, ...controls } = rollout.controls;
    return handover?.kind === 'given' ? { ...fleet, rollout: { ...rollout, controls } } : fleet;
  };
  return {
    ...options,
    yard: {
      ...yard,
      control: async (order) => {
        const kept = await yard.control(order);
        const isUnheard = kept.ok && order.change.kind === 'hand-over';
        return isUnheard ? fail({ code: 'unknown-outcome', message: 'Not heard.' }) : kept;
      },
    },
    observations: {
      ...observations,
      fresh: async () => {
        const look = await observations.fresh();
        if (!look.ok) return look;
        return succeed({ ...look.value, fleets: look.value.fleets.map(unsaid) });
      },
    },
  };
};
