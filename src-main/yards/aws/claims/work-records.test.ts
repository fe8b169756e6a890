import { describe, expect, it } from 'vitest';
import { asFleetId, asGenerationId, asRolloutId } from '../../../../src-shared/ids.ts';
import { readClaims } from './claim-records.ts';
import { nextWord, takerOf, type WorkRecord } from './work-records.ts';

const fleet = asFleetId('workers.runners');
const [v1, v2] = [asGenerationId('runners-v001'), asGenerationId('runners-v002')];
const record = (to = v1, rollout = 'r-1'): WorkRecord => ({
  ...{ schema: 1, fleet, to, previous: null, sizes: {}, rollout: asRolloutId(rollout), atMs: 5 },
});
const word = (revision: number, what: WorkRecord | null) => ({ revision, record: what });
const order = (expected: number | 'any', to = v2, rollout = 'r-2') => ({
  ...{ to, rollout: asRolloutId(rollout), expected },
});

describe('the record of who takes work', () => {
  it('is the newest of its parameters, whatever order they come in; nobody else reads them as claims', () => {
    const parameters = [2, 10, 1].map((revision) => ({
      name: `/blockyard/${fleet}/taker/${String(revision)}`,
      value: JSON.stringify(record(v1, `r-${String(revision)}`)),
      modifiedAtMs: 0,
    }));
    const read = readClaims(parameters).get(fleet);
    expect(read?.work.map(({ revision }) => revision)).toEqual([10, 2, 1]);
    expect(read?.claims).toEqual([]);
  });

  it.each([
    ['{', null],
    [JSON.stringify({ ...record(), schema: 2 }), null],
    [JSON.stringify({ ...record(), fleet: 'another' }), null],
  ])('is not understood as %s', (value, expected) => {
    const read = readClaims([{ name: `/blockyard/${fleet}/taker/1`, value, modifiedAtMs: 0 }]);
    expect(read.get(fleet)?.work).toEqual([word(1, expected)]);
  });

  it('is changed by whoever saw the newest, and by nobody else', () => {
    expect(nextWord([], order(0))).toEqual({ kind: 'create', revision: 1 });
    expect(nextWord([word(4, record())], order(4))).toEqual({ kind: 'create', revision: 5 });
    expect(nextWord([word(4, record())], order(3))).toMatchObject({ fault: { code: 'conflict' } });
    expect(nextWord([word(1, record())], order(0))).toMatchObject({ fault: { code: 'conflict' } });
    expect(nextWord([word(4, null)], order(4))).toMatchObject({ fault: { code: 'version-mismatch' } }); // prettier-ignore
  });

  it('is overwritten by a revert whatever it has become', () => {
    for (const newest of [record(), null])
      expect(nextWord([word(4, newest)], order('any'))).toEqual({ kind: 'create', revision: 5 });
    expect(nextWord([], order('any'))).toEqual({ kind: 'create', revision: 1 });
  });

  it('is not written again by the order that wrote it, whose answer was lost', () => {
    const own = record(v2, 'r-2');
    for (const expected of [4, 'any'] as const)
      expect(nextWord([word(5, own)], order(expected))).toEqual({ kind: 'done', revision: 5 });
    expect(nextWord([word(5, own)], order('any', v1))).toEqual({ kind: 'create', revision: 6 });
  });

  it('is written again by the same order where a size is what changes, and not twice with the same one', () => {
    const sized = (size: number) => ({ ...record(v2, 'r-2'), sizes: { [v1]: size } });
    const to = (size: number) => ({ ...order(4), sizes: { [v1]: size } });
    expect(nextWord([word(4, sized(3))], to(2))).toEqual({ kind: 'create', revision: 5 });
    expect(nextWord([word(5, sized(2))], to(2))).toEqual({ kind: 'done', revision: 5 });
    expect(nextWord([word(5, sized(3))], to(2))).toMatchObject({ fault: { code: 'conflict' } });
  });

  it('knows no shares', () => {
    const weights = (one: number, other: number) => ({
      weights: [
        { generation: v1, weight: one },
        { generation: v2, weight: other },
      ],
    });
    expect(takerOf(weights(0, 100))).toBe(v2);
    expect(takerOf(weights(50, 50))).toBeNull();
    expect(takerOf(weights(0, 0))).toBeNull();
  });
});
