/** What every yard promises to those who take a running change over by consent. */
import { expect, it } from 'vitest';
import type { HandoverWord } from '../../src-shared/handover-schema.ts';
import type { RolloutId } from '../../src-shared/ids.ts';
import type { Yard } from './port.ts';
import {
  ann,
  bob,
  conflict,
  fleetOf,
  good,
  patience,
  type ContractOrders,
} from './contract-scene.fixture.ts';

const cem = { name: 'Cem', host: 'tower', panel: 'panel-cem' };

export function testHandoverContract({ scene, newRollout, claim }: ContractOrders): void {
  const say = (yard: Yard, rollout: RolloutId, change: HandoverWord) =>
    yard.control({ fleet: scene().fleet.id, rollout, change, by: change.from.name });
  const handover = async (yard: Yard) => (await fleetOf(yard)).rollout?.controls?.handover;

  it('hands a change over to who asked for it, with its lease still running, and to nobody else', async () => {
    const { yard, other, fleet } = scene();
    const rollout = newRollout();
    good(await yard.claim(claim(rollout)));
    const takeOver = claim(rollout, { owner: bob, epoch: 2 });
    expect(await other.claim(takeOver)).toMatchObject(conflict);
    const ask = { kind: 'ask', from: bob, epoch: 1 } as const;
    good(await say(other, rollout, ask));
    await expect.poll(() => handover(yard), patience).toEqual({ kind: 'asked', by: bob, epoch: 1 });
    // To be asked for is no consent.
    expect(await other.claim(takeOver)).toMatchObject(conflict);
    good(await say(yard, rollout, { kind: 'decline', from: ann, epoch: 1 }));
    await expect.poll(() => handover(other), patience).toMatchObject({ kind: 'declined', by: bob });
    expect(await other.claim(takeOver)).toMatchObject(conflict);
    good(await say(yard, rollout, { kind: 'hand-over', from: ann, to: bob, epoch: 1 }));
    await expect.poll(() => handover(other), patience).toMatchObject({ kind: 'given', to: bob });
    expect(await other.claim(claim(rollout, { owner: cem, epoch: 2 }))).toMatchObject(conflict);
    expect(good(await other.claim(takeOver))).toMatchObject({ owner: bob, epoch: 2 });
    expect(await yard.renew(fleet.id, rollout, 1, 1000)).toMatchObject(conflict);
    // What was said in the epoch before gives nobody anything in this one.
    expect(await yard.claim(claim(rollout, { owner: cem, epoch: 3 }))).toMatchObject(conflict);
    expect(await other.claim(claim(rollout, { owner: ann, epoch: 3 }))).toMatchObject(conflict);
    good(await other.finish(fleet.id, rollout, 2));
  }, 60_000);

  it('takes no word about it from who has no say, nor one of an epoch that is over', async () => {
    const { yard, other, fleet } = scene();
    const rollout = newRollout();
    good(await yard.claim(claim(rollout)));
    const given = { kind: 'hand-over', to: bob, epoch: 1 } as const;
    expect(await say(other, rollout, { ...given, from: bob })).toMatchObject(conflict);
    expect(await say(yard, rollout, { ...given, from: ann, to: ann })).toMatchObject(conflict);
    expect(await say(yard, rollout, { ...given, from: ann, epoch: 2 })).toMatchObject(conflict);
    expect(await say(yard, rollout, { kind: 'ask', from: ann, epoch: 1 })).toMatchObject(conflict);
    expect(await say(other, rollout, { kind: 'decline', from: bob, epoch: 1 })).toMatchObject(conflict); // prettier-ignore
    expect(await handover(yard)).toBeUndefined();
    good(await say(yard, rollout, { ...given, from: ann }));
    // Given is given: its owner may say it again, and nobody asks for it any more.
    good(await say(yard, rollout, { ...given, from: ann }));
    expect(await say(other, rollout, { kind: 'ask', from: cem, epoch: 1 })).toMatchObject(conflict);
    expect(await say(yard, rollout, { ...given, from: ann, to: cem })).toMatchObject(conflict);
    await expect.poll(() => handover(other), patience).toMatchObject({ kind: 'given', to: bob });
    good(await yard.finish(fleet.id, rollout, 1));
  }, 60_000);

  it('tells those who watch what its owner is at, and keeps that through a takeover', async () => {
    const { yard, other, fleet } = scene();
    const rollout = newRollout();
    good(await yard.claim(claim(rollout)));
    const proving = { title: 'Proving v002', waitsAt: 2 };
    const step = async (from: Yard) => (await fleetOf(from)).rollout?.step;
    expect(await step(other)).toBeUndefined();
    good(await yard.renew(fleet.id, rollout, 1, 60_000, { step: proving }));
    await expect.poll(() => step(other), patience).toEqual(proving);
    good(await yard.renew(fleet.id, rollout, 1, 60_000));
    expect(await step(other)).toEqual(proving);
    good(await say(yard, rollout, { kind: 'hand-over', from: ann, to: bob, epoch: 1 }));
    await fleetOf(other);
    good(await other.claim(claim(rollout, { owner: bob, epoch: 2 })));
    expect(await step(yard)).toEqual(proving);
    good(await other.finish(fleet.id, rollout, 2));
  }, 60_000);
}
