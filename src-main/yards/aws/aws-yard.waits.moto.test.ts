/** What the engine waits for on the lab: health that does not come, and a sign-in. */
import { expect, it } from 'vitest';
import { called, onlyFleet, panelKeys } from './aws-yard.fixture.ts';
import { engineScene } from './engine-scene.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

describeWithMoto('the engine that waits on an AWS yard', () => {
  const { lab, open, served, untilHealthy, modified, weightsIn } = engineScene();

  it('switches nothing when what it attached does not become healthy', async () => {
    const made = await served({ attachesIdle: false, routes: 'default' });
    const [, idle] = made.generations;
    for (const id of idle?.instanceIds ?? []) lab().health.set(id, 'failed-checks');
    // The shortest that AWS allows: three times that is what the engine waits.
    const group = idle?.groupArn ?? '';
    await lab().cli('elbv2', 'modify-target-group', '--target-group-arn', group, '--health-check-interval-seconds', '5', '--health-check-timeout-seconds', '2', '--healthy-threshold-count', '2'); // prettier-ignore
    const engine = await open({ healthyMs: 1000 });
    await untilHealthy(engine, 'storefront-v001');
    const fleet = await onlyFleet(engine.yard);
    const v2 = called(fleet, 'storefront-v002');
    const sinceMs = lab().nowMs();
    const wish = { kind: 'cut-over', to: v2, expectedRevision: fleet.split.revision } as const;
    const over = await engine.outcomeOf(await engine.begin(wish));
    expect(over.kind).toBe('stopped');
    expect(over.text).toMatch(
      /^v002 is not healthy after about \d+ s: 0 of 2 blocks of v002 are healthy; the floor is 2\. .* It stays attached at weight 0\. The traffic goes to: v001 100 %\.$/u,
    );
    // Three times 7 s of a check, twice in a row; and it looks every 3 s.
    const waitedS = Number(/about (\d+) s/u.exec(over.text)?.[1]);
    expect(waitedS).toBeGreaterThanOrEqual(42);
    expect(waitedS).toBeLessThan(55);
    expect(modified(sinceMs)).toEqual(['ModifyListener']);
    expect(await weightsIn(made)).toMatch(/storefront-v002[^}]*"Weight": 0/u);
    expect((await onlyFleet(engine.yard)).rollout).toBeNull();
  }, 180_000);

  it('parks when the credentials end in its wait, beyond its lease, and goes on after a sign-in', async () => {
    const made = await served({ attachesIdle: false, routes: 'default' });
    const idle = made.generations[1]?.instanceIds ?? [];
    for (const id of idle) lab().health.set(id, 'initial-checking');
    const engine = await open();
    await untilHealthy(engine, 'storefront-v001');
    const fleet = await onlyFleet(engine.yard);
    const to = called(fleet, 'storefront-v002');
    const sinceMs = lab().nowMs();
    const wish = { kind: 'cut-over', to, expectedRevision: fleet.split.revision } as const;
    const rollout = await engine.begin(wish);
    await expect
      .poll(() => engine.waits().join(), { timeout: 20_000 })
      .toContain('waiting for all of them');
    lab().faults.add({ effect: { kind: 'expired' }, on: { caller: panelKeys.accessKeyId } });
    await expect
      .poll(() => engine.rollouts.progress().map(({ waitingBecause }) => waitingBecause).join(), { timeout: 20_000 })
      .toContain('signed out: sign in to go on'); // prettier-ignore
    for (const id of idle) lab().health.unset(id);
    await new Promise((resolve) => setTimeout(resolve, 17_000));
    expect(engine.rollouts.outcomes()).toEqual([]);
    expect(modified(sinceMs)).toHaveLength(1);
    lab().faults.clear();
    expect(await engine.outcomeOf(rollout)).toMatchObject({ kind: 'verified' });
    expect(modified(sinceMs)).toEqual(['ModifyListener', 'ModifyListener']);
  }, 180_000);
});
