/** A simulated yard that promised more or less than the others would judge the engine wrongly. */
import { describe } from 'vitest';
import { aRecipe, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { asFleetId, asImageId } from '../../../src-shared/ids.ts';
import { createVirtualClock } from '../../clock/virtual-clock.ts';
import { testYardContract } from '../yard-contract.fixture.ts';
import { usualAnswers } from './sim-answers.ts';
import { createRandom } from './random.ts';
import { noFaults } from './sim-faults.ts';
import { addGeneration, type SimFleet } from './sim-fleet.ts';
import { SimWorld } from './sim-world.ts';
import { createSimYard } from './sim-yard.ts';

describe('the contract of yards: sim', () => {
  testYardContract(() => {
    const clock = createVirtualClock();
    const fleet: SimFleet = {
      id: asFleetId('storefront'),
      name: 'storefront',
      floor: 4,
      generations: [],
      split: { revision: 0, weights: [], changedAtMs: 0 },
      previous: null,
      rollout: null,
      leaseEndsAtMs: 0,
      nextBlock: 0,
      requestsPerSecond: 400,
    };
    const healthy = { healthyAfterMs: 0, exitsAfterMs: null };
    for (const number of [1, 2]) {
      const image = asImageId(`sha256:${String(number).repeat(64)}`);
      const answers = { ...usualAnswers, text: `v${number}` };
      addGeneration(fleet, { number, image, recipe: aRecipe, size: 4 }, 0, () => healthy, answers);
    }
    const world = new SimWorld(clock, [fleet], () => healthy);
    const weights = [
      { generation: v1, weight: 100 },
      { generation: v2, weight: 0 },
    ];
    world.setSplit(fleet.id, weights, null);
    // Its time goes on by itself, as the time of the other yards does.
    const pump = setInterval(() => {
      const untilMs = clock.monotonicMs() + 10;
      clock.at(untilMs, () => undefined);
      while (clock.step(untilMs));
    }, 1);
    return Promise.resolve({
      openYard: () =>
        createSimYard({
          ...{ world, clock, random: createRandom(1), faults: noFaults, session: 1 },
          log: () => undefined,
          isRecorded: () => true,
        }),
      // No connection stands between: what was sent is answered all the same.
      drop: () => undefined,
      secondPage: 'v2',
      close: () => {
        clearInterval(pump);
        return Promise.resolve();
      },
    });
  });
});
