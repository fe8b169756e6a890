/** Traffic writes against the lab: what is sent, how often, and what becomes of it when things go wrong. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../e2e/aws-lab/lab.ts';
import type { MadeFleet } from '../../../e2e/aws-lab/made-by-hand.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { asRolloutId, type GenerationId } from '../../../src-shared/ids.ts';
import type { Fault } from '../../../src-shared/result.ts';
import {
  called,
  good,
  onlyFleet,
  openLabYard,
  panelKeys,
  switchTo,
  type LabYard,
  type LabYardWishes,
} from './aws-yard.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

const caller = panelKeys.accessKeyId;
const owner = { name: 'Ann', host: 'desk', panel: 'panel-1' };

describeWithMoto('traffic writes', () => {
  let lab: Lab;
  let yards: LabYard[] = [];
  beforeAll(async () => {
    lab = await openLab();
  }, 60_000);
  afterAll(() => lab.close());
  beforeEach(() => lab.reset(), 30_000);
  afterEach(() => {
    for (const yard of yards) yard.close();
    yards = [];
  });

  interface Scene {
    readonly yard: LabYard;
    readonly made: MadeFleet;
    readonly fleet: Fleet;
    readonly v1: GenerationId;
    readonly v2: GenerationId;
  }
  async function scene(
    wish: Parameters<Lab['makeFleet']>[0] = {},
    wishes: LabYardWishes = {},
  ): Promise<Scene> {
    const made = await lab.makeFleet(wish);
    const yard = openLabYard(lab, wishes);
    yards.push(yard);
    const fleet = await onlyFleet(yard);
    return {
      yard,
      made,
      fleet,
      v1: called(fleet, 'storefront-v001'),
      v2: called(fleet, 'storefront-v002'),
    };
  }
  /** What the product has written to load balancers since, straight from the lab's log. */
  const writes = (sinceMs: number): readonly string[] =>
    lab.calls
      .mutations({ caller, sinceMs })
      .filter(({ service }) => service.startsWith('elasticloadbalancing'))
      .map(({ action }) => action)
      .sort();
  const claimFor = async ({ yard, fleet, v1, v2 }: Scene, rollout: string): Promise<void> => {
    const intent = {
      kind: 'cut-over',
      to: v2,
      from: v1,
      expectedRevision: fleet.split.revision,
    } as const;
    const order = {
      fleet: fleet.id,
      rollout: asRolloutId(rollout),
      intent,
      owner,
      leaseMs: 60_000,
      epoch: 1,
    };
    good(await yard.claim(order));
  };
  const serving = async (yard: LabYard): Promise<readonly string[]> =>
    (await onlyFleet(yard)).split.weights
      .filter(({ weight }) => weight > 0)
      .map(({ generation }) => generation);
  /** As somebody else with the CLI. */
  const setByCli = (made: MadeFleet, weights: readonly number[]): Promise<string> => {
    const groups = made.generations.map(({ groupArn }, at) => ({
      TargetGroupArn: groupArn,
      Weight: weights[at] ?? 0,
    }));
    const actions = JSON.stringify([{ Type: 'forward', ForwardConfig: { TargetGroups: groups } }]);
    return lab.cli(
      'elbv2',
      'modify-listener',
      '--listener-arn',
      made.listenerArn,
      '--default-actions',
      actions,
    );
  };

  it('denied one rule of two, it says which was written, what would allow the other, and reverts', async () => {
    const at = await scene();
    await claimFor(at, 'r1');
    lab.faults.add({ effect: { kind: 'denied' }, on: { action: 'ModifyRule' } });
    const order = switchTo(at.fleet, at.v2, false, 'r1');
    const denial = { action: 'elasticloadbalancing:ModifyRule' };
    const half = await at.yard.route(order);
    expect(half).toMatchObject({ fault: { code: 'unknown-outcome', denial } });
    expect(half.ok ? '' : half.fault.message).toMatch(/was switched.* was not: .* may not/u);
    // The same order again after a look: nothing is left but the denial, so it ends.
    const sinceMs = lab.nowMs();
    expect(await at.yard.route(order)).toMatchObject({ fault: { code: 'denied', denial } });
    expect(writes(sinceMs)).toEqual(['ModifyRule']);
    // The way back needs a write of the one rule that moved; the other one stands as it was.
    const back = switchTo(at.fleet, at.v1, true, 'r2');
    expect(await at.yard.route(back)).toMatchObject({ fault: { code: 'unknown-outcome', denial } });
    good(await at.yard.route(back));
    expect(await serving(at.yard)).toEqual([at.v1]);
  }, 60_000);

  it('half made and let go before anybody looked, its way back is known', async () => {
    const at = await scene();
    await claimFor(at, 'r1');
    lab.faults.add({ effect: { kind: 'denied' }, on: { action: 'ModifyRule' } });
    expect(await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1'))).toMatchObject({
      ok: false,
    });
    lab.faults.clear();
    good(await at.yard.finish(at.fleet.id, asRolloutId('r1'), 1));
    expect(await onlyFleet(at.yard)).toMatchObject({ previous: at.v1, rollout: null });
  }, 60_000);

  it('cuts over with one write per rule, default actions by ModifyListener, and reads it back', async () => {
    const at = await scene({ secondListenerPort: 18_099 });
    expect(at.fleet.entry.rules).toHaveLength(3);
    await claimFor(at, 'r1');
    const sinceMs = lab.nowMs();
    const receipt = good(await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1')));
    expect(writes(sinceMs)).toEqual(['ModifyListener', 'ModifyListener', 'ModifyRule']);
    const after = await onlyFleet(at.yard);
    expect(after.split.revision).toBe(receipt.revision);
    expect(receipt.revision).not.toBe(at.fleet.split.revision);
    expect(await serving(at.yard)).toEqual([at.v2]);
    // The same token again is answered, not performed.
    expect(good(await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1')))).toEqual(receipt);
    expect(writes(sinceMs)).toHaveLength(3);
  }, 60_000);

  it('reverts with exactly one mutating call per rule and nothing else before it', async () => {
    const at = await scene();
    await claimFor(at, 'r1');
    good(await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1')));
    await onlyFleet(at.yard);
    const [sinceMs, recorded] = [lab.nowMs(), (await lab.moto.recorded()).length];
    const receipt = good(await at.yard.route(switchTo(at.fleet, at.v1, true)));
    expect(receipt.overtook).toBe('r1');
    const calls = lab.calls.all.filter((call) => call.caller === caller && call.atMs >= sinceMs);
    const first = calls.filter(({ service }) => service.startsWith('elasticloadbalancing'));
    expect(first.map(({ action }) => action).sort()).toEqual(['ModifyListener', 'ModifyRule']);
    // moto's own record, the second witness.
    const motoWrites = (await lab.moto.recorded())
      .slice(recorded)
      .filter((one) => JSON.stringify(one).includes('Action=Modify'));
    expect(motoWrites).toHaveLength(2);
    expect(await serving(at.yard)).toEqual([at.v1]);
    // The claim that it ended goes in the background.
    await expect
      .poll(async () => (await onlyFleet(at.yard)).rollout, { timeout: 10_000 })
      .toBeNull();
  }, 60_000);

  it('stops before the write when the CLI changed a weight, and says what', async () => {
    const at = await scene();
    const since = () => at.yard.differenceSince(at.fleet.id, at.fleet.split.revision).join(' ');
    await claimFor(at, 'r1');
    expect(since()).toBe('');
    await setByCli(at.made, [90, 10]);
    const sinceMs = lab.nowMs();
    const answer = await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1'));
    expect(answer).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    expect(JSON.stringify(answer)).toMatch(
      /weight of v00[12] in the default action of storefront.* was/u,
    );
    expect(writes(sinceMs)).toEqual([]);
    // A revert goes all the same.
    good(await at.yard.route(switchTo(at.fleet, at.v2, true)));
    expect(await serving(at.yard)).toEqual([at.v2]);
    // What a plan says later of what it was made on.
    expect(since()).toMatch(/weight of v00[12] in the default action of storefront.* was/u);
  }, 60_000);

  it('keeps sign-in actions as they were, secret included', async () => {
    const at = await scene({ authenticates: true, routes: 'rule' });
    await claimFor(at, 'r1');
    const before = at.made.ruleArn;
    good(await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1')));
    const call = lab.calls.mutations({ caller }).find(({ action }) => action === 'ModifyRule');
    const sent = JSON.stringify(call?.params);
    expect(sent).toContain('UseExistingClientSecret":"true');
    expect(sent).toContain('login.example.com');
    const rules = await lab.cli('elbv2', 'describe-rules', '--rule-arns', before ?? '');
    expect(rules).toContain('authenticate-oidc');
    expect(await serving(at.yard)).toEqual([at.v2]);
  }, 60_000);

  it('finds out what a lost reply hid, and writes nothing twice', async () => {
    const at = await scene();
    await claimFor(at, 'r1');
    lab.faults.add({
      effect: { kind: 'lost-reply' },
      on: { action: 'ModifyRule', caller },
      times: 1,
    });
    const sinceMs = lab.nowMs();
    good(await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1')));
    expect(writes(sinceMs)).toEqual(['ModifyListener', 'ModifyRule']);
    // A revert whose answer was lost looks before it is sent again.
    lab.faults.add({
      effect: { kind: 'lost-reply' },
      on: { action: 'ModifyRule', caller },
      times: 1,
    });
    const againMs = lab.nowMs();
    const order = switchTo(at.fleet, at.v1, true);
    expect(await at.yard.route(order)).toMatchObject({ fault: { code: 'unknown-outcome' } });
    good(await at.yard.route(order));
    expect(writes(againMs)).toEqual(['ModifyListener', 'ModifyRule']);
    expect(await serving(at.yard)).toEqual([at.v1]);
  }, 60_000);

  it('sends again only what was not done', async () => {
    const at = await scene();
    await claimFor(at, 'r1');
    lab.faults.add({
      effect: { kind: 'throttled' },
      on: { action: 'ModifyRule', caller },
      times: 1,
    });
    const sinceMs = lab.nowMs();
    good(await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1')));
    expect(writes(sinceMs)).toEqual(['ModifyListener', 'ModifyRule', 'ModifyRule']);
    lab.faults.add({
      effect: { kind: 'lost-request' },
      on: { action: 'ModifyListener', caller },
      times: 1,
    });
    const againMs = lab.nowMs();
    const order = switchTo(at.fleet, at.v1, true);
    const half = await at.yard.route(order);
    expect(half).toMatchObject({ fault: { code: 'unknown-outcome' } });
    expect(JSON.stringify(half)).toMatch(
      /rule 10 .* was switched.*default action .* is not known/u,
    );
    good(await at.yard.route(order));
    expect(writes(againMs)).toEqual(['ModifyListener', 'ModifyListener', 'ModifyRule']);
  }, 60_000);

  it.each(['this panel', 'another one'])(
    'does not repeat what was throttled after a revert by %s came in between',
    async (by) => {
      const at = await scene();
      await claimFor(at, 'r1');
      const on = { action: 'ModifyRule', caller };
      lab.faults.add({ effect: { kind: 'throttled' }, on, times: 2 });
      const other = by === 'this panel' ? at.yard : openLabYard(lab);
      if (other !== at.yard) yards.push(other);
      await onlyFleet(other);
      const sinceMs = lab.nowMs();
      const cutting = at.yard.route(switchTo(at.fleet, at.v2, false, 'r1'));
      await expect
        .poll(() => writes(sinceMs), { interval: 10 })
        .toEqual(['ModifyListener', 'ModifyRule']);
      lab.faults.clear();
      good(await other.route(switchTo(at.fleet, at.v1, true)));
      const answer = await cutting;
      expect(answer).toMatchObject({ ok: false });
      expect(writes(sinceMs)).toEqual(['ModifyListener', 'ModifyListener', 'ModifyRule', 'ModifyRule']); // prettier-ignore
      expect(await serving(at.yard)).toEqual([at.v1]);
    },
    60_000,
  );

  it('changes nothing where everything is refused, and says why', async () => {
    const at = await scene();
    await claimFor(at, 'r1');
    lab.faults.add({
      effect: { kind: 'denied' },
      on: { only: 'mutations', caller, service: 'elasticloadbalancing' },
    });
    const answer = await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1'));
    expect(answer).toMatchObject({ ok: false, fault: { code: 'denied' } });
    lab.faults.clear();
    expect(await serving(at.yard)).toEqual([at.v1]);
  }, 60_000);

  it('waits out reads that are older than the write', async () => {
    const at = await scene();
    await claimFor(at, 'r1');
    lab.faults.add({
      effect: { kind: 'stale' },
      on: { action: ['DescribeRules', 'DescribeListeners'], caller },
      times: 4,
    });
    const sinceMs = lab.nowMs();
    const receipt = good(await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1')));
    expect((await onlyFleet(at.yard)).split.revision).toBe(receipt.revision);
    expect(writes(sinceMs)).toHaveLength(2);
  }, 60_000);

  it('writes nothing without a claim, after a revert, or when it is not allowed to', async () => {
    let fault: Fault | null = null;
    const at = await scene({}, { refused: () => fault });
    expect(await at.yard.route(switchTo(at.fleet, at.v2, false, 'nobody'))).toMatchObject({ fault: { code: 'conflict' } }); // prettier-ignore
    await claimFor(at, 'r1');
    fault = { code: 'refused', message: 'This yard is account 1, but the profile is account 2.' };
    for (const isRevert of [true, false]) {
      expect(await at.yard.route(switchTo(at.fleet, at.v2, isRevert, 'r1'))).toMatchObject({
        fault,
      });
    }
    fault = null;
    good(await at.yard.route(switchTo(at.fleet, at.v1, true)));
    await expect
      .poll(async () => (await onlyFleet(at.yard)).rollout, { timeout: 10_000 })
      .toBeNull();
    expect(await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1'))).toMatchObject({ fault: { code: 'conflict' } }); // prettier-ignore
    expect(await serving(at.yard)).toEqual([at.v1]);
  }, 60_000);

  it('attaches an idle group by the write that sends it traffic, and at weight 0 by one that does not', async () => {
    const at = await scene({ attachesIdle: false, routes: 'default' });
    await claimFor(at, 'r1');
    good(await at.yard.route({ ...switchTo(at.fleet, at.v1, false, 'r1') }));
    const listeners = await lab.cli(
      'elbv2',
      'describe-listeners',
      '--listener-arns',
      at.made.listenerArn,
    );
    expect(listeners).toContain('storefront-v002');
    expect(await serving(at.yard)).toEqual([at.v1]);
  }, 60_000);

  it('switches a network load balancer by its listener', async () => {
    const at = await scene({ network: true });
    await claimFor(at, 'r1');
    const sinceMs = lab.nowMs();
    good(await at.yard.route(switchTo(at.fleet, at.v2, false, 'r1')));
    expect(writes(sinceMs)).toEqual(['ModifyListener']);
    expect(await serving(at.yard)).toEqual([at.v2]);
  }, 60_000);

  it('observes and reverts without any right to claims, and a cutover names what is missing', async () => {
    const at = await scene();
    lab.faults.add({ effect: { kind: 'denied' }, on: { service: 'ssm', caller } });
    const look = good(await at.yard.observe());
    expect(look.fleets).toHaveLength(1);
    expect(look.notices.map(({ text }) => text).join()).toMatch(/may not ssm:GetParametersByPath/u);
    const intent = { kind: 'cut-over', to: at.v2, from: at.v1, expectedRevision: 1 } as const;
    const order = { fleet: at.fleet.id, rollout: asRolloutId('r1'), intent, owner, epoch: 1 };
    const claimed = await at.yard.claim({ ...order, leaseMs: 1000 });
    expect(claimed).toMatchObject({ ok: false, fault: { code: 'denied' } });
    expect(JSON.stringify(claimed)).toContain('HoldClaims');
    good(await at.yard.route(switchTo(at.fleet, at.v2, true)));
    expect(await serving(at.yard)).toEqual([at.v2]);
  }, 60_000);
});
