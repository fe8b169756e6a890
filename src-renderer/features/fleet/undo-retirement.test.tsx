import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { Course, Progress } from '../../../src-shared/panel.ts';
import {
  aFleet,
  aProgress,
  aSnapshot,
  galleryNowMs,
  generationId,
} from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { UndoRetirement } from './undo-retirement.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
});

const course = (offers: Course['offers']): Course => ({
  ...{ phases: [], isHeld: false, offers, leftMs: 5000 },
});

function button(intent: Progress['intent'], offers: Course['offers']): HTMLElement | null {
  shown?.remove();
  const fleet = aFleet({ serves: 2, previous: 1 });
  const progress = [aProgress({ intent, course: course(offers) })];
  shown = showPart(<UndoRetirement fleet={fleet} />, aSnapshot([fleet], { progress }), {
    clock: { nowMs: () => galleryNowMs },
  });
  return shown.root.querySelector('button');
}

it.each(['retire', 'stop'] as const)(
  'takes back a %s while that is offered, and not later',
  (kind) => {
    const intent = { kind, generation: generationId(1) };
    expect(button(intent, [])).toBeNull();
    const undo = button(intent, [{ kind: 'abort' }]);
    expect(undo?.textContent).toBe('Undo: keep v001');
    expect(undo?.title).toContain(kind === 'stop' ? 'was stopped yet' : 'was ended yet');
    act(() => undo?.click());
    expect(shown?.asked).toMatchObject([{ input: { change: { kind: 'abort' } } }]);
  },
);
