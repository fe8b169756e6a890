/** The auto scaling group of a generation, as the last look read it: what it starts servers from, and when. */
import type { Instance } from '@aws-sdk/client-ec2';
import { plain } from '../../../../src-shared/wording.ts';
import { scalingGroupTag, type AwsReading, type TargetGroup } from '../discover/reading.ts';
import { scalingOf } from '../discover/scaling-of.ts';
import { scalingFactsOf } from '../discover/scaling-told.ts';
import { nothingDescribed, spread, type DescribedPart } from './described-part.ts';
import { tagOf } from './instance-facts.ts';

export function scalingPart(
  group: TargetGroup,
  instances: readonly Instance[],
  reading: AwsReading,
): DescribedPart {
  const known = scalingOf(group, reading);
  const name = spread(instances.map((instance) => tagOf(instance, scalingGroupTag)));
  if (known.length === 0 && name !== null) {
    // A group may say `$Latest`: its next server would then be another one than these.
    const because = `The auto scaling group ${plain(name, 120)} was not read: whether it asks for this template version or for $Latest is not known.`;
    return { kind: 'unread', because };
  }
  const unread = known.filter(({ details }) => details === null);
  return {
    ...nothingDescribed,
    // Its servers name it already.
    facts: scalingFactsOf(group, reading).map(({ fact, value }) => ({
      fact: fact === 'Auto scaling group' ? 'Its sizes' : fact,
      value,
    })),
    missing: unread.map(
      ({ group: one }) => `What ${plain(one.name, 120)} does by itself was not read.`,
    ),
  };
}
