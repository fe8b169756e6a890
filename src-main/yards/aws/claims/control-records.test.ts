import { describe, expect, it } from 'vitest';
import { asFleetId, asGenerationId, asRolloutId } from '../../../../src-shared/ids.ts';
import { noControls, noMemory } from '../../../../src-shared/release.ts';
import {
  claimName,
  claimingOf,
  controlName,
  noClaims,
  previousName,
  readClaims,
  rolloutOf,
  type HeldRecord,
} from './claim-records.ts';
import { nextWord, type ControlRecord } from './control-records.ts';

const fleet = asFleetId('web');
const [r1, r2] = [asRolloutId('r1'), asRolloutId('r2')];
const [v1, v2] = [asGenerationId('web-v1/aa'), asGenerationId('web-v2/bb')];
const ann = { name: 'Ann', host: 'desk', panel: 'a' };
const intent = { kind: 'cut-over', from: v1, to: v2, expectedRevision: 7 } as const;
const held: HeldRecord = {
  ...{ kind: 'held', schema: 1, fleet, rollout: r1, intent, owner: ann },
  ...{ leaseMs: 1000, startedAtMs: 50_000, before: 0 },
};
const controls = { ...noControls, isHeld: true, passed: 1, passedAtMs: 61_000, by: 'Bob' };
const word: ControlRecord = { schema: 1, fleet, rollout: r1, controls };
const at = (name: string, value: unknown) => ({
  name,
  value: typeof value === 'string' ? value : JSON.stringify(value),
  modifiedAtMs: 60_000,
});
const claimAt = at(claimName(fleet, 1), held);
const read = (...parameters: ReturnType<typeof at>[]) =>
  readClaims(parameters).get(fleet) ?? noClaims;

describe('what is said, in parameters', () => {
  it('counts for the rollout that it names while that holds the fleet, on our clock', () => {
    const claims = read(at(controlName(fleet, 1), word), claimAt);
    expect(rolloutOf(claims, 1000)?.controls).toEqual({ ...controls, passedAtMs: 60_000 });
    const unpassed = { ...word, controls: { ...controls, passedAtMs: null } };
    const none = read(claimAt, at(controlName(fleet, 1), unpassed));
    expect(rolloutOf(none, 1000)?.controls?.passedAtMs).toBeNull();
    const another = read(claimAt, at(controlName(fleet, 1), { ...word, rollout: r2 }));
    expect(rolloutOf(another, 0)).not.toHaveProperty('controls');
    expect(rolloutOf(read(at(controlName(fleet, 1), word)), 0)).toBeNull();
  });

  it('is not there in parameters of before, and no claim of its own', () => {
    const previous = { schema: 1, fleet, current: v2, previous: v1, sizes: {} };
    const before = read(claimAt, at(previousName(fleet), previous));
    expect(before).toMatchObject({ said: [], previous, claims: [{ number: 1, record: held }] });
    expect(rolloutOf(before, 0)).toMatchObject({ id: r1, epoch: 1, leaseEndsAtMs: 61_000 });
    expect(rolloutOf(before, 0)).not.toHaveProperty('memory');
    const after = read(claimAt, at(previousName(fleet), previous), at(controlName(fleet, 9), word));
    expect(after).toMatchObject({ previous, claims: before.claims });
    // How a panel of before finds its own parameters: these are none of them.
    const known = /^\/blockyard\/([^/]+)\/(?:rollout\/([1-9]\d{0,8})|previous)$/u;
    expect(known.test(controlName(fleet, 9))).toBe(false);
    expect(known.test(claimName(fleet, 9))).toBe(true);
  });

  it('is the newest of all that can be read, and is left alone where it cannot', () => {
    const newest = { ...word, controls: { ...controls, isHeld: false } };
    const claims = read(
      at(controlName(fleet, 10), newest),
      claimAt,
      at(controlName(fleet, 9), word),
    );
    expect(rolloutOf(claims, 0)?.controls).toEqual(newest.controls);
    const order = { fleet, rollout: r1, change: { kind: 'hold' }, by: 'Cem' } as const;
    const next = { ...controls, isHeld: true, by: 'Cem' };
    expect(nextWord(claims.said, order, 0, 1)).toEqual({
      ...{ number: 11, record: { ...word, controls: next } },
    });
    for (const value of ['not json', { ...word, schema: 2 }, { ...word, fleet: 'other' }]) {
      const odd = read(claimAt, at(controlName(fleet, 9), word), at(controlName(fleet, 10), value));
      expect(nextWord(odd.said, order, 0, 1)).toBeNull();
      expect(rolloutOf(odd, 0)).toMatchObject({ id: r1, controls });
    }
  });

  it('begins anew for another rollout, above what was left, by the clock of AWS', () => {
    const { said } = read(at(controlName(fleet, 3), word));
    const order = { fleet, rollout: r2, change: { kind: 'pass', place: 1 }, by: 'Ann' } as const;
    const fresh = { ...noControls, passed: 1, passedAtMs: 7001, by: 'Ann' };
    expect(nextWord(said, order, 0, 7000.6)).toEqual({
      ...{ number: 4, record: { ...word, rollout: r2, controls: fresh } },
    });
    expect(nextWord([], order, 0, 7000.6)?.number).toBe(1);
    // Above all that can have been said to the claims before it, whatever is removed of theirs and when.
    expect(nextWord([], order, 3, 7000.6)?.number).toBe(3001);
    expect(nextWord(said, order, 3, 7000.6)?.number).toBe(3001);
    const late = read(at(controlName(fleet, 3004), word)).said;
    expect(nextWord(late, order, 3, 7000.6)?.number).toBe(3005);
  });
});

it('hands what a release remembers to its successor and to a repeated claim, and shows it', () => {
  const memory = { ...noMemory, bakedMs: 5 };
  const claims = read(at(claimName(fleet, 1), { ...held, memory }));
  expect(rolloutOf(claims, 0)?.memory).toEqual(memory);
  const order = { fleet, rollout: r1, intent, owner: ann, leaseMs: 9 };
  expect(claimingOf({ ...order, epoch: 2 }, claims, 0)).toMatchObject({ record: { memory } });
  expect(claimingOf({ ...order, epoch: 1 }, claims, 0)).toMatchObject({ record: { memory } });
  const fresh = claimingOf({ ...order, epoch: 1 }, noClaims, 0);
  expect(fresh.kind === 'create' ? fresh.record : fresh).not.toHaveProperty('memory');
});

it('uses no number twice: the next rollout begins above the end of the one before, by epoch 1 as ever', () => {
  const ended = at(claimName(fleet, 5), { kind: 'ended', schema: 1, fleet });
  const over = read(ended, at(claimName(fleet, 4), held));
  expect(rolloutOf(over, 0)).toBeNull();
  const order = { fleet, rollout: r2, intent, owner: ann, leaseMs: 9, epoch: 1 };
  const claiming = claimingOf(order, over, 0);
  expect(claiming).toMatchObject({
    kind: 'create',
    number: 6,
    left: [5, 4],
    record: { before: 5 },
  });
  if (claiming.kind !== 'create') throw new Error('It is not claimed.');
  const now = read(ended, at(claimName(fleet, 6), claiming.record));
  expect(rolloutOf(now, 0)).toMatchObject({ id: r2, epoch: 1 });
  expect(claimingOf({ ...order, epoch: 2 }, now, 0)).toMatchObject({
    number: 7,
    record: { before: 5 },
  });
  // The control: what is over is not taken over, with whichever epoch.
  expect(claimingOf({ ...order, rollout: r1, epoch: 2 }, over, 0)).toMatchObject({ kind: 'no' });
});
