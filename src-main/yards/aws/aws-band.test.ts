import { expect, it } from 'vitest';
import { asYardId } from '../../../src-shared/ids.ts';
import { writeRefusal } from '../../../src-shared/safety.ts';
import type { KeptYard } from '../kept-yard.ts';
import { awsBand } from './aws-band.ts';

const ours = '111111111111';
const theirs = '222222222222';
const kept: KeptYard = {
  ...{ id: asYardId('aws-1'), kind: 'aws', safety: 'normal', markers: [], accountId: ours },
  connection: {
    credentials: { kind: 'profile', profile: 'shop' },
    region: 'eu-central-1',
    endpoint: null,
  },
};
const ann = (accountId: string) => ({ accountId, actor: 'ann', endsAtMs: null });

it.each([
  { who: null, seen: theirs, actor: '' },
  // Asked before the credentials led elsewhere: it is not who acts there.
  { who: ann(ours), seen: theirs, actor: '' },
  { who: ann(theirs), seen: ours, actor: 'ann' },
  { who: ann(theirs), seen: null, actor: 'ann' },
])('leads elsewhere when one of who acts and what is seen does: $who, $seen', (at) => {
  const band = awsBand(kept, at.who, at.seen);
  expect(band.account).toMatchObject({ id: theirs, changedFrom: ours, actor: at.actor });
  expect(writeRefusal(band)).toContain('2222-2222-2222');
});

it.each([
  { who: null, seen: null, actor: '' },
  { who: ann(ours), seen: null, actor: 'ann' },
  { who: null, seen: ours, actor: '' },
  { who: ann(ours), seen: ours, actor: 'ann' },
])('is the kept account when nothing speaks against it: $who, $seen', (at) => {
  const band = awsBand(kept, at.who, at.seen);
  expect(band.account).toMatchObject({ id: ours, changedFrom: null, actor: at.actor });
  expect(writeRefusal(band)).toBeNull();
});
