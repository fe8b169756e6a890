import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import { aFleet, aSnapshot } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { StatusBar } from './status-bar.tsx';

let shown: ShownPart | null = null;
let nowMs = 0;

beforeEach(() => {
  vi.useFakeTimers();
  nowMs = 1_795_442_600_000;
});
afterEach(() => {
  shown?.remove();
  vi.useRealTimers();
});

function bar(link: PanelSnapshot['link'], observedAtMs: number) {
  const snapshot = aSnapshot([aFleet()], { link, observedAtMs });
  const part = showPart(<StatusBar />, snapshot, { clock: { nowMs: () => nowMs } });
  shown = part;
  const pass = (ms: number): void => {
    nowMs += ms;
    act(() => {
      vi.advanceTimersByTime(ms);
    });
  };
  const text = (): string => part.root.textContent.replaceAll('\u00a0', ' ');
  const load = (next: PanelSnapshot['link']): void => {
    part.load({ ...snapshot, link: next });
  };
  return { text, pass, load };
}

it('says how old a live picture is when it is old, and counts on', () => {
  const { text, pass, load } = bar({ kind: 'live', asOfMs: nowMs - 52_000 }, nowMs - 900_000);
  expect(text()).toContain('Seen 52 s ago at ');
  expect(text()).not.toContain('Up to date');
  pass(5000);
  expect(text()).toContain('Seen 57 s ago at ');
  load({ kind: 'live' });
  expect(text()).toContain('Up to date, last change seen at ');
});

it('is up to date below that, however long ago something changed, and asks for no timer', () => {
  const { text, pass } = bar({ kind: 'live' }, nowMs - 900_000);
  expect(vi.getTimerCount()).toBe(0);
  pass(60_000);
  expect(text()).toContain('Up to date, last change seen at ');
});

it('counts losses up to the last look where the yard host has ended', () => {
  const link = { kind: 'gone', sinceMs: nowMs - 3000, reason: 'Killed.' } as const;
  expect(bar(link, nowMs - 3400).text()).toMatch(/0 requests lost until \d\d:\d\d:\d\d/u);
});

it('counts from what was seen last where nothing is seen any more', () => {
  const link = { kind: 'stale', sinceMs: nowMs - 3000, reason: 'No answer.' } as const;
  expect(bar(link, nowMs - 30_000).text()).toContain('Seen 30 s ago at ');
});
