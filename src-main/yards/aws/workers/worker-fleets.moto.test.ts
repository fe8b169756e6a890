/** The real engine on servers without a load balancer: real processes that fetch from a real queue, by their hooks. */
import { beforeEach, expect, it } from 'vitest';
import type { Workers } from '../../../../e2e/aws-lab/data-plane/workers.ts';
import type { Lab } from '../../../../e2e/aws-lab/lab.ts';
import { isIdle, workCounts } from '../../../../src-shared/block-work.ts';
import { asImageId, asRolloutId, asToken } from '../../../../src-shared/ids.ts';
import { systemClock } from '../../../clock/system-clock.ts';
import type { SampleQueue } from '../../../yard-host/sample-work/queue-server.ts';
import { good, onlyFleet, panelKeys } from '../aws-yard.fixture.ts';
import type { LabEngine } from '../engine-on-lab.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';
import { workerScene } from './worker-scene.fixture.ts';

describeWithMoto('servers of an account that fetch their work', () => {
  const scene = workerScene();
  const { image, tagged, openPanel, seen, of, healthy, act, cutOver, done, atRest } = scene;
  let lab: Lab;
  let queue: SampleQueue['queue'];
  let workers: Workers;
  let engine: LabEngine;
  beforeEach(() => {
    [lab, queue, workers] = [scene.lab(), scene.queue(), scene.workers()];
  });
  const openEngine = async (servers: object): Promise<void> => {
    await scene.openEngine(servers);
    engine = scene.engine();
  };

  it('gives the work over and back, launches, replaces and retires: no job is lost or done twice', async () => {
    const [one, two] = [await image('runners-1'), await image('runners-2')];
    const old = await tagged(1, one);
    await tagged(2, two);
    await openEngine({ kind: 'tagged' });
    const before = await healthy(1, 2);
    expect(before.entry).toMatchObject({ kind: 'none', marker: 'work' });
    expect(before.split.revision).toBe(0);
    expect(before.entry.notes.join(' ')).toContain('never recorded');
    expect(before.generations.map(({ isForeign }) => isForeign)).toEqual([true, true]);
    expect(of(before, 1).imageKeeping).toBe('unprotected');
    // Looking tells nobody anything.
    expect(workers.heard).toEqual([]);
    const [v1, v2] = [of(before, 1).id, of(before, 2).id];
    const first = await cutOver(v1);
    expect(first, first.text).toMatchObject({ kind: 'verified' });
    queue.setOn(true);
    await done(5);
    const heardBefore = workers.heard.length;
    const over = await cutOver(v2);
    expect(over, over.text).toMatchObject({ kind: 'verified' });
    expect(over.text).toContain('v002 takes all the work: all 2 healthy blocks take work');
    // Who takes comes before who stops.
    const words = workers.heard.slice(heardBefore).map((each) => each.split(' ')[1]);
    expect(words).toEqual(['take', 'take', 'stop', 'stop']);
    // Another panel sees the same, and tells nobody anything.
    const other = openPanel({ kind: 'tagged' });
    const there = await onlyFleet(other);
    expect([there.split.revision, there.previous]).toEqual([2, v1]);
    expect([1, 2].map((number) => workCounts(of(there, number)).taking)).toEqual([0, 2]);
    expect(workers.heard).toHaveLength(heardBefore + 4);
    await done(10);
    const back = await act({ kind: 'revert', to: v1 });
    expect(back, back.text).toMatchObject({ kind: 'verified' });
    await done(15);
    const launched = await act({ kind: 'launch', image: asImageId(two), size: 2 });
    expect(launched, launched.text).toMatchObject({ kind: 'done' });
    const fleet = await healthy(1, 3);
    const v3 = of(fleet, 3);
    expect(v3.id).toBe('runners-v003');
    expect([v3.isForeign, isIdle(v3)]).toEqual([undefined, true]);
    const [ill] = v3.blocks;
    if (ill === undefined) throw new Error('v003 has no block.');
    const replaced = await act({ kind: 'replace', generation: v3.id, block: ill.id });
    expect(replaced, replaced.text).toMatchObject({ kind: 'done' });
    await healthy(3);
    const third = await cutOver(v3.id);
    expect(third, third.text).toMatchObject({ kind: 'verified' });
    await done(20);
    const again = await act({ kind: 'revert', to: v1 });
    expect(again, again.text).toMatchObject({ kind: 'verified' });
    await done(25);
    // Not reachable is not idle: nothing is ended, and it can be asked for again.
    const [deaf] = of(await seen(), 3).blocks;
    workers.mute(deaf?.id ?? '', true);
    const by = { fleet: fleet.id, rollout: asRolloutId('retire-1'), epoch: 1 };
    const owner = { name: 'ann', host: 'desk', panel: 'panel-1' };
    const intent = { kind: 'retire', generation: v3.id } as const;
    good(await engine.yard.claim({ ...by, intent, owner, leaseMs: 60_000 }));
    const order = { ...by, generation: v3.id, token: asToken('retire-1.retire') };
    const refused = await engine.yard.retireGeneration(order);
    expect(refused).toMatchObject({ ok: false, fault: { code: 'refused' } });
    expect(refused.ok ? '' : refused.fault.message).toContain(`${deaf?.id ?? ''} is not seen to be idle`); // prettier-ignore
    const stranger = { ...order, rollout: asRolloutId('somebody-else') };
    expect(await engine.yard.retireGeneration(stranger)).toMatchObject({ ok: false, fault: { code: 'conflict' } }); // prettier-ignore
    good(await engine.yard.finish(by.fleet, by.rollout, by.epoch));
    expect(of(await seen(), 3).blocks).toHaveLength(2);
    workers.mute(deaf?.id ?? '', false);
    await healthy(3);
    const retired = await act({ kind: 'retire', generation: v3.id, typedName: v3.id });
    expect(retired, retired.text).toMatchObject({ kind: 'done' });
    expect(of(await seen(), 3)).toMatchObject({ rung: 'retired', blocks: [] });
    const foreign = await engine.rollouts.begin(
      fleet.id,
      { kind: 'retire', generation: v2, typedName: v2 },
      systemClock.now(),
    );
    expect(foreign).toMatchObject({ ok: false });
    await done(30);
    const { lost, twice, fetched, done: finished } = await atRest();
    expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
    expect(finished).toBe(fetched);
    expect(workers.running()).toHaveLength(4);
    expect(workers.running()).toEqual(expect.arrayContaining([...old]));
    const writes = lab.calls.mutations({ caller: panelKeys.accessKeyId });
    expect(writes.filter(({ action }) => action.startsWith('Modify'))).toEqual([]);
  }, 240_000);

  it('loses jobs when servers are ended at work, the control; and goes back past one that cannot be told', async () => {
    const ami = await image('runners-1');
    const old = await tagged(1, ami);
    const fresh = await tagged(2, ami);
    await openEngine({ kind: 'tagged' });
    const fleet = await healthy(1, 2);
    const [v1, v2] = [of(fleet, 1).id, of(fleet, 2).id];
    expect(await cutOver(v1)).toMatchObject({ kind: 'verified' });
    queue.setOn(true);
    await done(3);
    expect(await cutOver(v2)).toMatchObject({ kind: 'verified' });
    const [mute = ''] = fresh;
    workers.mute(mute, true);
    const back = await act({ kind: 'revert', to: v1 });
    expect(back, back.text).toMatchObject({ kind: 'accepted' });
    expect(back.text).toContain(mute);
    expect(back.text).toContain('answered 500');
    const half = await seen();
    expect(workCounts(of(half, 1)).taking).toBe(2);
    expect(of(half, 2).blocks.find(({ id }) => id === mute)?.state).toMatchObject({ kind: 'unavailable' }); // prettier-ignore
    workers.mute(mute, false);
    // It is told again once the record was read again, and not before.
    await expect.poll(async () => isIdle(of(await seen(), 2)), { timeout: 30_000, interval: 500 }).toBe(true); // prettier-ignore
    // More than they can do until then: whoever is ended has something in hand.
    for (let job = 0; job < 150; job += 1) queue.tick();
    await expect.poll(() => queue.counts().running, { timeout: 20_000 }).toBeGreaterThan(1);
    await lab.cli('ec2', 'terminate-instances', '--instance-ids', ...old);
    await expect.poll(() => queue.counts().lost, { timeout: 30_000 }).toBeGreaterThan(0);
  }, 120_000);

  it('finds auto scaling groups by the beginning of their names, and gives the work over between them', async () => {
    const ami = await image('runners-1');
    const data = JSON.stringify({ ImageId: ami, InstanceType: 't3.small' });
    await lab.cli('ec2', 'create-launch-template', '--launch-template-name', 'by-hand', '--launch-template-data', data); // prettier-ignore
    const subnets = JSON.parse(await lab.cli('ec2', 'describe-subnets')) as { Subnets: { SubnetId: string }[] }; // prettier-ignore
    for (const name of ['runners-v001', 'runners-v002', 'others-v001'])
      await lab.cli('autoscaling', 'create-auto-scaling-group', '--auto-scaling-group-name', name, '--launch-template', 'LaunchTemplateName=by-hand', '--min-size', '1', '--max-size', '1', '--vpc-zone-identifier', subnets.Subnets[0]?.SubnetId ?? ''); // prettier-ignore
    await openEngine({ kind: 'groups', prefix: 'runners-' });
    const fleet = await healthy(1, 2);
    expect(fleet.generations.map(({ id, blocks }) => [id.split('/')[0], blocks.length])).toEqual([['runners-v001', 1], ['runners-v002', 1]]); // prettier-ignore
    expect(of(fleet, 1).notes?.join(' ')).toContain('starts and ends its servers by itself');
    expect(await cutOver(of(fleet, 2).id)).toMatchObject({ kind: 'verified' });
    expect(await cutOver(of(fleet, 1).id)).toMatchObject({ kind: 'verified' });
    expect(await act({ kind: 'revert', to: of(fleet, 2).id })).toMatchObject({ kind: 'verified' });
    expect(good(await engine.yard.observe()).fleets).toHaveLength(1);
  }, 120_000);

  it('starts nothing for whom a revert has ended, shows what was seen where AWS tells nothing, and goes on', async () => {
    const ami = await image('runners-1');
    await tagged(1, ami);
    await tagged(2, ami);
    const yard = openPanel({ kind: 'groups', prefix: 'none-' });
    const fleet = await onlyFleet(yard);
    const [v1, v2] = [of(fleet, 1), of(fleet, 2)];
    const by = { fleet: fleet.id, rollout: asRolloutId('launch-1'), epoch: 1 };
    const owner = { name: 'ann', host: 'desk', panel: 'panel-1' };
    const made = { image: asImageId(ami), number: 3, size: 1, recipe: v2.recipe };
    good(await yard.claim({ ...by, intent: { kind: 'launch', ...made }, owner, leaseMs: 60_000 }));
    expect((await onlyFleet(yard)).rollout?.id).toBe(by.rollout);
    const caller = panelKeys.accessKeyId;
    const slow = lab.faults.add({ effect: { kind: 'slow-request', ms: 1000 }, on: { service: 'ssm', only: 'mutations', caller } }); // prettier-ignore
    const back = yard.route({
      ...{ fleet: fleet.id, rollout: asRolloutId('revert-1'), token: asToken('revert-1') },
      ...{ expectedRevision: 'any', overtake: true, previous: v2.id },
      weights: [{ generation: v1.id, weight: 100 }],
    });
    const launched = await yard.launchGeneration({ ...by, ...made, token: asToken('launch-1') });
    expect(launched).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    expect(good(await back)).toMatchObject({ revision: 1, overtook: by.rollout });
    slow.remove();
    const runs = () => lab.calls.mutations({ caller }).filter(({ action }) => action === 'RunInstances'); // prettier-ignore
    expect(runs()).toEqual([]);
    // What explains nothing else than these servers takes nothing from the rest of the look.
    lab.faults.add({ effect: { kind: 'denied' }, on: { action: 'DescribeAutoScalingGroups', caller } }); // prettier-ignore
    const looked = good(await yard.observe());
    expect(looked.fleets.map(({ id, split }) => [id, split.revision])).toEqual([[fleet.id, 1]]);
    const said = looked.notices.filter(({ text }) => text.includes('could not be read'));
    expect(said).toHaveLength(1);
    const other = openPanel({ kind: 'groups', prefix: 'none-' });
    expect(good(await other.observe()).fleets).toEqual([]);
    lab.faults.clear();
    expect(good(await other.observe()).fleets).toHaveLength(1);
  }, 120_000);
});
