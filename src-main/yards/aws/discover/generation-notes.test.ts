import { expect, test } from 'vitest';
import { aBlock, v1 } from '../../../../src-shared/fleet.fixture.ts';
import type { BlockState } from '../../../../src-shared/fleet.ts';
import { isFailingOpen } from './generation-notes.ts';

const unhealthy: BlockState = { kind: 'unhealthy', reason: 'Target.Timeout' };
const failsOpen = (...states: readonly BlockState[]): boolean =>
  isFailingOpen(states.map((state, slot) => ({ ...aBlock(v1, slot), state })));

test.each<[string, BlockState]>([
  ['is let go while it fails', { kind: 'unhealthy-draining', reason: '' }],
  ['is let go', { kind: 'draining', inFlight: null, endsAtMs: null }],
  ['is not known', { kind: 'unknown', reason: '' }],
  ['is ending', { kind: 'stopping' }],
  ['is not used', { kind: 'unused', reason: '' }],
])('A group fails open when all others fail and one %s', (_, state) => {
  expect(failsOpen(unhealthy, state)).toBe(true);
  // Alone it says nothing of whom the load balancer would choose.
  expect(failsOpen(state)).toBe(false);
});

test('One that may be served normally keeps a group from failing open', () => {
  expect(failsOpen(unhealthy, { kind: 'healthy' })).toBe(false);
  // Healthy for AWS, not believed by us yet.
  expect(failsOpen(unhealthy, { kind: 'starting', detail: '' })).toBe(false);
  expect(failsOpen(unhealthy, { kind: 'unavailable', reason: '' })).toBe(false);
  expect(failsOpen()).toBe(false);
});
