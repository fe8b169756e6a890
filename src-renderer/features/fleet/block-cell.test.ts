import { describe, expect, it } from 'vitest';
import type { BlockState } from '../../../src-shared/fleet.ts';
import { aGeneration } from '../../gallery/fixtures.ts';
import type { CellLook } from '../../ui/board/cell.ts';
import {
  blockStateKinds,
  cellGroups,
  lookOfState,
  restingLook,
  stateCounts,
  stateSentence,
} from './block-cell.ts';

const states: readonly BlockState[] = [
  { kind: 'healthy' },
  { kind: 'starting', detail: '' },
  { kind: 'unhealthy', reason: 'GET /health answered 503.' },
  { kind: 'draining', inFlight: 1, endsAtMs: 0 },
  { kind: 'stopping' },
  { kind: 'exited', code: null, signal: 'SIGKILL', reason: '' },
  { kind: 'launch-refused', reason: 'Damaged.' },
  { kind: 'unknown', reason: '' },
];

describe('blockLook', () => {
  /** What is left of a look without any colour: faded and solid bodies differ by their lightness alone. */
  const shapeOf = ({ body, mark }: CellLook): string =>
    `${body === 'hollow' || body === 'resting' ? 'framed' : 'filled'} ${mark}`;

  it('tells every pair of states apart by its mark or its frame, without colour or lightness', () => {
    const shapes = blockStateKinds.map((kind) => [shapeOf(lookOfState(kind)), kind] as const);
    shapes.push([shapeOf(restingLook), 'healthy']);
    const same = shapes.filter(([shape]) => shapes.filter(([each]) => each === shape).length > 1);
    expect(same).toEqual([]);
    expect(blockStateKinds.length).toBeGreaterThan(10);
  });

  it('never tells trouble by its hue alone, which comes close to the one of the new lane', () => {
    for (const kind of blockStateKinds) {
      const { tone, mark } = lookOfState(kind);
      if (tone === 'bad') expect(mark, kind).toMatch(/cross|slash/u);
    }
  });
});

describe('cellGroups', () => {
  it('groups by zone and keeps slots in their places whatever their state', () => {
    const generation = aGeneration(1, { size: 7, zones: 3, states });
    const groups = cellGroups(generation, true, true);
    expect(groups.map((group) => group.cells.map((cell) => cell.tag))).toEqual([
      ['0', '3', '6'],
      ['1', '4'],
      ['2', '5'],
    ]);
    expect(groups[0]?.note).toBe('1 healthy, 1 launch refused, 1 draining');
  });

  it('fills only healthy blocks that something reaches', () => {
    const generation = aGeneration(1, { size: states.length, states });
    const bodies = (carries: boolean): readonly string[] =>
      cellGroups(generation, true, carries).flatMap(({ cells }) =>
        cells.map(({ look }) => look.body),
      );
    expect(bodies(true)[0]).toBe('solid');
    expect(bodies(false)).toEqual(
      bodies(true).map((body, index) => (states[index]?.kind === 'healthy' ? 'resting' : body)),
    );
  });

  it('claims nothing healthy of a yard that does not run', () => {
    const [group] = cellGroups(aGeneration(1), false, true);
    expect(group?.cells.every((cell) => cell.text.includes('not running'))).toBe(true);
    expect(group?.cells.some((cell) => cell.lines.includes('healthy'))).toBe(false);
  });
});

describe('words', () => {
  it('counts healthy first and then the worst', () => {
    expect(stateCounts(aGeneration(1, { size: 9, states }).blocks)).toMatch(
      /^2 healthy, 1 launch refused, 1 exited, 1 unhealthy/,
    );
  });

  it('says why a block is let go where the yard tells', () => {
    const state = { kind: 'draining', inFlight: null, endsAtMs: null } as const;
    expect(stateSentence({ ...state, reason: 'It is being taken out.' })).toBe(
      'Takes no new requests; how many are in flight is not told. It is being taken out.',
    );
  });

  it('makes a sentence of every state and keeps outside text tame', () => {
    expect(states.map(stateSentence).every((text) => text.endsWith('.'))).toBe(true);
    const hostile = stateSentence({ kind: 'unhealthy', reason: `\u202E${'x'.repeat(9999)}` });
    expect(hostile.length).toBeLessThanOrEqual(400);
    expect(hostile).not.toContain('\u202E');
  });
});
