/** The real engine on the lab: cut over, verified by real responses; reverted, verified; nothing lost. */
import { expect, it } from 'vitest';
import { roughDuration } from '../../../src-shared/wording.ts';
import { called, good, onlyFleet, panelKeys } from './aws-yard.fixture.ts';
import { sendTraffic } from './engine-on-lab.fixture.ts';
import { engineScene, statesIn } from './engine-scene.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

describeWithMoto('the engine on an AWS yard', () => {
  const { lab, open, served, untilHealthy, modified } = engineScene();

  it('cuts over and reverts under load: verified each time, no request lost', async () => {
    const made = await served({ routes: 'default' });
    const engine = await open();
    const { yard } = engine;
    const traffic = sendTraffic(lab().dataPlane.addressOf(made.loadBalancerArn), 10);
    try {
      const first = await onlyFleet(yard);
      const [v1, v2] = [called(first, 'storefront-v001'), called(first, 'storefront-v002')];
      await untilHealthy(engine, 'storefront-v001', 'storefront-v002');
      const sinceMs = lab().nowMs();
      const { revision } = first.split;
      const wish = { kind: 'cut-over', to: v2, expectedRevision: revision } as const;
      const over = await engine.outcomeOf(await engine.begin(wish));
      expect(over, over.text).toMatchObject({ kind: 'verified' });
      const switched = await onlyFleet(yard);
      expect([switched.previous, switched.rollout]).toEqual([v1, null]);
      // What the way back takes is what was measured here, and nothing before that.
      const measuredMs = over.firstResponseMs ?? NaN;
      const way = good(engine.rollouts.plan(first.id, { kind: 'revert', to: v1 }));
      expect(way.label).toBe(`Revert to v001 - ready, ${roughDuration(measuredMs)}`);
      const back = await engine.outcomeOf(await engine.begin({ kind: 'revert', to: v1 }));
      expect(back, back.text).toMatchObject({ kind: 'verified' });
      expect((await onlyFleet(yard)).previous).toBeNull();
      expect(modified(sinceMs)).toHaveLength(2);
    } finally {
      await traffic.stop();
    }
    const { sent, answered, lost, versions } = traffic.tally;
    expect(lost).toBe(0);
    expect(answered).toBe(sent);
    expect(sent).toBeGreaterThan(200);
    expect([...versions.keys()].sort()).toEqual(['v001', 'v002']);
  }, 180_000);

  it('attaches a group that no rule names, waits for its health and cuts over: two writes per rule, nothing lost', async () => {
    const made = await served({ attachesIdle: false });
    lab().health.settling = { kind: 'ms', ms: 4000 };
    const engine = await open();
    const { yard } = engine;
    const traffic = sendTraffic(lab().dataPlane.addressOf(made.loadBalancerArn), 10);
    try {
      await untilHealthy(engine, 'storefront-v001');
      const first = await onlyFleet(yard);
      const [v1, v2] = [called(first, 'storefront-v001'), called(first, 'storefront-v002')];
      expect(first.entry.rules).toHaveLength(2);
      expect(statesIn(first, 'storefront-v002')).toEqual(['unused', 'unused']);
      const wish = { kind: 'cut-over', to: v2, expectedRevision: first.split.revision } as const;
      const plan = good(engine.rollouts.plan(first.id, wish));
      expect(plan.refusedBecause).toBeNull();
      expect(plan.steps.map(({ title }) => title)).toEqual([
        'Look at v002 again',
        'Attach v002 at weight 0',
        'Wait until v002 is healthy',
        'Send 100 % of the traffic to v002',
        'See it happen',
      ]);
      const attachLines = plan.steps[1]?.command?.split('\n') ?? [];
      expect(attachLines).toHaveLength(2);
      expect(attachLines.join()).toMatch(/Weight.{1,3}0/u);
      const sinceMs = lab().nowMs();
      const over = await engine.outcomeOf(await engine.begin(wish));
      expect(over, over.text).toMatchObject({ kind: 'verified' });
      expect(modified(sinceMs)).toEqual([
        'ModifyListener',
        'ModifyListener',
        'ModifyRule',
        'ModifyRule',
      ]);
      // No time of the wait passes for the time that a switch takes.
      expect(over.firstResponseMs ?? 0).toBeLessThan(4000);
      expect(engine.waits().join('\n')).toMatch(
        /0 of 2 blocks of v002 are healthy \(.* is still starting: .*\); waiting for all of them, at most about 10 min/u,
      );
      const switched = await onlyFleet(yard);
      expect([switched.previous, switched.rollout]).toEqual([v1, null]);
      const againMs = lab().nowMs();
      const back = await engine.outcomeOf(await engine.begin({ kind: 'revert', to: v1 }));
      expect(back, back.text).toMatchObject({ kind: 'verified' });
      expect(modified(againMs)).toEqual(['ModifyListener', 'ModifyRule']);
    } finally {
      await traffic.stop();
    }
    const { sent, answered, lost, versions } = traffic.tally;
    expect(lost).toBe(0);
    expect(answered).toBe(sent);
    expect(sent).toBeGreaterThan(500);
    expect([...versions.keys()].sort()).toEqual(['v001', 'v002']);
  }, 180_000);

  it('cuts over in a region so far away that a look takes longer than half a second', async () => {
    await served({ routes: 'default' });
    const engine = await open();
    await untilHealthy(engine, 'storefront-v001', 'storefront-v002');
    lab().faults.add({ effect: { kind: 'slow', ms: 250 } });
    const begunMs = lab().nowMs();
    const fleet = await onlyFleet(engine.yard);
    expect(lab().nowMs() - begunMs).toBeGreaterThan(500);
    const to = called(fleet, 'storefront-v002');
    const wish = { kind: 'cut-over', to, expectedRevision: fleet.split.revision } as const;
    expect(await engine.outcomeOf(await engine.begin(wish))).toMatchObject({ kind: 'verified' });
  }, 120_000);

  it.each(['throttled', 'denied'] as const)(
    'tells its own half-made switch from a change by others: one rule of two is %s',
    async (kind) => {
      await served({});
      const engine = await open();
      await untilHealthy(engine, 'storefront-v001', 'storefront-v002');
      const fleet = await onlyFleet(engine.yard);
      const { accessKeyId: caller } = panelKeys;
      lab().faults.add({ effect: { kind }, on: { action: 'ModifyRule', caller }, times: 1 });
      const to = called(fleet, 'storefront-v002');
      const wish = { kind: 'cut-over', to, expectedRevision: fleet.split.revision } as const;
      const sinceMs = lab().nowMs();
      const end = await engine.outcomeOf(await engine.begin(wish));
      const both = ['ModifyListener', 'ModifyRule'];
      if (kind === 'throttled') {
        expect(end).toMatchObject({ kind: 'verified' });
        expect(modified(sinceMs)).toEqual([...both, 'ModifyRule']);
        return;
      }
      const denial = { action: 'elasticloadbalancing:ModifyRule' };
      expect(end).toMatchObject({ kind: 'failed', denial });
      expect(end.text).toMatch(/default action .* was switched.*rule 10 .* was not/u);
      expect(end.text).not.toContain('someone else');
      expect(modified(sinceMs)).toEqual(both);
      // What stands there half made has its way back.
      const from = called(fleet, 'storefront-v001');
      expect((await onlyFleet(engine.yard)).previous).toBe(from);
      const back = await engine.outcomeOf(await engine.begin({ kind: 'revert', to: from }));
      expect(back, back.text).toMatchObject({ kind: 'verified' });
      expect((await onlyFleet(engine.yard)).previous).toBeNull();
    },
    120_000,
  );
});
