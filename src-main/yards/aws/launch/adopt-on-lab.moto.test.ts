/**
 * A generation that others made by hand, adopted by the real engine and taken down rung by rung and up again, with
 * requests beside it; and what an adoption refuses, goes on with after lost answers, and never takes for its own.
 */
import { expect, it } from 'vitest';
import type { Fleet, Generation } from '../../../../src-shared/fleet.ts';
import { asRolloutId, asToken, type GenerationId } from '../../../../src-shared/ids.ts';
import type { Wish } from '../../../../src-shared/wish-schema.ts';
import type { Outcome } from '../../../../src-shared/panel.ts';
import type { AdoptOrder } from '../../port.ts';
import {
  called,
  good,
  onlyFleet,
  openLabYard,
  panelKeys,
  type LabYard,
} from '../aws-yard.fixture.ts';
import { sendTraffic, type LabEngine } from '../engine-on-lab.fixture.ts';
import { engineScene } from '../engine-scene.fixture.ts';
import { describeWithMoto } from '../moto.fixture.ts';

const mine = { caller: panelKeys.accessKeyId } as const;
const owner = { name: 'ann', host: 'desk', panel: 'panel-1' };

describeWithMoto('adopting what others launched', () => {
  const { lab, open, served, untilHealthy } = engineScene();

  const of = (fleet: Fleet, id: GenerationId): Generation => {
    const found = fleet.generations.find((one) => one.id === id);
    if (found === undefined) throw new Error(`There is no ${id}.`);
    return found;
  };
  const states = async (ids: readonly string[]): Promise<string[]> => {
    const said = JSON.parse(
      await lab().cli('ec2', 'describe-instances', '--instance-ids', ...ids),
    ) as {
      Reservations: { Instances: { State: { Name: string } }[] }[];
    };
    return said.Reservations.flatMap(({ Instances }) => Instances.map(({ State }) => State.Name));
  };
  const actions = (sinceMs: number): readonly string[] =>
    lab()
      .calls.mutations({ ...mine, sinceMs })
      .filter(({ service }) => service !== 'ssm')
      .map(({ action }) => action);
  const carry = async (engine: LabEngine, wish: Wish): Promise<Outcome> =>
    engine.outcomeOf(await engine.begin(wish));

  it('takes it over, stops it, starts it again, replaces one, and ends it: nothing lost, nothing of the others touched', async () => {
    const made = await served({ instances: 2 });
    const [v001, v002] = made.generations;
    const engine = await open({ undoMs: 300, slowPauseMs: 500 });
    const traffic = sendTraffic(lab().dataPlane.addressOf(made.loadBalancerArn), 20);
    try {
      await untilHealthy(engine, 'storefront-v001', 'storefront-v002');
      let fleet = await onlyFleet(engine.yard);
      const id = called(fleet, 'storefront-v002');
      expect(of(fleet, id)).toMatchObject({ isForeign: true, imageKeeping: 'unprotected' });
      // Not before it is adopted: the button and the engine say the same.
      const early = await engine.rollouts.begin(
        fleet.id,
        { kind: 'stop', generation: id },
        Date.now(),
      );
      expect(early).toMatchObject({ ok: false, fault: { code: 'refused' } });
      let sinceMs = lab().nowMs();
      const adopted = await carry(engine, { kind: 'adopt', generation: id, typedName: id });
      expect(adopted, adopted.text).toMatchObject({ kind: 'done' });
      expect(actions(sinceMs)).toEqual(['CreateLaunchTemplate', 'CreateTags', 'AddTags', 'EnableImageDeregistrationProtection']); // prettier-ignore
      fleet = await onlyFleet(engine.yard);
      expect(of(fleet, id)).toMatchObject({ number: 2, imageKeeping: 'protected' });
      expect(of(fleet, id).isForeign).toBeUndefined();
      expect(of(fleet, called(fleet, 'storefront-v001')).isForeign).toBe(true);
      await expect(lab().cli('ec2', 'deregister-image', '--image-id', v002?.imageId ?? '')).rejects.toThrow(/OperationNotPermitted/u); // prettier-ignore
      // Theirs was called storefront-v002 already. The recipe is in ours, whole.
      const data = JSON.parse(await lab().cli('ec2', 'describe-launch-template-versions', '--launch-template-name', 'storefront-v002-adopted')) as { LaunchTemplateVersions: { LaunchTemplateData: Record<string, unknown> }[] }; // prettier-ignore
      expect(data.LaunchTemplateVersions[0]?.LaunchTemplateData).toMatchObject({ ImageId: v002?.imageId, InstanceType: 't3.medium', SecurityGroupIds: [expect.any(String)], UserData: expect.any(String) as string }); // prettier-ignore

      sinceMs = lab().nowMs();
      const stopped = await carry(engine, { kind: 'stop', generation: id });
      expect(stopped, stopped.text).toMatchObject({ kind: 'done' });
      expect(actions(sinceMs)).toEqual(['AddTags', 'DeregisterTargets', 'StopInstances']);
      expect(await states(v002?.instanceIds ?? [])).toEqual(['stopped', 'stopped']);
      fleet = await onlyFleet(engine.yard);
      expect(of(fleet, id)).toMatchObject({ rung: 'stopped', size: 2 });
      expect(of(fleet, id).blocks.map(({ id: block, state }) => [block, state.kind]).sort()).toEqual([...(v002?.instanceIds ?? [])].sort().map((one) => [one, 'exited'])); // prettier-ignore
      // Another panel, which remembers nothing, sees the same.
      const other = openLabYard(lab());
      expect(of(await onlyFleet(other), id).rung).toBe('stopped');
      other.close();

      const started = await carry(engine, { kind: 'start', generation: id });
      expect(started, started.text).toMatchObject({ kind: 'done' });
      fleet = await onlyFleet(engine.yard);
      expect(of(fleet, id)).toMatchObject({ rung: 'warm', size: 2 });

      const [ill] = of(fleet, id).blocks;
      const replaced = await carry(engine, { kind: 'replace', generation: id, block: ill?.id ?? ('' as never) }); // prettier-ignore
      expect(replaced, replaced.text).toMatchObject({ kind: 'done' });
      // On from the stopped rung to the last: one of its servers is of our own making now.
      expect(await carry(engine, { kind: 'stop', generation: id })).toMatchObject({ kind: 'done' });
      const retired = await carry(engine, { kind: 'retire', generation: id, typedName: id });
      expect(retired, retired.text).toMatchObject({ kind: 'done' });
      fleet = await onlyFleet(engine.yard);
      expect(of(fleet, id)).toMatchObject({ rung: 'retired', blocks: [] });
      expect(await states(v002?.instanceIds ?? [])).toEqual(['terminated', 'terminated']);
      expect(await states(v001?.instanceIds ?? [])).toEqual(['running', 'running']);
    } finally {
      await traffic.stop();
    }
    expect(traffic.tally.lost).toBe(0);
    expect(traffic.tally.sent).toBeGreaterThan(300);
  }, 240_000);

  /** At the yard itself, under a claim. */
  const claimed = async (wish: Parameters<typeof served>[0] = {}) => {
    const made = await lab().makeFleet({ instances: 2, ...wish });
    const yard = openLabYard(lab());
    const fleet = await onlyFleet(yard);
    const generation = called(fleet, 'storefront-v002');
    const rollout = asRolloutId('adopt-1');
    const order: AdoptOrder = {
      ...{ fleet: fleet.id, generation, number: 2, rollout, epoch: 1 },
      token: asToken('adopt-1.adopt'),
    };
    const intent = { kind: 'adopt', generation, number: 2 } as const;
    good(await yard.claim({ fleet: fleet.id, rollout, owner, intent, leaseMs: 60_000, epoch: 1 }));
    return { made, yard, fleet, order };
  };
  const adoptedIn = async (yard: LabYard, id: GenerationId): Promise<boolean> =>
    of(await onlyFleet(yard), id).isForeign !== true;

  it('goes on after each lost answer, by another process, and writes one template', async () => {
    for (const action of ['CreateLaunchTemplate', 'CreateTags', 'AddTags']) {
      await lab().reset();
      const { yard, order } = await claimed();
      const fault = lab().faults.add({ effect: { kind: 'lost-reply' }, on: { action, ...mine }, times: 1 }); // prettier-ignore
      const first = await yard.adoptGeneration(order);
      expect(first, action).toMatchObject({ ok: false, fault: { code: 'unknown-outcome' } });
      expect(fault.struck).toBe(1);
      yard.close();
      const next = openLabYard(lab());
      await onlyFleet(next);
      good(await next.adoptGeneration(order));
      expect(await adoptedIn(next, order.generation), action).toBe(true);
      next.close();
      const templates = JSON.parse(await lab().cli('ec2', 'describe-launch-templates')) as { LaunchTemplates: { LaunchTemplateName: string }[] }; // prettier-ignore
      expect(templates.LaunchTemplates.map(({ LaunchTemplateName: name }) => name).sort()).toEqual(['storefront-v001', 'storefront-v002', 'storefront-v002-adopted']); // prettier-ignore
    }
  }, 120_000);

  it('says in what the servers differ, who else has them, and writes nothing', async () => {
    const { made, yard, order, fleet } = await claimed();
    const [first = '', second = ''] = made.generations[1]?.instanceIds ?? [];
    const refusal = async (): Promise<string> => {
      const sinceMs = lab().nowMs();
      const answer = await yard.adoptGeneration(order);
      expect(actions(sinceMs)).toEqual([]);
      return answer.ok ? 'adopted' : `${answer.fault.code}: ${answer.fault.message}`;
    };
    const arn = made.generations[0]?.groupArn ?? '';
    await lab().cli('elbv2', 'register-targets', '--target-group-arn', arn, '--targets', `Id=${first}`); // prettier-ignore
    expect(await refusal()).toBe(`refused: ${first} is registered in another target group, too. Nothing was written.`); // prettier-ignore
    expect(of(await onlyFleet(yard), order.generation).whyNotAdopted).toContain(`${first} of it is registered in the target group storefront-v001`); // prettier-ignore
    await lab().cli('elbv2', 'deregister-targets', '--target-group-arn', arn, '--targets', `Id=${first}`); // prettier-ignore
    await lab().cli('ec2', 'modify-instance-metadata-options', '--instance-id', second, '--http-tokens', 'required'); // prettier-ignore
    expect(await refusal()).toMatch(
      /^refused: The servers before have different metadata options/u,
    );
    // Somebody else's change of the fleet.
    const stranger = { ...order, rollout: asRolloutId('somebody-else') };
    expect(await yard.adoptGeneration(stranger)).toMatchObject({ ok: false });
    expect(await adoptedIn(yard, order.generation)).toBe(false);
    expect(fleet.generations).toHaveLength(2);
    yard.close();
  }, 60_000);

  it('does not take a server with copied tags for its own: one that started later stops the retirement', async () => {
    const { made, yard, order } = await claimed();
    good(await yard.adoptGeneration(order));
    expect(await adoptedIn(yard, order.generation)).toBe(true);
    const [one = ''] = made.generations[1]?.instanceIds ?? [];
    const tags = JSON.parse(await lab().cli('ec2', 'describe-tags', '--filters', `Name=resource-id,Values=${one}`)) as { Tags: { Key: string; Value: string }[] }; // prettier-ignore
    const copied = tags.Tags.filter(({ Key }) => !Key.startsWith('aws:')).map(({ Key, Value }) => ({ Key, Value })); // prettier-ignore
    const template = made.generations[1]?.launchTemplateId ?? '';
    const ran = JSON.parse(await lab().cli('ec2', 'run-instances', '--launch-template', `LaunchTemplateId=${template},Version=1`, '--tag-specifications', JSON.stringify([{ ResourceType: 'instance', Tags: copied }]))) as { Instances: { InstanceId: string }[] }; // prettier-ignore
    const copy = ran.Instances[0]?.InstanceId ?? '';
    const group = made.generations[1]?.groupArn ?? '';
    await lab().cli('elbv2', 'register-targets', '--target-group-arn', group, '--targets', `Id=${copy}`); // prettier-ignore
    const sinceMs = lab().nowMs();
    const retire = { ...order, token: asToken('adopt-1.retire') };
    const answer = await yard.retireGeneration(retire);
    expect(answer.ok ? '' : answer.fault.message).toContain(`${copy} is registered in it`);
    expect(actions(sinceMs)).toEqual([]);
    // The control: without it everything is its own, and ends.
    await lab().cli('elbv2', 'deregister-targets', '--target-group-arn', group, '--targets', `Id=${copy}`); // prettier-ignore
    good(await yard.retireGeneration(retire));
    expect(await states([...(made.generations[1]?.instanceIds ?? []), copy])).toEqual(expect.arrayContaining(['running', 'terminated', 'terminated'])); // prettier-ignore
    expect(await states([copy])).toEqual(['running']);
    yard.close();
  }, 60_000);
});
