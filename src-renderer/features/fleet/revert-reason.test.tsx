import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { PanelSnapshot, TimelineEvent } from '../../../src-shared/panel.ts';
import {
  aFleet,
  anOutcome,
  aSnapshot,
  galleryNowMs,
  revertIntent,
} from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { RevertReason } from './revert-reason.tsx';

let shown: ShownPart | null = null;
afterEach(() => shown?.remove());

const fleet = aFleet({ previous: null });
const revert = anOutcome({ intent: revertIntent, firstResponseMs: 18_000, atMs: galleryNowMs });

function card(
  outcome = revert,
  more: Partial<PanelSnapshot> = {},
  nowMs = galleryNowMs,
): ShownPart {
  const part = <RevertReason {...{ fleet, outcome, nowMs }} />;
  shown = showPart(part, aSnapshot([fleet], more), { clock: { nowMs: () => nowMs } });
  return shown;
}

it('says how long the revert took and asks why, after it and never before', () => {
  expect(card().root.textContent).toMatch(/Reverted to v001 in 18/u);
  expect(card(anOutcome()).root.textContent).toBe('');
  expect(card({ ...revert, kind: 'failed' }).root.textContent).toBe('');
  expect(card(revert, {}, galleryNowMs + 3_600_000).root.textContent).toBe('');
});

it('calls nothing reverted that was only accepted', () => {
  const { root } = card({ ...revert, kind: 'accepted', firstResponseMs: null });
  expect(root.querySelector('h2')?.textContent).toBe('Revert to v001 accepted, not verified');
});

it('stays while somebody writes, and brings back what was typed', () => {
  const late = galleryNowMs + 3_600_000;
  const key = JSON.stringify([aSnapshot([fleet]).yard, fleet.id, revert.rollout]);
  const noteDrafts = { [key]: { text: 'Checkout ans', sent: null } };
  const part = <RevertReason {...{ fleet, outcome: revert, nowMs: late }} />;
  const line: TimelineEvent = {
    ...{ id: 'note-1', atMs: late, fleet: revert.fleet, rollout: revert.rollout },
    ...{ severity: 'info', title: 'Why', detail: '', by: 'ben', isNote: true },
  };
  const snapshot = aSnapshot([fleet], { timeline: [line] });
  shown = showPart(part, snapshot, { clock: { nowMs: () => late }, view: { noteDrafts } });
  expect(shown.root.querySelector('input')?.value).toBe('Checkout ans');
});

it('stays under the hands of who is in it, and goes when they leave it empty', () => {
  const late = galleryNowMs + 3_600_000;
  const line: TimelineEvent = {
    ...{ id: 'note-1', atMs: late, fleet: revert.fleet, rollout: revert.rollout },
    ...{ severity: 'info', title: 'Why', detail: '', by: 'ben', isNote: true },
  };
  const { root, load } = card();
  // Only what stands in the page can have the focus.
  document.body.append(root);
  const field = root.querySelector('input');
  act(() => field?.focus());
  load(aSnapshot([fleet], { timeline: [line] }));
  expect(root.querySelector('input')).toBe(field);
  act(() => field?.blur());
  expect(root.textContent).toBe('');
  root.remove();
});

it('takes no for an answer, and asks nobody for what somebody has said', () => {
  const { root, asked } = card();
  const leave = [...root.querySelectorAll('button')].find((one) => one.textContent === 'Not now');
  act(() => {
    leave?.click();
  });
  expect(root.textContent).toBe('');
  expect(asked).toEqual([]);
  const { rollout, fleet: of } = revert;
  const line: TimelineEvent = {
    ...{ id: 'note-1', atMs: galleryNowMs, fleet: of, rollout, severity: 'info', title: 'Why' },
    ...{ detail: '', by: 'ben' },
  };
  const said: TimelineEvent = { ...line, isNote: true };
  expect(card(revert, { timeline: [said] }).root.textContent).toBe('');
  // The control: a line of the revert's own is no reason.
  expect(card(revert, { timeline: [line] }).root.textContent).toContain('Optional');
});
