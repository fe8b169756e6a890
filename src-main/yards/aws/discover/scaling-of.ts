/** The auto scaling groups behind one target group. Pure. */
import type { GenerationId } from '../../../../src-shared/ids.ts';
import { generationIdOfGroup } from './fleet-id.ts';
import { wantedOf } from './fresh-members.ts';
import type { FleetGrouping } from './group-fleets.ts';
import { rolloutTag, type AwsReading, type ReadScaling, type TargetGroup } from './reading.ts';

export function scalingOf(
  { arn }: Pick<TargetGroup, 'arn'>,
  { scaling }: Pick<AwsReading, 'scaling'>,
): readonly ReadScaling[] {
  return scaling.filter(({ group }) => group.targetGroupArns.includes(arn));
}

/** Those of a fleet's generations. */
export function scalingBehind(
  { attached, idle }: Pick<FleetGrouping, 'attached' | 'idle'>,
  reading: Pick<AwsReading, 'scaling'>,
): (generation: GenerationId) => readonly ReadScaling[] {
  return (generation) =>
    [...attached, ...idle]
      .filter(({ arn }) => generationIdOfGroup(arn) === generation)
      .flatMap((group) => scalingOf(group, reading));
}

/** Also when one of them was not made by the launch that made the target group. */
export function isScaledByOthers(group: TargetGroup, reading: AwsReading): boolean {
  return scalingOf(group, reading).some(
    (one) => one.group.tags[rolloutTag] !== group.tags[rolloutTag],
  );
}

/** How many servers it is meant to have; null where no auto scaling group says so. */
export function wantedBy(group: TargetGroup, reading: AwsReading): number | null {
  const all = scalingOf(group, reading);
  return all.length === 0 ? null : all.reduce((sum, one) => sum + wantedOf(one.group), 0);
}
