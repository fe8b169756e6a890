/** How a generation is proved alone: the operator's own test listener or rule, and its form. */
import { awsFleet, awsSnapshot } from './aws-fixtures.ts';
import type { GalleryState } from './gallery-state.ts';

const fleet = awsFleet();
const withTests = (through: string) =>
  fleet.entry.kind === 'http'
    ? { ...fleet, entry: { ...fleet.entry, proof: { kind: 'declared' as const, through } } }
    : fleet;

export const testEntryStates: Readonly<Record<string, GalleryState>> = {
  'test-entry-form': {
    snapshot: awsSnapshot([withTests('test listener 8443 of shop-internal')], {
      tests: [
        { fleet: fleet.id, test: { kind: 'listener', balancer: 'shop-internal', port: 8443 } },
      ],
    }),
    presses: ['Change the test\u2026'],
  },
  'test-entry-header': {
    snapshot: awsSnapshot([withTests('test rule for the header x-test: green')], {
      tests: [{ fleet: fleet.id, test: { kind: 'header', name: 'x-test', value: 'green' } }],
    }),
    presses: ['Change the test\u2026'],
  },
  'test-entry-turned': {
    snapshot: awsSnapshot([withTests('test listener 8443')], {
      tests: [
        { fleet: fleet.id, test: { kind: 'listener', balancer: null, port: 8443, turns: true } },
      ],
    }),
    presses: ['Change the test\u2026'],
  },
  'test-entry-form-empty': {
    snapshot: awsSnapshot([fleet], { tests: [] }),
    presses: ['Use one of yours\u2026'],
  },
};
