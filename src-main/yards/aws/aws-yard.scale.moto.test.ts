/** Changes of size on the lab: by the real engine, with answers that get lost and panels that die in the middle. */
import { expect, it } from 'vitest';
import { asBlockId, asRolloutId, asToken, type GenerationId } from '../../../src-shared/ids.ts';
import { called, good, onlyFleet, panelKeys, type LabYard } from './aws-yard.fixture.ts';
import { engineScene } from './engine-scene.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

const owner = { name: 'ann', host: 'desk', panel: 'panel-9' };

describeWithMoto('scaling on an AWS yard', () => {
  const { lab, open, served, untilHealthy } = engineScene();

  const sizeIn = async (yard: LabYard, id: GenerationId): Promise<[number, number]> => {
    const found = (await onlyFleet(yard)).generations.find((one) => one.id === id);
    return [found?.size ?? 0, found?.blocks.length ?? 0];
  };

  const states = async (): Promise<Record<string, number>> => {
    const said = JSON.parse(await lab().cli('ec2', 'describe-instances')) as {
      Reservations: { Instances: { State: { Name: string } }[] }[];
    };
    const counts: Record<string, number> = {};
    for (const { State } of said.Reservations.flatMap(({ Instances }) => Instances)) {
      counts[State.Name] = (counts[State.Name] ?? 0) + 1;
    }
    return counts;
  };

  it('adds servers in the emptiest subnets and ends them again, none twice and none left behind', async () => {
    await served({ routes: 'default', instances: 2, generations: ['v001', 'v002'] });
    const engine = await open({ slowPauseMs: 200, undoMs: 500 });
    const { yard } = engine;
    await untilHealthy(engine, 'storefront-v001');
    let fleet = await onlyFleet(yard);
    const foreign = called(fleet, 'storefront-v001');
    const refused = engine.begin({ kind: 'scale', generation: foreign, size: 3 });
    await expect(refused).rejects.toThrow('was not launched by Blockyard');
    const image = fleet.generations[1]?.image;
    if (image === undefined) throw new Error('There is no image.');
    const launched = await engine.outcomeOf(await engine.begin({ kind: 'launch', image, size: 2 }));
    expect(launched, launched.text).toMatchObject({ kind: 'done' });
    const v3 = called(await onlyFleet(yard), 'storefront-v003');

    // The answer to a start is lost, and the next look comes too early for its tags: asked again it is one.
    lab().faults.add({ effect: { kind: 'lost-reply' }, on: { action: 'RunInstances' }, times: 1 });
    const up = await engine.outcomeOf(
      await engine.begin({ kind: 'scale', generation: v3, size: 4 }),
    );
    expect(up, up.text).toMatchObject({ kind: 'done' });
    expect(await sizeIn(yard, v3)).toEqual([4, 4]);
    fleet = await onlyFleet(yard);
    const blocks = fleet.generations.find(({ id }) => id === v3)?.blocks ?? [];
    const zones = new Map<string, number>();
    for (const { zone } of blocks) zones.set(zone, (zones.get(zone) ?? 0) + 1);
    // Two were launched in one subnet each: the further ones went to both.
    expect([...zones.values()]).toEqual([2, 2]);
    expect(await states()).toEqual({ running: 8 });

    const down = await engine.outcomeOf(
      await engine.begin({ kind: 'scale', generation: v3, size: 2 }),
    );
    expect(down, down.text).toMatchObject({ kind: 'done' });
    expect(await sizeIn(yard, v3)).toEqual([2, 2]);
    expect(await states()).toEqual({ running: 6, terminated: 2 });
    expect(await endingNotes()).toBe(0);

    // A panel dies between taking one out and ending it: whoever finishes for it ends that server, too.
    fleet = await onlyFleet(yard);
    const [block] = fleet.generations.find(({ id }) => id === v3)?.blocks ?? [];
    const rollout = asRolloutId('scale-by-hand');
    const intent = { kind: 'scale', generation: v3, size: 1, from: 2 } as const;
    const claim = { fleet: fleet.id, rollout, owner, intent, leaseMs: 60_000, epoch: 1 };
    good(await yard.claim(claim));
    lab().faults.add({ effect: { kind: 'lost-request' }, on: { action: 'TerminateInstances' } }); // prettier-ignore
    const order = {
      fleet: fleet.id,
      rollout,
      epoch: 1,
      block: asBlockId(block?.id ?? ''),
      size: 1,
    };
    expect(await yard.terminateBlock({ ...order, token: asToken('scale-by-hand.end') })).toMatchObject({ ok: false }); // prettier-ignore
    lab().faults.clear();
    expect(await sizeIn(yard, v3)).toEqual([1, 1]);
    expect(await states()).toEqual({ running: 6, terminated: 2 });
    good(await yard.finish(fleet.id, rollout, 1));
    expect(await states()).toEqual({ running: 5, terminated: 3 });
    expect(await endingNotes()).toBe(0);
    const runs = lab().calls.mutations({ caller: panelKeys.accessKeyId }).filter(({ action }) => action === 'RunInstances'); // prettier-ignore
    expect(runs.length).toBeLessThanOrEqual(5);
  }, 180_000);

  const endingNotes = async (): Promise<number> => {
    const said = await lab().cli('ssm', 'get-parameters-by-path', '--path', '/blockyard', '--recursive'); // prettier-ignore
    return said.split('/ending/').length - 1;
  };
});
