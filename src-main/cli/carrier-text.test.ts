import { expect, it } from 'vitest';
import { aRollout, v1 } from '../../src-shared/fleet.fixture.ts';
import { carrierName, carrierText } from './carrier-text.ts';

const rollout = aRollout({ kind: 'retire', generation: v1 }, { leaseEndsAtMs: 50_000 });

it('says who carries a change while the lease runs, and that nobody does when it is over', () => {
  expect(carrierText(rollout, 50_000)).toMatch(/ carries the retire\.$/u);
  expect(carrierName(rollout, 50_000)).not.toContain('lease');
  expect(carrierText(rollout, 64_000)).toMatch(/^Nobody carries the retire: .* for about 14 s\. `blockyard watch --carry`/u); // prettier-ignore
  expect(carrierName(rollout, 64_000)).toMatch(/ \(lease over\)$/u);
});
