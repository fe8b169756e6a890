/** What every yard promises to a release: what is said to it, what it remembers, how it asks its candidate. */
import { expect, it } from 'vitest';
import { asToken, type GenerationId, type RolloutId } from '../../src-shared/ids.ts';
import { noControls, noMemory, usualTerms } from '../../src-shared/release.ts';
import type { ControlOrder } from './port.ts';
import {
  ann,
  bob,
  conflict,
  fleetOf,
  good,
  lookAt,
  patience,
  refused,
  type ContractOrders,
} from './contract-scene.fixture.ts';

/** A clock that is read in whole seconds, and the time that a call takes. */
const clockSlackMs = 2500;

export function testReleaseContract(orders: ContractOrders): void {
  const { scene, newRollout, claim, route, revert } = orders;
  const say = (
    rollout: RolloutId,
    change: ControlOrder['change'],
    by = 'Bob on laptop',
  ): ControlOrder => ({ fleet: scene().fleet.id, rollout, change, by });
  const hold = { kind: 'hold' } as const;

  it('keeps what is said to the running rollout, whoever says it, and says the same twice once', async () => {
    const { yard, other } = scene();
    const rollout = newRollout();
    good(await yard.claim(claim(rollout)));
    expect((await fleetOf(other)).rollout?.controls).toBeUndefined();
    const controls = async () => (await fleetOf(yard)).rollout?.controls;
    good(await other.control(say(rollout, hold)));
    const held = { ...noControls, isHeld: true, by: 'Bob on laptop' };
    await expect.poll(controls, patience).toEqual(held);
    good(await other.control(say(rollout, hold)));
    expect(await controls()).toEqual(held);
    const before = await lookAt(yard);
    good(await yard.control(say(rollout, { kind: 'pass', place: 1 }, 'Ann')));
    good(await yard.control(say(rollout, { kind: 'pass', place: 1 }, 'Ann')));
    good(await yard.control(say(rollout, { kind: 'resume' }, 'Ann')));
    const after = await lookAt(other);
    const said = after.fleet.rollout?.controls;
    expect(said).toMatchObject({ isHeld: false, isAborted: false, passed: 1, by: 'Ann' });
    // In the words of the look: by the clock that its own time is told by.
    expect(said?.passedAtMs).toBeGreaterThan(before.observedAtMs - clockSlackMs);
    expect(said?.passedAtMs).toBeLessThan(after.observedAtMs + clockSlackMs);
    // It is still Ann's, under the same epoch.
    expect(after.fleet.rollout).toMatchObject({ id: rollout, epoch: 1, owner: ann });
    good(await yard.renew(scene().fleet.id, rollout, 1, 60_000));
    // A yard whose clock is read in whole seconds tells a time a little differently at each look.
    expect(await controls()).toEqual({ ...said, passedAtMs: expect.any(Number) as number });
    good(await yard.finish(scene().fleet.id, rollout, 1));
  }, 60_000);

  it('keeps nothing that is said to another rollout, to none, or to the one before', async () => {
    const { yard, other, fleet } = scene();
    const [first, second] = [newRollout(), newRollout()];
    expect(await other.control(say(first, hold))).toMatchObject(conflict);
    good(await yard.claim(claim(first)));
    expect(await other.control(say(second, hold))).toMatchObject(conflict);
    expect((await fleetOf(yard)).rollout?.controls).toBeUndefined();
    // The control: the one that runs is told.
    good(await other.control(say(first, { kind: 'abort' })));
    good(await yard.finish(fleet.id, first, 1));
    expect(await other.control(say(first, hold))).toMatchObject(conflict);
    good(await yard.claim(claim(second)));
    expect((await fleetOf(other)).rollout).toMatchObject({ id: second });
    expect((await fleetOf(other)).rollout?.controls).toBeUndefined();
    // A revert ends it, and nothing is kept for it any more.
    good(await other.route(revert()));
    await expect.poll(async () => (await fleetOf(yard)).rollout, patience).toBeNull();
    expect(await yard.control(say(second, hold))).toMatchObject(conflict);
  }, 60_000);

  it('hands on to a successor what was said and what was remembered, and keeps the last told memory', async () => {
    const { yard, other, fleet } = scene();
    const rollout = newRollout();
    const baseline = { errorShare: 0.001, p95Ms: 12.5 };
    const memory = { ...noMemory, baseline, revision: fleet.split.revision, bakedMs: 0 };
    good(await yard.claim(claim(rollout, { leaseMs: 2000 })));
    good(await yard.renew(fleet.id, rollout, 1, 2000, { memory }));
    await expect.poll(async () => (await fleetOf(other)).rollout?.memory, patience).toEqual(memory);
    good(await yard.control(say(rollout, hold)));
    good(await yard.renew(fleet.id, rollout, 1, 2000));
    expect((await fleetOf(other)).rollout?.memory).toEqual(memory);
    const takeOver = claim(rollout, { owner: bob, epoch: 2 });
    await expect.poll(async () => (await other.claim(takeOver)).ok, patience).toBe(true);
    const kept = { epoch: 2, owner: bob, memory, controls: { isHeld: true } };
    expect((await fleetOf(yard)).rollout).toMatchObject(kept);
    // What the one before remembers is not taken any more; the successor's is.
    const stale = { ...memory, bakedMs: 777 };
    expect(await yard.renew(fleet.id, rollout, 1, 2000, { memory: stale })).toMatchObject(conflict);
    expect((await fleetOf(yard)).rollout).toMatchObject(kept);
    const baked = { ...memory, bakedMs: 1234.5 };
    good(await other.renew(fleet.id, rollout, 2, 60_000, { memory: baked }));
    good(await yard.control(say(rollout, { kind: 'resume' }, 'Ann')));
    expect((await fleetOf(yard)).rollout).toMatchObject({
      memory: baked,
      controls: { isHeld: false, by: 'Ann' },
    });
    good(await other.finish(fleet.id, rollout, 2));
  }, 60_000);

  it('moves traffic in steps for one release, each on the split that the last has left', async () => {
    const { yard, other, fleet, from, to } = scene();
    if (!yard.capabilities.verbs.includes('release')) return;
    const rollout = newRollout();
    const { revision } = fleet.split;
    const candidate = { kind: 'existing', generation: to } as const;
    const wants = { candidate, from, expectedRevision: revision, terms: usualTerms };
    good(await yard.claim(claim(rollout, { intent: { kind: 'release', ...wants } })));
    const shift = (percent: number, expectedRevision: number) => {
      const weights = [
        { generation: from, weight: 100 - percent },
        { generation: to, weight: percent },
      ];
      const token = asToken(`${rollout}.route.${percent}`);
      return yard.route(route(rollout, { weights, expectedRevision, token }));
    };
    const first = good(await shift(10, revision));
    expect(good(await shift(10, revision))).toEqual(first);
    expect(await shift(50, revision)).toMatchObject(conflict);
    const second = good(await shift(100, first.revision));
    const { split, previous, rollout: running } = await fleetOf(other);
    expect(split).toMatchObject({ revision: second.revision });
    expect(split.weights.filter(({ weight }) => weight > 0)).toMatchObject([{ generation: to }]);
    expect(previous).toBe(from);
    expect(running?.intent).toMatchObject({ kind: 'release', terms: usualTerms });
  }, 60_000);

  it('asks one generation alone, past the split, for the release that holds the fleet', async () => {
    const { yard, bench, fleet, to, from } = scene();
    const page = { path: '/', text: bench.secondPage, withinMs: 5000 };
    if (!yard.capabilities.previewAddress) {
      expect(await yard.check(fleet.id, to, page)).toMatchObject(refused);
      return;
    }
    expect(bench.secondPage).not.toBeNull();
    const rollout = newRollout();
    const candidate = { kind: 'existing', generation: to } as const;
    const wants = { candidate, from, expectedRevision: fleet.split.revision, terms: usualTerms };
    good(await yard.claim(claim(rollout, { intent: { kind: 'release', ...wants } })));
    const ask = (text: string | null) => yard.check(fleet.id, to, { ...page, text }, rollout);
    // What has to be made for it needs some time until it is everywhere.
    await expect.poll(async () => (await ask(page.text)).ok, patience).toBe(true);
    const answer = good(await ask(page.text));
    expect(answer).toMatchObject({ status: 200, generation: to, hasText: true });
    expect(answer.latencyMs).toBeGreaterThanOrEqual(0);
    expect(good(await ask('not-on-this-page'))).toMatchObject({ status: 200, hasText: false });
    expect(good(await ask(null))).toMatchObject({ status: 200, hasText: null });
    const stranger = 'no-such-generation' as GenerationId;
    const lost = { ok: false, fault: { code: 'not-found' } };
    expect(await yard.check(fleet.id, stranger, page, rollout)).toMatchObject(lost);
    // Whatever was made for it is no part of the entry, and changes nothing that others see.
    const { split, entry } = await fleetOf(yard);
    expect([split, entry]).toEqual([fleet.split, fleet.entry]);
    good(await yard.finish(fleet.id, rollout, 1));
    expect((await fleetOf(yard)).entry).toEqual(fleet.entry);
  }, 60_000);
}
