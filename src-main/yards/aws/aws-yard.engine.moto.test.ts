/** The real engine on the lab: cut over, verified by real responses; reverted, verified; nothing lost. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../e2e/aws-lab/lab.ts';
import type { MadeFleet } from '../../../e2e/aws-lab/made-by-hand.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { roughDuration } from '../../../src-shared/wording.ts';
import { called, good, onlyFleet, panelKeys } from './aws-yard.fixture.ts';
import { openLabEngine, sendTraffic, type LabEngine } from './engine-on-lab.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

describeWithMoto('the engine on an AWS yard', () => {
  let lab: Lab;
  let engines: LabEngine[] = [];
  let folders: string[] = [];
  beforeAll(async () => {
    lab = await openLab({ propagationMs: 300 });
  }, 60_000);
  afterAll(() => lab.close());
  beforeEach(() => lab.reset(), 30_000);
  afterEach(async () => {
    for (const engine of engines) await engine.close();
    engines = [];
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
    folders = [];
  });

  const open = async (
    limits: Parameters<typeof openLabEngine>[1] = {},
    folder?: string,
  ): Promise<LabEngine> => {
    const engine = await openLabEngine(lab, limits, folder);
    engines.push(engine);
    return engine;
  };
  const served = async (wish: Parameters<Lab['makeFleet']>[0]): Promise<MadeFleet> => {
    const made = await lab.makeFleet(wish);
    for (const { groupArn, name } of made.generations) {
      await lab.dataPlane.serve(groupArn, name.replace('storefront-', ''), 2);
    }
    return made;
  };
  const states = (fleet: Fleet, name: string): readonly string[] =>
    fleet.generations
      .filter(({ id }) => id === called(fleet, name))
      .flatMap(({ blocks }) => blocks.map(({ state }) => state.kind));
  /** Healthy is what was seen several times over some seconds. */
  const untilHealthy = async ({ yard }: LabEngine, ...names: string[]): Promise<void> => {
    const see = async (): Promise<readonly string[]> => {
      const fleet = await onlyFleet(yard);
      return [...new Set(names.flatMap((name) => states(fleet, name)))];
    };
    await expect.poll(see, { timeout: 60_000, interval: 500 }).toEqual(['healthy']);
  };
  /** Writes to load balancers by the product since. */
  const modified = (sinceMs: number): readonly string[] =>
    lab.calls
      .mutations({ caller: panelKeys.accessKeyId, sinceMs })
      .map(({ action }) => action)
      .filter((action) => action.startsWith('Modify'))
      .sort();
  const weightsIn = async (made: MadeFleet): Promise<string> =>
    lab.cli('elbv2', 'describe-listeners', '--listener-arns', made.listenerArn);

  it('cuts over and reverts under load: verified each time, no request lost', async () => {
    const made = await served({ routes: 'default' });
    const engine = await open();
    const { yard } = engine;
    const traffic = sendTraffic(lab.dataPlane.addressOf(made.loadBalancerArn), 10);
    try {
      const first = await onlyFleet(yard);
      const [v1, v2] = [called(first, 'storefront-v001'), called(first, 'storefront-v002')];
      await untilHealthy(engine, 'storefront-v001', 'storefront-v002');
      const sinceMs = lab.nowMs();
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
    lab.health.settling = { kind: 'ms', ms: 4000 };
    const engine = await open();
    const { yard } = engine;
    const traffic = sendTraffic(lab.dataPlane.addressOf(made.loadBalancerArn), 10);
    try {
      await untilHealthy(engine, 'storefront-v001');
      const first = await onlyFleet(yard);
      const [v1, v2] = [called(first, 'storefront-v001'), called(first, 'storefront-v002')];
      expect(first.entry.rules).toHaveLength(2);
      expect(states(first, 'storefront-v002')).toEqual(['unused', 'unused']);
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
      const sinceMs = lab.nowMs();
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
        /0 of 2 blocks of v002 are healthy \(.* is still starting: .*\); waiting for all of them, at most about 9 min/u,
      );
      const switched = await onlyFleet(yard);
      expect([switched.previous, switched.rollout]).toEqual([v1, null]);
      const againMs = lab.nowMs();
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
    lab.faults.add({ effect: { kind: 'slow', ms: 250 } });
    const begunMs = lab.nowMs();
    const fleet = await onlyFleet(engine.yard);
    expect(lab.nowMs() - begunMs).toBeGreaterThan(500);
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
      lab.faults.add({ effect: { kind }, on: { action: 'ModifyRule', caller }, times: 1 });
      const to = called(fleet, 'storefront-v002');
      const wish = { kind: 'cut-over', to, expectedRevision: fleet.split.revision } as const;
      const sinceMs = lab.nowMs();
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

  it('switches nothing when what it attached does not become healthy', async () => {
    const made = await served({ attachesIdle: false, routes: 'default' });
    const [, idle] = made.generations;
    for (const id of idle?.instanceIds ?? []) lab.health.set(id, 'failed-checks');
    // The shortest that AWS allows: three times that is what the engine waits.
    const group = idle?.groupArn ?? '';
    await lab.cli('elbv2', 'modify-target-group', '--target-group-arn', group, '--health-check-interval-seconds', '5', '--health-check-timeout-seconds', '2', '--healthy-threshold-count', '2'); // prettier-ignore
    const engine = await open({ healthyMs: 1000 });
    await untilHealthy(engine, 'storefront-v001');
    const fleet = await onlyFleet(engine.yard);
    const v2 = called(fleet, 'storefront-v002');
    const sinceMs = lab.nowMs();
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
    for (const id of idle) lab.health.set(id, 'initial-checking');
    const engine = await open();
    await untilHealthy(engine, 'storefront-v001');
    const fleet = await onlyFleet(engine.yard);
    const to = called(fleet, 'storefront-v002');
    const sinceMs = lab.nowMs();
    const wish = { kind: 'cut-over', to, expectedRevision: fleet.split.revision } as const;
    const rollout = await engine.begin(wish);
    await expect
      .poll(() => engine.waits().join(), { timeout: 20_000 })
      .toContain('waiting for all of them');
    lab.faults.add({ effect: { kind: 'expired' }, on: { caller: panelKeys.accessKeyId } });
    await expect
      .poll(() => engine.rollouts.progress().map(({ waitingBecause }) => waitingBecause).join(), { timeout: 20_000 })
      .toContain('signed out: sign in to go on'); // prettier-ignore
    for (const id of idle) lab.health.unset(id);
    await new Promise((resolve) => setTimeout(resolve, 17_000));
    expect(engine.rollouts.outcomes()).toEqual([]);
    expect(modified(sinceMs)).toHaveLength(1);
    lab.faults.clear();
    expect(await engine.outcomeOf(rollout)).toMatchObject({ kind: 'verified' });
    expect(modified(sinceMs)).toEqual(['ModifyListener', 'ModifyListener']);
  }, 180_000);

  it('is overtaken by a revert while it waits, and goes no further', async () => {
    const made = await served({ attachesIdle: false, routes: 'default' });
    for (const id of made.generations[1]?.instanceIds ?? []) {
      lab.health.set(id, 'initial-checking');
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
    const sinceMs = lab.nowMs();
    for (const id of made.generations[1]?.instanceIds ?? []) lab.health.unset(id);
    await untilHealthy(engine, 'storefront-v002');
    expect(modified(sinceMs)).toEqual([]);
    expect(await weightsIn(made)).toMatch(/storefront-v002[^}]*"Weight": 0/u);
  }, 180_000);

  it.each(['with its record', 'without any record'])(
    'goes on %s after a panel ended in the wait: attached once, switched once',
    async (how) => {
      const made = await served({ attachesIdle: false, routes: 'default' });
      const idle = made.generations[1]?.instanceIds ?? [];
      for (const id of idle) lab.health.set(id, 'initial-checking');
      const folder = await mkdtemp(join(tmpdir(), 'by-aws-resume-'));
      folders.push(folder);
      const first = await open({}, folder);
      await untilHealthy(first, 'storefront-v001');
      const fleet = await onlyFleet(first.yard);
      const v2 = called(fleet, 'storefront-v002');
      const sinceMs = lab.nowMs();
      const wish = { kind: 'cut-over', to: v2, expectedRevision: fleet.split.revision } as const;
      const rollout = await first.begin(wish);
      await expect.poll(() => modified(sinceMs), { timeout: 20_000 }).toHaveLength(1);
      await expect
        .poll(() => first.waits().join(), { timeout: 20_000 })
        .toContain('waiting for all of them');
      await first.close();
      engines = [];
      // A panel that never saw it has no memory of what the rules were: what they are has to tell.
      const second = await (how === 'with its record' ? open({}, folder) : open());
      await second.rollouts.resume();
      await expect
        .poll(() => second.waits().join(), { timeout: 20_000 })
        .toContain('waiting for all of them');
      expect(modified(sinceMs)).toHaveLength(1);
      for (const id of idle) lab.health.unset(id);
      expect(await second.outcomeOf(rollout)).toMatchObject({ kind: 'verified' });
      expect(modified(sinceMs)).toEqual(['ModifyListener', 'ModifyListener']);
    },
    120_000,
  );
});
