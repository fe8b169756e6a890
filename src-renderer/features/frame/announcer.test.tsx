import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { asRolloutId, asYardId } from '../../../src-shared/ids.ts';
import { aFleet, aProgress, aSnapshot } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { Announcer } from './announcer.tsx';

let shown: ShownPart | null = null;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  shown?.remove();
  vi.useRealTimers();
});

function announcer() {
  const snapshot = aSnapshot([aFleet()]);
  const part = showPart(<Announcer />, snapshot, { clock: { nowMs: () => 0 } });
  shown = part;
  const begins = (rollout: string, title: string): void => {
    const progress = [aProgress({ rollout: asRolloutId(rollout), title })];
    part.load({ ...snapshot, progress });
  };
  const wait = (ms: number): void => {
    act(() => {
      vi.advanceTimersByTime(ms);
    });
  };
  return { root: part.root, load: part.load, snapshot, begins, wait };
}

it('says one polite sentence at a time, the last one of those that waited', () => {
  const { root, begins, wait } = announcer();
  begins('r-1', 'First');
  expect(root.textContent).toBe('First');
  begins('r-2', 'Second');
  expect(root.textContent).toBe('First');
  wait(5000);
  expect(root.textContent).toBe('Second');
});

it('drops what waits to be said of the yard that is not on screen any more', () => {
  const { root, load, snapshot, begins, wait } = announcer();
  begins('r-1', 'First');
  begins('r-2', 'Second');
  load({ ...snapshot, yard: asYardId('other') });
  wait(10_000);
  expect(root.textContent).toBe('First');
});

it('does not speak, after the yard is gone, of what was waited for before', () => {
  const { root, load, snapshot, begins, wait } = announcer();
  begins('r-1', 'First');
  begins('r-2', 'Waits for your press');
  const link = { kind: 'gone', sinceMs: 1, reason: 'The yard host has ended.' } as const;
  load({ ...snapshot, link });
  wait(10_000);
  expect(root.textContent).not.toContain('First');
  expect(root.textContent).not.toContain('Waits for your press');
  expect(root.querySelector('[role=alert]')?.textContent).toContain('Yard:');
});
