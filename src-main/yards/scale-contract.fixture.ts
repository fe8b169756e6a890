/** What every yard promises about the size of a generation, where it offers to change it. */
import { expect, it } from 'vitest';
import type { Generation } from '../../src-shared/fleet.ts';
import { asToken, type RolloutId } from '../../src-shared/ids.ts';
import {
  conflict,
  fleetOf,
  good,
  patience,
  refused,
  type ContractOrders,
} from './contract-scene.fixture.ts';

export function testScaleContract({ scene, newRollout, claim, revert }: ContractOrders): void {
  const second = async (): Promise<Generation> => {
    const { other, to } = scene();
    const found = (await fleetOf(other)).generations.find(({ id }) => id === to);
    if (found === undefined) throw new Error('It is gone.');
    return found;
  };
  const behalf = (rollout: RolloutId, step: string) => ({
    ...{ fleet: scene().fleet.id, rollout, epoch: 1 },
    token: asToken(`${rollout}.${step}`.slice(-64)),
  });
  const canScale = (): boolean => scene().yard.capabilities.verbs.includes('scale');

  it('adds one block at a time for the holder, once per token, and its size goes with it', async () => {
    if (!canScale()) return;
    const { yard, other, to } = scene();
    const before = await second();
    const rollout = newRollout();
    const add = (size: number, step: string) =>
      yard.addBlock({ ...behalf(rollout, step), generation: to, size });
    expect(await add(before.size + 1, 'stranger')).toMatchObject(conflict);
    const intent = { kind: 'scale', generation: to, size: before.size + 2, from: before.size } as const; // prettier-ignore
    good(await yard.claim(claim(rollout, { intent })));
    // Seen before somebody else's change of the size.
    expect(await add(before.size + 2, 'early')).toMatchObject(conflict);
    const fresh = good(await add(before.size + 1, 'add'));
    expect(good(await add(before.size + 1, 'add'))).toBe(fresh);
    expect(await add(before.size + 1, 'again')).toMatchObject(conflict);
    const after = await second();
    expect([after.size, after.blocks.length]).toEqual([before.size + 1, before.size + 1]);
    const slots = before.blocks.map(({ slot }) => slot);
    expect(slots).not.toContain(after.blocks.find(({ id }) => id === fresh)?.slot);
    expect((await fleetOf(other)).rollout?.launched).toContain(fresh);
    await expect
      .poll(
        async () => (await second()).blocks.every(({ state }) => state.kind === 'healthy'),
        patience,
      ) // prettier-ignore
      .toBe(true);
    good(await yard.finish(scene().fleet.id, rollout, 1));
  }, 60_000);

  it('makes it smaller by the block that leaves, once per token, and not for whom a revert has ended', async () => {
    if (!canScale()) return;
    const { yard, to } = scene();
    const before = await second();
    const last = before.blocks.at(-1)?.id;
    const first = before.blocks[0]?.id;
    if (last === undefined || first === undefined) throw new Error('There are no blocks.');
    const rollout = newRollout();
    const intent = { kind: 'scale', generation: to, size: before.size - 1, from: before.size } as const; // prettier-ignore
    good(await yard.claim(claim(rollout, { intent })));
    const size = before.size - 1;
    const early = { ...behalf(rollout, 'early'), block: last, size: size - 1 };
    expect(await yard.terminateBlock(early)).toMatchObject(conflict);
    const end = { ...behalf(rollout, 'end'), block: last, size };
    const [one, two] = await Promise.all([yard.terminateBlock(end), yard.terminateBlock(end)]);
    good(one);
    good(two);
    const after = await second();
    expect([after.size, after.blocks.length]).toEqual([size, size]);
    expect(after.blocks.map(({ id }) => id)).not.toContain(last);
    good(await yard.terminateBlock(end));
    expect((await second()).size).toBe(size);
    good(await yard.route(revert()));
    const late = { ...behalf(rollout, 'late'), block: first, size: size - 1 };
    expect(await yard.terminateBlock(late)).toMatchObject(conflict);
    const add = { ...behalf(rollout, 'late-add'), generation: to, size: before.size };
    expect(await yard.addBlock(add)).toMatchObject(conflict);
    expect((await second()).size).toBe(size);
  }, 60_000);

  it('is refused whole where it is not offered', async () => {
    if (canScale()) return;
    const { yard, to } = scene();
    const add = { ...behalf(newRollout(), 'add'), generation: to, size: 9 };
    expect(await yard.addBlock(add)).toMatchObject(refused);
  }, 60_000);
}
