/** The real engine launches and retires a generation on the lab, under load, beside the one that serves. */
import { expect, it } from 'vitest';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { asImageId, type GenerationId } from '../../../src-shared/ids.ts';
import { called, onlyFleet, panelKeys } from './aws-yard.fixture.ts';
import { sendTraffic } from './engine-on-lab.fixture.ts';
import { engineScene, statesIn } from './engine-scene.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

describeWithMoto('launching on an AWS yard', () => {
  const { lab, open, served, untilHealthy } = engineScene();

  /** Of the second generation: another one than what serves. */
  const newImage = (fleet: Fleet, name: string): ReturnType<typeof asImageId> => {
    const found = fleet.generations.find(({ id }) => id === called(fleet, name));
    return asImageId(found?.image ?? '');
  };

  it('launches beside what serves, replaces, cuts over, reverts, retires: recipe kept, nothing lost, only its own ended', async () => {
    const made = await served({ routes: 'both', instances: 3, generations: ['v001', 'v002'] });
    const engine = await open({ undoMs: 500 });
    const traffic = sendTraffic(lab().dataPlane.addressOf(made.loadBalancerArn), 10);
    let fleet: Fleet;
    try {
      await untilHealthy(engine, 'storefront-v001', 'storefront-v002');
      fleet = await onlyFleet(engine.yard);
      const image = newImage(fleet, 'storefront-v002');
      const launched = await engine.outcomeOf(
        await engine.begin({ kind: 'launch', image, size: 3 }),
      );
      expect(launched, launched.text).toMatchObject({ kind: 'done' });
      fleet = await onlyFleet(engine.yard);
      const v3 = called(fleet, 'storefront-v003');
      expect(statesIn(fleet, 'storefront-v003')).toEqual(['healthy', 'healthy', 'healthy']);
      expect(fleet.generations.map(({ number }) => number)).toEqual([1, 2, 3]);
      expect(fleet.rollout).toBeNull();
      const [ill] = fleet.generations.find(({ id }) => id === v3)?.blocks ?? [];
      if (ill === undefined) throw new Error('v003 has no block.');
      const replaced = await engine.outcomeOf(
        await engine.begin({ kind: 'replace', generation: v3, block: ill.id }),
      );
      expect(replaced, replaced.text).toMatchObject({ kind: 'done' });
      fleet = await onlyFleet(engine.yard);
      const after = fleet.generations.find(({ id }) => id === v3);
      expect([after?.size, after?.blocks.length]).toEqual([3, 3]);
      expect(after?.blocks.map(({ id }) => id)).not.toContain(ill.id);
      await lab().dataPlane.serve(arnOf(v3), 'v003', 2);
      const wish = { kind: 'cut-over', to: v3, expectedRevision: fleet.split.revision } as const;
      const over = await engine.outcomeOf(await engine.begin(wish));
      expect(over, over.text).toMatchObject({ kind: 'verified' });
      const back = await engine.outcomeOf(
        await engine.begin({ kind: 'revert', to: called(fleet, 'storefront-v001') }),
      );
      expect(back, back.text).toMatchObject({ kind: 'verified' });
      const retired = await engine.outcomeOf(
        await engine.begin({ kind: 'retire', generation: v3, typedName: v3 }),
      );
      expect(retired, retired.text).toMatchObject({ kind: 'done' });
      fleet = await onlyFleet(engine.yard);
      expect(fleet.generations.find(({ id }) => id === v3)).toMatchObject({
        rung: 'retired',
        blocks: [],
      });
    } finally {
      await traffic.stop();
    }
    const { sent, answered, lost } = traffic.tally;
    expect([lost, answered]).toEqual([0, sent]);
    expect(sent).toBeGreaterThan(300);
    // What was there before runs as it did; what was launched is ended, and nothing else.
    const states = await statesOfServers();
    expect(states.filter((state) => state === 'running')).toHaveLength(6);
    expect(states.filter((state) => state === 'terminated')).toHaveLength(4);
    expect(lab().calls.mutations({ caller: panelKeys.accessKeyId }).filter(({ action }) => action === 'RunInstances').length).toBeLessThanOrEqual(4); // prettier-ignore
  }, 240_000);

  async function statesOfServers(): Promise<string[]> {
    const said = JSON.parse(await lab().cli('ec2', 'describe-instances')) as {
      Reservations: { Instances: { State: { Name: string } }[] }[];
    };
    return said.Reservations.flatMap(({ Instances }) => Instances.map(({ State }) => State.Name));
  }

  function arnOf(generation: GenerationId): string {
    return `arn:aws:elasticloadbalancing:${lab().region}:123456789012:targetgroup/${generation}`;
  }
});
