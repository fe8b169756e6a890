/** The seven stages of a release and how far it is, read off what is seen and never off what was clicked. Pure. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { Course, Outcome } from '../../../src-shared/panel.ts';
import type { ReleaseIntent } from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import { wayBackOf, weightOf } from '../../../src-shared/roles.ts';
import { sendsAllTo } from '../../../src-shared/split.ts';

export const stageNames = [
  'Choose',
  'Compare',
  'Preflight',
  'Warm up',
  'Cut over',
  'Watch',
  'Keep or retire',
] as const;

export type StageName = (typeof stageNames)[number];

export interface Stage {
  readonly number: number;
  readonly name: StageName;
  readonly state: 'done' | 'now' | 'ahead';
}

/** Where a step of the engine belongs; null: to no release. */
export function stageOfPhase(name: Course['phases'][number]['name']): StageName | null {
  switch (name) {
    case 'launch':
    case 'prove':
      return 'Warm up';
    case 'press':
    case 'shift':
      return 'Cut over';
    case 'bake':
      return 'Watch';
    default:
      return null;
  }
}

/** Of a release whose steps only its owner knows: by the split. */
export function stagesSeen(fleet: Fleet, intent: ReleaseIntent): readonly Stage[] {
  const candidate = releasedId(fleet, intent);
  if (sendsAllTo(fleet, candidate)) return stagesAt('Watch');
  const waits = (fleet.rollout?.step?.waitsAt ?? null) !== null;
  return stagesAt(waits || weightOf(fleet, candidate) > 0 ? 'Cut over' : 'Warm up');
}

/** After it went well, for as long as there is something to keep or to retire; null: else. */
export function stagesAfter(fleet: Fleet, outcome: Outcome | undefined): readonly Stage[] | null {
  if (outcome?.intent.kind !== 'release' || fleet.rollout !== null) return null;
  if (outcome.kind !== 'verified' && outcome.kind !== 'accepted') return null;
  const isThere = sendsAllTo(fleet, releasedId(fleet, outcome.intent));
  return isThere && wayBackOf(fleet) !== undefined ? stagesAt('Keep or retire') : null;
}

export function stagesAt(now: StageName, state: 'now' | 'ahead' = 'now'): readonly Stage[] {
  const at = stageNames.indexOf(now);
  return stageNames.map((name, index) => ({
    number: index + 1,
    name,
    state: index < at ? 'done' : index > at ? 'ahead' : state,
  }));
}
