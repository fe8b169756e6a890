/** A wait of the engine on the lab that a revert or the end of its panel comes into. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { called, onlyFleet } from './aws-yard.fixture.ts';
import { engineScene } from './engine-scene.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

describeWithMoto('the engine interrupted on an AWS yard', () => {
  const { lab, open, forget, folders, served, untilHealthy, modified, weightsIn } = engineScene();

  it('is overtaken by a revert while it waits, and goes no further', async () => {
    const made = await served({ attachesIdle: false, routes: 'default' });
    for (const id of made.generations[1]?.instanceIds ?? []) {
      lab().health.set(id, 'initial-checking');
    }
    const engine = await open();
    await untilHealthy(engine, 'storefront-v001');
    const fleet = await onlyFleet(engine.yard);
    const [v1, v2] = [called(fleet, 'storefront-v001'), called(fleet, 'storefront-v002')];
    const wish = { kind: 'cut-over', to: v2, expectedRevision: fleet.split.revision } as const;
    const attaching = await engine.begin(wish);
    await expect
      .poll(() => engine.waits().join(), { timeout: 20_000 })
      .toContain('waiting for all of them');
    const back = engine.outcomeOf(await engine.begin({ kind: 'revert', to: v1 }));
    expect(await engine.outcomeOf(attaching)).toMatchObject({ kind: 'overtaken' });
    expect(await back).toMatchObject({ kind: 'verified' });
    const sinceMs = lab().nowMs();
    for (const id of made.generations[1]?.instanceIds ?? []) lab().health.unset(id);
    await untilHealthy(engine, 'storefront-v002');
    expect(modified(sinceMs)).toEqual([]);
    expect(await weightsIn(made)).toMatch(/storefront-v002[^}]*"Weight": 0/u);
  }, 180_000);

  it.each(['with its record', 'without any record'])(
    'goes on %s after a panel ended in the wait: attached once, switched once',
    async (how) => {
      const made = await served({ attachesIdle: false, routes: 'default' });
      const idle = made.generations[1]?.instanceIds ?? [];
      for (const id of idle) lab().health.set(id, 'initial-checking');
      const folder = await mkdtemp(join(tmpdir(), 'by-aws-resume-'));
      folders.push(folder);
      const first = await open({}, folder);
      await untilHealthy(first, 'storefront-v001');
      const fleet = await onlyFleet(first.yard);
      const v2 = called(fleet, 'storefront-v002');
      const sinceMs = lab().nowMs();
      const wish = { kind: 'cut-over', to: v2, expectedRevision: fleet.split.revision } as const;
      const rollout = await first.begin(wish);
      await expect.poll(() => modified(sinceMs), { timeout: 20_000 }).toHaveLength(1);
      await expect
        .poll(() => first.waits().join(), { timeout: 20_000 })
        .toContain('waiting for all of them');
      await first.close();
      forget();
      // A panel that never saw it has no memory of what the rules were: what they are has to tell.
      const second = await (how === 'with its record' ? open({}, folder) : open());
      await second.rollouts.resume();
      await expect
        .poll(() => second.waits().join(), { timeout: 20_000 })
        .toContain('waiting for all of them');
      expect(modified(sinceMs)).toHaveLength(1);
      for (const id of idle) lab().health.unset(id);
      expect(await second.outcomeOf(rollout)).toMatchObject({ kind: 'verified' });
      expect(modified(sinceMs)).toEqual(['ModifyListener', 'ModifyListener']);
    },
    120_000,
  );
});
