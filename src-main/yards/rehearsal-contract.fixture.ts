/** What every yard promises about rehearsing a way back: it moves nothing, or it says why it cannot. */
import { expect, it } from 'vitest';
import { healthyCount } from '../../src-shared/roles.ts';
import { fleetOf, good, patience, refused, type ContractOrders } from './contract-scene.fixture.ts';

export function testRehearsalContract(scene: ContractOrders['scene']): void {
  it('rehearses a way back beside the live split and keeps what came of it, or says that it cannot', async () => {
    const { yard, other, fleet, from, to } = scene();
    const order = { fleet: fleet.id, away: to, back: from, by: 'Ann' };
    if (yard.capabilities.whyNotRehearsed !== null) {
      expect(await yard.rehearse(order)).toMatchObject(refused);
      return;
    }
    // Healthy is what was seen several times, and nobody else is rehearsed with.
    const silent = async () =>
      (await fleetOf(yard)).generations.filter((one) => healthyCount(one) === 0).length;
    await expect.poll(silent, patience).toBe(0);
    const told = good(await yard.rehearse(order));
    await expect.poll(async () => (await fleetOf(other)).rehearsals, patience).toEqual([told]);
    const { weights, revision } = (await fleetOf(other)).split;
    expect({ weights, revision }).toEqual({
      ...{ weights: fleet.split.weights, revision: fleet.split.revision },
    });
  });
}
