import { expect, it } from 'vitest';
import type { BehaviourReport } from '../../../src-shared/behaviour-schema.ts';
import { columnsOf, placeOf, scaleOf } from './distribution.ts';

const reportOf = (...sides: readonly (readonly number[])[]): BehaviourReport =>
  ({ paths: sides.map((timesMs) => ({ a: { timesMs }, b: { timesMs: [] } })) }) as never;

it('has one scale for all, at steps that people know', () => {
  expect(scaleOf(reportOf([7, 12], [340]))).toEqual({ fromMs: 5, toMs: 500 });
  expect(scaleOf(reportOf([10]))).toEqual({ fromMs: 10, toMs: 20 });
  expect(scaleOf(reportOf([0, 1]))).toEqual({ fromMs: 0.1, toMs: 1 });
  expect(scaleOf(reportOf([]))).toBeNull();
});

it('loses none of the times, and places equal ratios equally far apart', () => {
  const scale = { fromMs: 1, toMs: 100 };
  expect([1, 10, 100].map((ms) => placeOf(ms, scale))).toEqual([0, 0.5, 1]);
  const columns = columnsOf([1, 10, 10, 100], scale);
  expect([columns[0], columns[12], columns[23]]).toEqual([1, 2, 1]);
  expect(columns.reduce((sum, one) => sum + one, 0)).toBe(4);
});
