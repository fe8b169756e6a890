/** Attaching an idle group on the lab: what is written, what is left alone, and what stops it. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../e2e/aws-lab/lab.ts';
import type { MadeFleet } from '../../../e2e/aws-lab/made-by-hand.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { asRolloutId, asToken, type GenerationId } from '../../../src-shared/ids.ts';
import type { AttachOrder } from '../port.ts';
import {
  called,
  good,
  onlyFleet,
  openLabYard,
  panelKeys,
  switchTo,
  type LabYard,
} from './aws-yard.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

const caller = panelKeys.accessKeyId;
const owner = { name: 'Ann', host: 'desk', panel: 'panel-1' };

describeWithMoto('attaching an idle group', () => {
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

  const openYard = (): LabYard => {
    const yard = openLabYard(lab);
    yards.push(yard);
    return yard;
  };
  interface Scene {
    readonly yard: LabYard;
    readonly made: MadeFleet;
    readonly fleet: Fleet;
    readonly v2: GenerationId;
    readonly order: AttachOrder;
  }
  const scene = async (wish: Parameters<Lab['makeFleet']>[0] = {}): Promise<Scene> => {
    const made = await lab.makeFleet({ attachesIdle: false, ...wish });
    const yard = openYard();
    const fleet = await onlyFleet(yard);
    const [v1, v2] = [called(fleet, 'storefront-v001'), called(fleet, 'storefront-v002')];
    const expectedRevision = fleet.split.revision;
    const intent = {
      kind: 'cut-over',
      to: v2,
      from: v1,
      expectedRevision,
      attaches: true,
    } as const;
    const rollout = asRolloutId('r1');
    const claim = { fleet: fleet.id, rollout, intent, owner, leaseMs: 60_000, epoch: 1 };
    good(await yard.claim(claim));
    const token = asToken('r1.attach');
    const order = { fleet: fleet.id, generation: v2, expectedRevision, rollout, token };
    return { yard, made, fleet, v2, order };
  };
  const writes = (sinceMs: number): readonly string[] =>
    lab.calls
      .mutations({ caller, sinceMs })
      .filter(({ service }) => service.startsWith('elasticloadbalancing'))
      .map(({ action }) => action)
      .sort();
  const setWeights = (
    made: MadeFleet,
    weights: readonly (readonly [number, number])[],
  ): Promise<string> => {
    const groups = weights.map(([at, Weight]) => ({
      TargetGroupArn: made.generations[at]?.groupArn,
      Weight,
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
  const attachedIn = (fleet: Fleet, id: GenerationId): boolean =>
    fleet.generations.find((one) => one.id === id)?.isAttached !== false;

  it('writes each rule once, moves nothing, and leaves a revision that the switch can go on with', async () => {
    const at = await scene({ secondListenerPort: 18_098 });
    expect(attachedIn(at.fleet, at.v2)).toBe(false);
    const sinceMs = lab.nowMs();
    const receipt = good(await at.yard.attach(at.order));
    expect(writes(sinceMs)).toEqual(['ModifyListener', 'ModifyListener', 'ModifyRule']);
    const after = await onlyFleet(at.yard);
    expect(after.split.revision).toBe(receipt.revision);
    expect(receipt.revision).not.toBe(at.fleet.split.revision);
    expect(after.split.weights).toEqual(at.fleet.split.weights);
    expect(attachedIn(after, at.v2)).toBe(true);
    // Answered, not performed.
    expect(good(await at.yard.attach(at.order))).toEqual(receipt);
    good(await at.yard.route(switchTo(after, at.v2, false, 'r1')));
    expect(writes(sinceMs)).toHaveLength(6);
  }, 60_000);

  it('finds its own half done work again, also another panel that remembers nothing of it', async () => {
    const at = await scene();
    lab.faults.add({
      effect: { kind: 'lost-request' },
      on: { action: 'ModifyListener', caller },
      times: 1,
    });
    const sinceMs = lab.nowMs();
    expect(await at.yard.attach(at.order)).toMatchObject({ fault: { code: 'unknown-outcome' } });
    const other = openYard();
    await onlyFleet(other);
    const receipt = good(await other.attach(at.order));
    expect(writes(sinceMs)).toEqual(['ModifyListener', 'ModifyListener', 'ModifyRule']);
    expect(good(await at.yard.attach(at.order)).revision).toBe(receipt.revision);
    expect(writes(sinceMs)).toHaveLength(3);
  }, 60_000);

  it('stops before its write when somebody changed a weight, and says what', async () => {
    const at = await scene({ routes: 'default', generations: ['v001', 'v002', 'v003'] });
    await setWeights(at.made, [[0, 5], [2, 5]]); // prettier-ignore
    const sinceMs = lab.nowMs();
    const answer = await at.yard.attach(at.order);
    expect(answer).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    expect(JSON.stringify(answer)).toContain('v003 was put into the default action');
    expect(writes(sinceMs)).toEqual([]);
  }, 60_000);

  it('takes no attachment with a weight, or with something else beside it, for its own', async () => {
    const at = await scene({ routes: 'default' });
    const sinceMs = lab.nowMs();
    await setWeights(at.made, [[0, 100], [1, 1]]); // prettier-ignore
    expect(await at.yard.attach(at.order)).toMatchObject({ fault: { code: 'conflict' } });
    await setWeights(at.made, [[0, 99], [1, 0]]); // prettier-ignore
    expect(await at.yard.attach(at.order)).toMatchObject({ fault: { code: 'conflict' } });
    // The control: somebody else who attaches the same, and nothing more, is no hindrance.
    await setWeights(at.made, [[0, 100], [1, 0]]); // prettier-ignore
    good(await at.yard.attach(at.order));
    expect(writes(sinceMs)).toEqual([]);
  }, 60_000);

  it('writes nothing for a rollout that does not hold the fleet', async () => {
    const at = await scene();
    const sinceMs = lab.nowMs();
    const stranger = { ...at.order, rollout: asRolloutId('r2'), token: asToken('r2.attach') };
    expect(await at.yard.attach(stranger)).toMatchObject({ fault: { code: 'conflict' } });
    expect(writes(sinceMs)).toEqual([]);
  }, 60_000);
});
