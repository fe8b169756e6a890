/** The real engine on fleets that auto scaling groups fill: the same as elsewhere, and AWS starts and ends the servers. */
import { expect, it } from 'vitest';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { asImageId } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import { called, onlyFleet, panelKeys } from './aws-yard.fixture.ts';
import { sendTraffic } from './engine-on-lab.fixture.ts';
import { engineScene, statesIn } from './engine-scene.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

describeWithMoto('a fleet of auto scaling groups on an AWS yard', () => {
  const { lab, open, untilHealthy } = engineScene();

  const named = (fleet: Fleet, name: string): Generation => {
    const found = fleet.generations.find(({ id }) => id === called(fleet, name));
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return found;
  };

  it('is launched beside, scaled, replaced, cut over, reverted and retired, and nothing is lost', async () => {
    lab().scaling.runsServers = true;
    lab().health.drainingMs = 500;
    const made = await lab().makeFleet({ scales: true, instances: 2, smallest: 1 });
    const engine = await open({ undoMs: 300 });
    const does = async (wish: Wish, kind: string): Promise<Fleet> => {
      const outcome = await engine.outcomeOf(await engine.begin(wish));
      expect(outcome, outcome.text).toMatchObject({ kind });
      return onlyFleet(engine.yard);
    };
    const traffic = sendTraffic(lab().dataPlane.addressOf(made.loadBalancerArn), 10);
    try {
      await untilHealthy(engine, 'storefront-v001', 'storefront-v002');
      let fleet = await onlyFleet(engine.yard);
      const image = asImageId(named(fleet, 'storefront-v001').image);
      fleet = await does({ kind: 'launch', image, size: 2 }, 'done');
      const v3 = called(fleet, 'storefront-v003');
      expect(named(fleet, 'storefront-v003')).toMatchObject({ size: 2, rung: 'warm', image });
      expect(named(fleet, 'storefront-v003').isForeign).toBeUndefined();
      // What it grew by is as large as it is wanted, and the floor of nobody.
      fleet = await does({ kind: 'scale', generation: v3, size: 3 }, 'done');
      expect(statesIn(fleet, 'storefront-v003')).toEqual(['healthy', 'healthy', 'healthy']);
      const [ill] = named(fleet, 'storefront-v003').blocks;
      if (ill === undefined) throw new Error('v003 has no block.');
      fleet = await does({ kind: 'replace', generation: v3, block: ill.id }, 'done');
      const fresh = named(fleet, 'storefront-v003');
      expect([fresh.size, fresh.blocks.length]).toEqual([3, 3]);
      expect(fresh.blocks.map(({ id }) => id)).not.toContain(ill.id);
      const wish = { kind: 'cut-over', to: v3, expectedRevision: fleet.split.revision } as const;
      fleet = await does(wish, 'verified');
      const v1 = called(fleet, 'storefront-v001');
      fleet = await does({ kind: 'revert', to: v1 }, 'verified');
      expect(await mins()).toEqual({ 'storefront-v001': 2, 'storefront-v002': 1, 'storefront-v003': 3 }); // prettier-ignore
      fleet = await does({ kind: 'retire', generation: v3, typedName: v3 }, 'done');
      expect(named(fleet, 'storefront-v003')).toMatchObject({ rung: 'retired', blocks: [] });
    } finally {
      await traffic.stop();
    }
    const { sent, answered, lost, versions } = traffic.tally;
    expect([lost, answered]).toEqual([0, sent]);
    expect(sent).toBeGreaterThan(300);
    expect(versions.get('v003') ?? 0).toBeGreaterThan(20);
    // Let go with the end of the overlap, long before its time.
    expect(await mins()).toEqual({ 'storefront-v001': 1, 'storefront-v002': 1 });
    const sends = lab().calls.mutations({ caller: panelKeys.accessKeyId }).map(({ action }) => action); // prettier-ignore
    const count = (action: string): number => sends.filter((one) => one === action).length;
    expect([count('CreateAutoScalingGroup'), count('DeleteAutoScalingGroup'), count('RunInstances'), count('TerminateInstances')]).toEqual([1, 1, 0, 0]); // prettier-ignore
  }, 240_000);

  async function mins(): Promise<Record<string, number>> {
    const said = JSON.parse(await lab().cli('autoscaling', 'describe-auto-scaling-groups')) as {
      AutoScalingGroups: { AutoScalingGroupName: string; MinSize: number }[];
    };
    return Object.fromEntries(
      said.AutoScalingGroups.map((one) => [one.AutoScalingGroupName, one.MinSize]),
    );
  }
});
