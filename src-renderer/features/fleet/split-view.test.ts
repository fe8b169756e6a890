import { describe, expect, it } from 'vitest';
import { awsFleet } from '../../gallery/aws-fixtures.ts';
import { anOutcome, cutOverIntent } from '../../gallery/fixtures.ts';
import { releaseIntent, sharedFleet } from '../../gallery/release-fixtures.ts';
import { splitView } from './split-view.ts';

describe('splitView', () => {
  it('says the shares of both while a release moves them', () => {
    const fleet = awsFleet({ change: { split: sharedFleet(10, 0, {}).split } });
    const view = splitView(fleet, fleet.generations, undefined);
    expect(view.parts.map(({ share }) => share)).toEqual([0.9, 0.1]);
    expect(view.text).toBe('The load balancer sends 90 % to v001, 10 % to v002');
  });

  it('keeps the proof of a switch and of a release for as long as who was switched to serves', () => {
    const proof = (serves: number, intent: Parameters<typeof anOutcome>[0]) => {
      const fleet = awsFleet({ serves });
      return splitView(fleet, fleet.generations, anOutcome({ text: 'Seen.', ...intent })).proof;
    };
    expect(proof(2, { intent: cutOverIntent })).toBe('Seen.');
    expect(proof(2, { intent: releaseIntent([], true) })).toBe('Seen.');
    expect(proof(1, { intent: releaseIntent([], true) })).toBeNull();
    expect(proof(2, { intent: releaseIntent([], true), kind: 'failed' })).toBeNull();
  });
});
