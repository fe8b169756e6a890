import { describe, expect, it } from 'vitest';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { aFleet, aGeneration, aRollout, v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { asRolloutId } from '../../../src-shared/ids.ts';
import type { Outcome } from '../../../src-shared/panel.ts';
import type { PreflightCheck } from '../../../src-shared/preflight-shape.ts';
import type { Preflight } from '../../../src-shared/preflight.ts';
import { usualTerms, type ReleaseIntent } from '../../../src-shared/release.ts';
import { stagesBefore } from './stages-before.ts';
import { stageNames, stageOfPhase, stagesAfter, stagesSeen, type Stage } from './stages.ts';

const intent: ReleaseIntent = {
  ...{ kind: 'release', from: v1, expectedRevision: 1, terms: usualTerms },
  candidate: { kind: 'existing', generation: v2 },
};
const at = (stages: readonly Stage[] | null): string | undefined =>
  stages?.find(({ state }) => state === 'now')?.name;
const split = (percent: number): Partial<Fleet> => ({
  split: {
    ...{ revision: 2, changedAtMs: 0 },
    weights: [
      { generation: v1, weight: 100 - percent },
      { generation: v2, weight: percent },
    ],
  },
});
const running = (percent: number, waitsAt: number | null = null): Fleet =>
  aFleet({
    ...split(percent),
    rollout: aRollout(intent, { step: { title: 'Something', waitsAt } }),
  });

describe('the stages of a release', () => {
  it('before it is begun are those of what can be read and of what was answered', () => {
    const check = (what: string, more: Partial<PreflightCheck> = {}): PreflightCheck => ({
      ...{ what, verdict: 'passed', text: '', todo: '', stops: false },
      ...more,
    });
    const preflight = (...forward: PreflightCheck[]): Preflight => ({
      forward,
      back: [],
      cost: '',
    });
    const asking = { verdict: 'asking' } as const;
    expect(at(stagesBefore(null))).toBe('Choose');
    expect(at(stagesBefore(preflight(check('Difference', asking), check('Image', asking))))).toBe('Compare'); // prettier-ignore
    expect(at(stagesBefore(preflight(check('Difference'), check('Image', asking))))).toBe('Preflight'); // prettier-ignore
    const stopped = check('Image', { verdict: 'failed', stops: true });
    expect(at(stagesBefore(preflight(stopped)))).toBe('Preflight');
    const ready = stagesBefore(preflight(check('Image')));
    expect(ready.map(({ state }) => state)).toEqual([
      ...['done', 'done', 'done', 'ahead', 'ahead', 'ahead', 'ahead'],
    ]);
  });

  it('of one that another panel carries are read off the split', () => {
    expect(at(stagesSeen(running(0), intent))).toBe('Warm up');
    expect(at(stagesSeen(running(0, 1), intent))).toBe('Cut over');
    expect(at(stagesSeen(running(10), intent))).toBe('Cut over');
    expect(at(stagesSeen(running(100), intent))).toBe('Watch');
  });

  it('end with what there is to keep, and only after it went well', () => {
    const outcome: Outcome = {
      ...{ fleet: aFleet().id, rollout: asRolloutId('r'), intent, atMs: 1, kind: 'verified' },
      ...{ text: '', firstResponseMs: null },
    };
    const ended = aFleet({ ...split(100), previous: v1 });
    expect(at(stagesAfter(ended, outcome))).toBe('Keep or retire');
    expect(stagesAfter(ended, { ...outcome, kind: 'failed' })).toBeNull();
    expect(stagesAfter(ended, undefined)).toBeNull();
    expect(stagesAfter({ ...ended, ...split(0) }, outcome)).toBeNull();
    const retired = aGeneration(1, { rung: 'retired', blocks: [] });
    expect(stagesAfter({ ...ended, generations: [retired, aGeneration(2)] }, outcome)).toBeNull();
  });

  it('have a place for each step of a release', () => {
    const steps = ['launch', 'prove', 'press', 'shift', 'bake'] as const;
    const places = steps.map(stageOfPhase).map((name) => stageNames.indexOf(name ?? 'Choose'));
    expect(places).toEqual([3, 3, 4, 4, 5]);
    expect(stageOfPhase('quiet')).toBeNull();
  });
});
