import { expect, it } from 'vitest';

import { aGroup, aReading } from '../discover/reading.fixture.ts';
import { aScalingGroup, readScaling } from '../discover/scaling.fixture.ts';
import { scalingPart } from './scaling-part.ts';

const group = aGroup('web-v001');
const servers = [{ Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'web-v001' }] }];
const reading = (scaling: Parameters<typeof aReading>[0]['scaling'] = []) =>
  aReading({ groups: [group], rules: [], scaling });

it('compares what the auto scaling group does, and is unread where the group is not known', () => {
  const known = readScaling(aScalingGroup('web-v001'), { policies: ['cpu (TargetTrackingScaling)'] }); // prettier-ignore
  const part = scalingPart(group, servers, reading([known]));
  if (part.kind !== 'read') throw new Error(`It is ${part.kind}.`);
  expect(part.facts).toEqual(
    expect.arrayContaining([
      { fact: 'Its sizes', value: 'web-v001: 2 to 8 servers, 4 wanted' },
      { fact: 'Its template', value: 'web version 3' },
      { fact: 'Its scaling policies', value: 'cpu (TargetTrackingScaling)' },
    ]),
  );
  expect(part.missing).toEqual([]);
  const blind = scalingPart(group, servers, reading([{ ...known, details: null }]));
  expect(blind).toMatchObject({ missing: ['What web-v001 does by itself was not read.'] });
  expect(scalingPart(group, servers, reading())).toMatchObject({
    kind: 'unread',
    because: 'The auto scaling group web-v001 was not read: whether it asks for this template version or for $Latest is not known.', // prettier-ignore
  });
  expect(scalingPart(group, [{}], reading())).toMatchObject({ kind: 'read', facts: [] });
});
