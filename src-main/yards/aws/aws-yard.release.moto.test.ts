/** Releases as one act on the lab, under load: proven through a rule of ours, moved by shares, taken back. */
import { expect, it } from 'vitest';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { asImageId, asRolloutId, type GenerationId } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import { usualTerms } from '../../../src-shared/release.ts';
import type { ReleaseTerms } from '../../../src-shared/release-schema.ts';
import { canaryActions, testHeader, testValue } from './discover/test-rule.ts';
import { testConditions } from './discover/test-place.ts';
import { called, good, labMarker, onlyFleet, openLabYard, panelKeys } from './aws-yard.fixture.ts';
import { openLabEngine, sendTraffic, type LabEngine } from './engine-on-lab.fixture.ts';
import { engineScene } from './engine-scene.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

const waits = { timeout: 30_000, interval: 100 };
const quick = { slowPauseMs: 200, undoMs: 500, verifyMs: 8000 };
const steps = [
  { percent: 10, pauseMs: 500 },
  { percent: 50, pauseMs: 500 },
];
const terms: ReleaseTerms = {
  ...usualTerms,
  checks: { path: '/version', status: 200, text: null, withinMs: 3000, inARow: 3 },
  waitsForPress: false,
  steps,
  bakeMs: 1500,
};

describeWithMoto('a release on an AWS yard', () => {
  const { lab, open, served, untilHealthy, forget } = engineScene();

  const releaseOf = (fleet: Fleet, generation: GenerationId, more: Partial<ReleaseTerms> = {}) =>
    ({
      kind: 'release',
      source: { kind: 'generation', generation },
      expectedRevision: fleet.split.revision,
      terms: { ...terms, ...more },
    }) satisfies Wish;

  const shareOf = async (engine: LabEngine, name: string): Promise<number> => {
    const { split, generations } = await onlyFleet(engine.yard);
    const id = generations.find((one) => one.id.startsWith(`${name}/`))?.id;
    return split.weights.find(({ generation }) => generation === id)?.weight ?? 0;
  };

  it('launches, proves through a rule that it makes and removes, moves by shares: nothing lost, the way back right all the while', async () => {
    const made = await served({ routes: 'both', generations: ['v001', 'v002'] });
    const engine = await open(quick);
    const other = openLabYard(lab(), { marker: labMarker });
    const traffic = sendTraffic(lab().dataPlane.addressOf(made.loadBalancerArn), 10);
    const seen = new Map<number, GenerationId | null>();
    try {
      await untilHealthy(engine, 'storefront-v001');
      const fleet = await onlyFleet(engine.yard);
      const v1 = called(fleet, 'storefront-v001');
      const image = asImageId(fleet.generations.find(({ id }) => id !== v1)?.image ?? '');
      const wish: Wish = {
        kind: 'release',
        source: { kind: 'image', image, size: 2 },
        expectedRevision: fleet.split.revision,
        terms: { ...terms, steps: steps.map((step) => ({ ...step, pauseMs: 2500 })) },
      };
      const rollout = await engine.begin(wish);
      await expect
        .poll(async () => (await onlyFleet(engine.yard)).generations.length, { timeout: 30_000 })
        .toBe(3);
      const v3 = called(await onlyFleet(engine.yard), 'storefront-v003');
      await lab().dataPlane.serve(arnOf(v3), 'v003', 2);
      const watch = setInterval(() => {
        void other.observe().then((look) => {
          const now = look.ok ? look.value.fleets[0] : undefined;
          const weight = now?.split.weights.find(({ generation }) => generation === v3)?.weight;
          if (now !== undefined && weight !== undefined) seen.set(weight, now.previous);
        });
      }, 500);
      const end = await engine.outcomeOf(rollout);
      clearInterval(watch);
      expect(end, end.text).toMatchObject({ kind: 'verified' });
      // From the first share on, in a panel that has nothing to do with it.
      expect([seen.get(10), seen.get(50), seen.get(100)]).toEqual([v1, v1, v1]);
      expect((await onlyFleet(other)).previous).toBe(v1);
      expect((await onlyFleet(other)).rollout).toBeNull();
    } finally {
      await traffic.stop();
      other.close();
    }
    const { sent, answered, lost, versions } = traffic.tally;
    expect([lost, answered]).toEqual([0, sent]);
    expect(versions.get('v003')).toBeGreaterThan(20);
    const done = lab().calls.mutations({ caller: panelKeys.accessKeyId });
    const count = (name: string): number => done.filter(({ action }) => action === name).length;
    expect([count('CreateRule'), count('DeleteRule')]).toEqual([1, 1]);
    expect(count('RunInstances')).toBeLessThanOrEqual(2);
  }, 120_000);

  it('goes back from each share by one press, removes what an earlier proof has left, and stops with the difference that others make', async () => {
    const made = await served({ routes: 'both', generations: ['v001', 'v002'] });
    await leaveTestRule(made.listenerArn);
    const engine = await open(quick);
    await untilHealthy(engine, 'storefront-v001', 'storefront-v002');
    const before = await onlyFleet(engine.yard);
    expect(before.entry.notes.join(' ')).toContain('left over');
    const [v1, v2] = [called(before, 'storefront-v001'), called(before, 'storefront-v002')];
    const held = steps.map((step) => ({ ...step, pauseMs: null }));
    const traffic = sendTraffic(lab().dataPlane.addressOf(made.loadBalancerArn), 10);
    try {
      for (const at of [0, 1, 2]) {
        const wish = releaseOf(await onlyFleet(engine.yard), v2, { steps: held, bakeMs: 60_000 });
        const rollout = await engine.begin(wish);
        for (let place = 1; place <= at; place += 1) {
          await expect
            .poll(() => shareOf(engine, 'storefront-v002'), waits)
            .toBe(steps[place - 1]?.percent);
          const fleet = before.id;
          const change = { kind: 'pass', place } as const;
          good(await engine.yard.control({ fleet, rollout, change, by: 'ann' }));
        }
        await expect
          .poll(() => shareOf(engine, 'storefront-v002'), waits)
          .toBe(steps[at]?.percent ?? 100);
        expect((await onlyFleet(engine.yard)).previous).toBe(v1);
        const back = await engine.outcomeOf(await engine.begin({ kind: 'revert', to: v1 }));
        expect(back, back.text).toMatchObject({ kind: 'verified' });
        expect(await engine.outcomeOf(rollout)).toMatchObject({ kind: 'overtaken' });
        expect(await shareOf(engine, 'storefront-v002')).toBe(0);
      }
    } finally {
      await traffic.stop();
    }
    const { sent, answered, lost } = traffic.tally;
    expect([lost, answered]).toEqual([0, sent]);
    const after = await onlyFleet(engine.yard);
    expect([after.previous, after.rollout]).toEqual([null, null]);
    expect(after.entry.notes.join(' ')).not.toContain('left over');
    expect(await rulesWithHeader(made.listenerArn)).toBe(0);

    // Somebody else moves the traffic in the middle of one more: it stops, and says what is different.
    const last = await engine.begin(releaseOf(after, v2, { steps: held }));
    await expect.poll(() => shareOf(engine, 'storefront-v002'), waits).toBe(10);
    const TargetGroups = made.generations.map(({ groupArn }, at) => ({
      TargetGroupArn: groupArn,
      Weight: [70, 30][at],
    }));
    const actions = [{ Type: 'forward', ForwardConfig: { TargetGroups } }];
    await lab().cli('elbv2', 'modify-listener', '--listener-arn', made.listenerArn, '--default-actions', JSON.stringify(actions)); // prettier-ignore
    const end = await engine.outcomeOf(last);
    expect(end, end.text).toMatchObject({ kind: 'overtaken' });
    expect(end.text).toMatch(/The weight of .* in the default action of .* was 10 and is 30/u);
  }, 180_000);

  it('gives no traffic to what does not prove itself, and goes on after a panel that died, back from a bad bake', async () => {
    const made = await served({ routes: 'both', generations: ['v001', 'v002'] });
    const first = await open(quick);
    await untilHealthy(first, 'storefront-v001', 'storefront-v002');
    const fleet = await onlyFleet(first.yard);
    const [v1, v2] = [called(fleet, 'storefront-v001'), called(fleet, 'storefront-v002')];
    const bad = { ...terms.checks, text: 'what no page holds', withinMs: 200, inARow: 1 };
    const unproved = await first.begin(releaseOf(fleet, v2, { checks: bad }));
    const failed = await first.outcomeOf(unproved);
    expect(failed, failed.text).toMatchObject({ kind: 'failed' });
    expect(failed.text).toContain('did not prove itself');
    const toClients = lab().dataPlane.answers.filter(
      ({ version, requestId }) => version === 'v002' && requestId !== '',
    );
    expect([toClients.length, await rulesWithHeader(made.listenerArn)]).toEqual([0, 0]);
    expect(await shareOf(first, 'storefront-v002')).toBe(0);

    const held = [{ percent: 50, pauseMs: null }];
    const rollout = await first.begin(
      releaseOf(await onlyFleet(first.yard), v2, { steps: held, bakeMs: 60_000 }),
    );
    await expect.poll(() => shareOf(first, 'storefront-v002'), waits).toBe(50);
    await first.close();
    forget();
    const second = await open(quick);
    expect((await onlyFleet(second.yard)).previous).toBe(v1);
    await second.rollouts.resume();
    const change = { kind: 'pass', place: 1 } as const;
    good(await second.yard.control({ fleet: fleet.id, rollout, change, by: 'bob' }));
    await expect.poll(() => shareOf(second, 'storefront-v002'), waits).toBe(100);
    for (const id of made.generations[1]?.instanceIds ?? []) lab().health.set(id, 'failed-checks');
    const back = await second.outcomeOf(rollout);
    expect(back, back.text).toMatchObject({ kind: 'failed' });
    expect(back.text).toContain('The traffic was taken back');
    const after = await onlyFleet(second.yard);
    expect(await shareOf(second, 'storefront-v002')).toBe(0);
    expect([after.rollout, after.previous]).toEqual([null, null]);
  }, 240_000);

  it('proves through a rule of the operator, which it waits for and never writes', async () => {
    const made = await served({ routes: 'default', generations: ['v001', 'v002'] });
    const [old, fresh] = made.generations.map(({ groupArn }) => groupArn);
    const name = 'X-Stage';
    const value = 'next';
    const conditions = [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: name, Values: [value] } }]; // prettier-ignore
    const leadingTo = (arn = '') =>
      JSON.stringify([{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: arn, Weight: 1 }] } }]); // prettier-ignore
    const said = await lab().cli('elbv2', 'create-rule', '--listener-arn', made.listenerArn, '--priority', '4', '--conditions', JSON.stringify(conditions), '--actions', leadingTo(old)); // prettier-ignore
    const rule = /arn:[^"\s]+listener-rule[^"\s]+/u.exec(said)?.[0] ?? '';
    const before = await fleetAt(made.listenerArn);
    const tests = [{ fleet: before, test: { kind: 'header', name, value } as const }];
    const engine = await openLabEngine(lab(), quick, undefined, { marker: labMarker, tests });
    try {
      await untilHealthy(engine, 'storefront-v001', 'storefront-v002');
      const fleet = await onlyFleet(engine.yard);
      const [v1, v2] = [called(fleet, 'storefront-v001'), called(fleet, 'storefront-v002')];
      expect(fleet.id).toBe(before);
      expect(fleet.entry).toMatchObject({ proof: { kind: 'declared' } });
      expect(fleet.entry.notes.join(' ')).toContain(
        'no part of its entry; it leads to storefront-v001',
      );
      const rollout = await engine.begin(releaseOf(fleet, v2, { steps: [] }));
      await expect
        .poll(() => engine.waits().join(' '), waits)
        .toContain('leads to storefront-v001: turn it to storefront-v002');
      expect(await shareOf(engine, 'storefront-v002')).toBe(0);
      await lab().cli('elbv2', 'modify-rule', '--rule-arn', rule, '--actions', leadingTo(fresh));
      const end = await engine.outcomeOf(rollout);
      expect(end, end.text).toMatchObject({ kind: 'verified' });
      const back = await engine.outcomeOf(await engine.begin({ kind: 'revert', to: v1 }));
      expect(back, back.text).toMatchObject({ kind: 'verified' });
    } finally {
      await engine.close();
    }
    const done = lab().calls.mutations({ caller: panelKeys.accessKeyId });
    const onRules = done.filter(({ action }) => /Rule$/u.test(action));
    expect(onRules).toEqual([]);
    const now = await lab().cli('elbv2', 'describe-rules', '--rule-arns', rule);
    expect([now.includes(fresh ?? '-'), now.includes(old ?? '-')]).toEqual([true, false]);
  }, 120_000);

  it('turns a rule of the operator for the proof alone, and puts back to the letter what it was, also after a panel that died', async () => {
    const made = await served({ routes: 'default', generations: ['v001', 'v002'] });
    const [old, fresh] = made.generations.map(({ groupArn }) => groupArn);
    const rule = await ruleOfTheirs(made.listenerArn, old);
    const fleetId = await fleetAt(made.listenerArn);
    const tests = [{ fleet: fleetId, test: { ...theirs, turns: true as const } }];
    const wishes = { marker: labMarker, tests };
    const first = await openLabEngine(lab(), quick, undefined, wishes);
    const actionsNow = async (): Promise<unknown> => {
      const said = await lab().cli('elbv2', 'describe-rules', '--rule-arns', rule);
      return (JSON.parse(said) as { Rules: { Actions: unknown }[] }).Rules[0]?.Actions;
    };
    const before = await actionsNow();
    const leadsTo = async (arn = '-') => JSON.stringify(await actionsNow()).includes(arn);
    const traffic = sendTraffic(lab().dataPlane.addressOf(made.loadBalancerArn), 20);
    try {
      await untilHealthy(first, 'storefront-v001', 'storefront-v002');
      const fleet = await onlyFleet(first.yard);
      const [v1, v2] = [called(fleet, 'storefront-v001'), called(fleet, 'storefront-v002')];
      expect(fleet.entry).toMatchObject({ proof: { kind: 'declared', turnedBy: 'ModifyRule' } });
      // The answer to the first turn is lost: it is looked for, and nothing is turned twice over.
      lab().faults.add({
        effect: { kind: 'lost-reply' },
        on: { action: 'ModifyRule', caller: panelKeys.accessKeyId },
        times: 1,
      });
      const held = [{ percent: 50, pauseMs: null }];
      const never = { ...terms.checks, text: 'what no page holds', withinMs: 3000 };
      const rollout = await first.begin(releaseOf(fleet, v2, { steps: held, checks: never }));
      await expect.poll(() => leadsTo(fresh), waits).toBe(true);
      expect(await shareOf(first, 'storefront-v002')).toBe(0);
      // It dies in the middle of the proof: what it was stands in the account.
      await first.close();
      const second = await openLabEngine(lab(), quick, undefined, { marker: labMarker });
      try {
        expect((await onlyFleet(second.yard)).rollout?.id).toBe(rollout);
        const back = await second.outcomeOf(await second.begin({ kind: 'revert', to: v1 }));
        expect(back, back.text).toMatchObject({ kind: 'verified' });
        await expect.poll(actionsNow, waits).toEqual(before);
        await expect.poll(turnedLeft, waits).toBe(0);
      } finally {
        await second.close();
      }
      const third = await openLabEngine(lab(), quick, undefined, wishes);
      try {
        await untilHealthy(third, 'storefront-v002');
        const sinceMs = lab().nowMs();
        // A proof that passes is shorter than a question of the CLI: what was sent is looked at.
        const isTurned = (): boolean =>
          lab()
            .calls.mutations({ caller: panelKeys.accessKeyId, sinceMs })
            .some(({ action, params }) => action === 'ModifyRule' && Object.values(params).includes(fresh ?? '-')); // prettier-ignore
        const again = await third.begin(releaseOf(await onlyFleet(third.yard), v2, { steps: [] }));
        await expect.poll(isTurned, waits).toBe(true);
        const end = await third.outcomeOf(again);
        expect(end, end.text).toMatchObject({ kind: 'verified' });
        await expect.poll(actionsNow, waits).toEqual(before);
        await expect.poll(turnedLeft, waits).toBe(0);
      } finally {
        await third.close();
      }
    } finally {
      await traffic.stop();
    }
    const { sent, answered, lost } = traffic.tally;
    expect([lost, answered]).toEqual([0, sent]);
    // What clients meet was written by the switches alone: this rule is no part of it.
    const turns = lab().calls.mutations({ caller: panelKeys.accessKeyId }).filter(({ action }) => action === 'ModifyRule'); // prettier-ignore
    expect(turns.every(({ params }) => params['RuleArn'] === rule)).toBe(true);
  }, 240_000);

  const theirs = { kind: 'header', name: 'X-Stage', value: 'next' } as const;
  const ruleOfTheirs = async (listenerArn: string, arn = ''): Promise<string> => {
    const { name, value } = theirs;
    const conditions = [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: name, Values: [value] } }]; // prettier-ignore
    const actions = [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: arn, Weight: 1 }] } }]; // prettier-ignore
    const said = await lab().cli('elbv2', 'create-rule', '--listener-arn', listenerArn, '--priority', '4', '--conditions', JSON.stringify(conditions), '--actions', JSON.stringify(actions)); // prettier-ignore
    return /arn:[^"\s]+listener-rule[^"\s]+/u.exec(said)?.[0] ?? '';
  };

  const turnedLeft = async (): Promise<number> => {
    const said = await lab().cli('ssm', 'get-parameters-by-path', '--path', '/blockyard', '--recursive'); // prettier-ignore
    return said.split('/turned/').length - 1;
  };

  /** As a panel that died in a proof leaves it. */
  const leaveTestRule = async (listenerArn: string): Promise<void> => {
    const mark = { fleet: await fleetAt(listenerArn), rollout: asRolloutId('gone') };
    const conditions = testConditions(
      { host: null },
      testValue({ ...mark, secret: 'f'.repeat(32) }),
    );
    await lab().cli('elbv2', 'create-rule', '--listener-arn', listenerArn, '--priority', '3', '--conditions', JSON.stringify(conditions), '--actions', JSON.stringify(canaryActions('x')), '--tags', 'Key=blockyard:test,Value=proof'); // prettier-ignore
  };

  const fleetAt = async (listenerArn: string) => {
    const yard = openLabYard(lab());
    const { id } = await onlyFleet(yard);
    yard.close();
    expect(listenerArn).toContain(id.split('.')[1]);
    return id;
  };

  const rulesWithHeader = async (listenerArn: string): Promise<number> => {
    const said = await lab().cli('elbv2', 'describe-rules', '--listener-arn', listenerArn);
    return said.split(testHeader).length - 1;
  };

  function arnOf(generation: GenerationId): string {
    return `arn:aws:elasticloadbalancing:${lab().region}:123456789012:targetgroup/${generation}`;
  }
});
