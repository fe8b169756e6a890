import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { BlockState } from '../../../src-shared/fleet.ts';
import { aGeneration, galleryNowMs } from '../../gallery/fixtures.ts';
import { releasing } from '../../gallery/release-fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { CourseControls } from './course-controls.tsx';
import { runningRelease } from './running-release.ts';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
});

/** Held at 10 %, where it waits for a person. */
function buttons(states: readonly BlockState[]) {
  shown?.remove();
  const snapshot = releasing({
    ...{ now: 3, title: 'v002 has 10 % of the traffic', because: 'v002 waits for your press' },
    steps: [{ percent: 10, pauseMs: null }],
    share: 10,
    offers: [{ kind: 'pass', place: 2 }, { kind: 'hold' }],
    candidate: aGeneration(2, { states }),
  });
  const [fleet] = snapshot.fleets;
  const release = fleet && runningRelease(fleet, snapshot.progress[0], undefined);
  if (fleet === undefined || release === null || release === undefined)
    throw new Error('No release.');
  const part = showPart(<CourseControls fleet={fleet} release={release} />, snapshot, {
    clock: { nowMs: () => galleryNowMs },
  });
  shown = part;
  const all = [...part.root.querySelectorAll('button')];
  const of = (text: string) => all.find(({ textContent }) => textContent.includes(text));
  return { goOn: of('Go on'), hold: of('Hold'), text: part.root.textContent };
}

const down: BlockState = { kind: 'unhealthy', reason: 'No answer.' };

it('does not go on to a generation without a healthy block, and says why', () => {
  const { goOn, hold, text } = buttons([down, down, down, down]);
  expect(goOn?.getAttribute('aria-disabled')).toBe('true');
  expect(text).toContain('0 of 4 blocks of v002 are healthy');
  // To hold is never refused for it.
  expect(hold?.getAttribute('aria-disabled')).not.toBe('true');
  act(() => goOn?.click());
  expect(shown?.asked.filter(({ name }) => name === 'rollout.control')).toEqual([]);
});

it('goes on to a whole one: the control', () => {
  const { goOn, text } = buttons([]);
  expect(goOn?.getAttribute('aria-disabled')).not.toBe('true');
  expect(text).not.toContain('healthy');
  act(() => goOn?.click());
  expect(shown?.asked.filter(({ name }) => name === 'rollout.control')).toHaveLength(1);
});
