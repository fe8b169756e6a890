/** A look that was on its way while the computer slept is as old as the sleep. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { openPanelBench } from './panel-bench.fixture.ts';
import { fleetId, openSimBench } from './simulation/sim-bench.fixture.ts';

it('sends no cutover on a look from before a sleep', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-sleep-'));
  const happened: string[] = [];
  let isClaimed = false;
  const bench = openSimBench({
    serving: v1,
    previous: null,
    change: (yard) => ({
      ...yard,
      // Slow enough that the press's own look cannot be acted on.
      claim: async (order) => {
        await bench.clock.delay(600);
        isClaimed = true;
        return yard.claim(order);
      },
      observe: async () => {
        const look = await yard.observe();
        const isFirst = isClaimed && happened.length === 0;
        // Monotonic time stands still meanwhile.
        if (isFirst) bench.clock.setWallBy(3000);
        if (isClaimed) happened.push(isFirst ? 'looked and slept' : 'looked');
        return look;
      },
      route: (order) => {
        happened.push('sent');
        return yard.route(order);
      },
    }),
  });
  const { rollouts } = await openPanelBench(bench, folder);
  void rollouts.begin(
    fleetId,
    { kind: 'cut-over', to: v2, expectedRevision: 1 },
    bench.clock.now(),
  );
  await bench.pass(3000);
  expect(happened.slice(0, 3)).toEqual(['looked and slept', 'looked', 'sent']);
  void rollouts.stop();
  await bench.pass(60_000);
  await rm(folder, { recursive: true, force: true });
});
