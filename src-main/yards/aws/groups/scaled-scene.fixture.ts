/** What tests of orders about auto scaling groups share: a lab, its operator, and what AWS then shows. */
import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { openLab, type Lab } from '../../../../e2e/aws-lab/lab.ts';
import type { Fleet, Generation } from '../../../../src-shared/fleet.ts';
import { asImageId, asRolloutId, asToken } from '../../../../src-shared/ids.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { LaunchGenerationOrder } from '../../port.ts';
import {
  called,
  good,
  onlyFleet,
  openLabYard,
  type LabYard,
  type LabYardWishes,
} from '../aws-yard.fixture.ts';
import { groupsBy, mine, openOperator, scheduledOf, sizesOf } from './operator.fixture.ts';

export const owner = { name: 'ann', host: 'desk', panel: 'panel-1' };
export const rollout = asRolloutId('launch-1');
export const v3 = 'storefront-v003';
export { mine };

/** To be called within a `describe`: the lab is new for each test. */
export function scaledScene() {
  let lab: Lab;
  let operator: AutoScalingClient;
  const yards: LabYard[] = [];
  beforeAll(async () => {
    lab = await openLab();
    operator = openOperator(lab);
  }, 60_000);
  afterAll(async () => {
    operator.destroy();
    await lab.close();
  });
  beforeEach(() => lab.reset(), 30_000);
  afterEach(() => {
    for (const yard of yards.splice(0)) yard.close();
  });

  const open = (wishes: LabYardWishes = {}): LabYard => {
    const yard = openLabYard(lab, wishes);
    yards.push(yard);
    return yard;
  };
  const groups = () => groupsBy(operator);
  const sizes = (name: string) => sizesOf(operator, name);
  const scheduled = (name: string) => scheduledOf(operator, name);
  const ids = async (name: string): Promise<string[]> =>
    ((await groups())[name]?.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []);
  const generation = (fleet: Fleet, name = v3): Generation => {
    const found = fleet.generations.find(({ id }) => id === called(fleet, name));
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return found;
  };
  const behalf = (fleet: Fleet, step: string) => ({
    ...{ fleet: fleet.id, rollout, epoch: 1, token: asToken(`launch-1.${step}`) },
  });

  const begun = async (wishes: LabYardWishes = {}) => {
    const made = await lab.makeFleet({
      scales: true,
      instances: 2,
      smallest: 1,
      routes: 'default',
    });
    const yard = open(wishes);
    const fleet = await onlyFleet(yard);
    const image = asImageId(made.generations[0]?.imageId ?? '');
    const { recipe } = generation(fleet, 'storefront-v002');
    const order: LaunchGenerationOrder = { ...behalf(fleet, 'launch'), number: 3, size: 2, image, recipe }; // prettier-ignore
    const intent = { kind: 'launch', image, number: 3, size: 2, recipe } as const;
    good(await yard.claim({ fleet: fleet.id, rollout, owner, leaseMs: 120_000, epoch: 1, intent }));
    return { made, yard, fleet, order };
  };
  /** Each of these calls loses its answer once; the order is repeated by another process each time. */
  const withLost = async <Value>(
    actions: readonly string[],
    act: (yard: LabYard) => Promise<Result<Value>>,
  ): Promise<Value> => {
    const faults = actions.map((action) =>
      lab.faults.add({ effect: { kind: 'lost-reply' }, on: { action, ...mine }, times: 1 }),
    );
    for (let turn = 0; ; turn += 1) {
      const yard = open();
      await yard.observe();
      const answer = await act(yard);
      yard.close();
      if (answer.ok || turn > actions.length) {
        expect(faults.map(({ struck }) => struck)).toEqual(actions.map(() => 1));
        return good(answer);
      }
      expect(answer.fault.code).toBe('unknown-outcome');
    }
  };

  return {
    lab: () => lab,
    operator: () => operator,
    ...{ open, groups, sizes, scheduled, ids, generation, behalf, begun, withLost },
  };
}
