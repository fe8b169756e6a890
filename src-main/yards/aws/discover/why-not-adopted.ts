/** Why a generation of others cannot be adopted, as far as a look shows; the act reads closer. Pure. */
import { plain } from '../../../../src-shared/wording.ts';
import { compare } from './fingerprint.ts';
import { hasSeveralTypes } from './mixed-policy.ts';
import type { AwsReading, Instance, TargetGroup } from './reading.ts';
import { scalingOf } from './scaling-of.ts';
import { filledBy, whyNotPinned } from './why-not-pinned.ts';

const types = 'instance types';

/** What a generation has one of (rule 2), as the reading knows it. */
const oneOfEach: readonly (readonly [string, (one: Instance) => string])[] = [
  ['images', ({ imageId }) => imageId],
  [types, ({ type }) => type],
  ['security groups', ({ securityGroups }) => securityGroups.join(' + ')],
  ['instance profiles', ({ profile }) => profile ?? ''],
];

export function whyNotAdopted(
  { arn }: TargetGroup,
  instances: readonly Instance[],
  reading: AwsReading,
): string | null {
  const scaled = whyNotScaled(arn, instances, reading);
  if (scaled !== null) return scaled;
  const isMixed = scalingOf({ arn }, reading).some(({ group }) => hasSeveralTypes(group));
  for (const [what, read] of oneOfEach) {
    // Where the policy of their group names several, which of them one is of is AWS's choice.
    if (isMixed && what === types) continue;
    const values = [...new Set(instances.map(read))].sort(compare);
    if (values.length < 2) continue;
    const shown = values.map((value) => (value === '' ? 'none' : plain(value, 60))).join(', ');
    return `Its servers have different ${what} (${shown}): a generation has one recipe.`;
  }
  const own = new Set(instances.map(({ id }) => id));
  const shared = Object.entries(reading.targets).find(
    ([other, targets]) => other !== arn && targets.some(({ id }) => own.has(id)),
  );
  if (shared === undefined) return null;
  const id = shared[1].find((target) => own.has(target.id))?.id ?? '';
  const name = reading.targetGroups.find((group) => group.arn === shared[0])?.name ?? shared[0];
  return `${plain(id, 40)} of it is registered in the target group ${plain(name, 80)}, too.`;
}

/** Null also where no auto scaling group fills it. */
function whyNotScaled(
  arn: string,
  servers: readonly Instance[],
  reading: AwsReading,
): string | null {
  const behind = scalingOf({ arn }, reading);
  const filled = filledBy(
    servers,
    behind.map(({ group }) => group.name),
  );
  if (filled.kind !== 'one') return filled.kind === 'none' ? null : filled.why;
  const one = behind.find(({ group }) => group.name === filled.name);
  if (one === undefined) {
    return `Its servers belong to the auto scaling group ${plain(filled.name, 60)}, which AWS does not show as filling this target group.`;
  }
  const imageAlias = one.details?.imageAlias ?? null;
  return whyNotPinned({ group: one.group, imageAlias, target: arn, servers });
}
