import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import { awsLike } from '../../gallery/aws-fixtures.ts';
import { aFleet, anEntry, aSnapshot, galleryNowMs, storefront } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { PauseAct, ResumeAct } from './pause-act.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
});

const holding = { kind: 'paused', by: 'ana on desk', endsAtMs: galleryNowMs + 20_000 } as const;
const paused = aFleet({ change: { entry: anEntry({ holding }) } });

function buttons(fleet: typeof paused, change: Partial<PanelSnapshot> = {}) {
  shown?.remove();
  const both = (
    <>
      <PauseAct fleet={fleet} />
      <ResumeAct fleet={fleet} />
    </>
  );
  const part = showPart(both, aSnapshot([fleet], change), {
    clock: { nowMs: () => galleryNowMs },
  });
  shown = part;
  return [...part.root.querySelectorAll('button')];
}

const texts = (found: readonly Element[]) => found.map(({ textContent }) => textContent);
const press = (button: HTMLElement | undefined) => {
  act(() => button?.click());
};
const asked = () => shown?.asked.filter(({ name }) => name === 'entry.pause');

it('offers a pause, and beside a paused entry its end', () => {
  const [pause, ...more] = buttons(aFleet());
  expect(pause?.textContent).toBe('Pause the entry');
  expect(pause?.title).toContain('for 30 s at most');
  expect(more).toEqual([]);
  press(pause);
  expect(asked()?.map(({ input }) => input)).toMatchObject([{ fleet: storefront, isPaused: true }]);
  const resume = buttons(paused);
  expect(texts(resume)).toEqual(['Resume']);
  press(resume[0]);
  expect(asked()?.map(({ input }) => input)).toMatchObject([
    { fleet: storefront, isPaused: false },
  ]);
});

it('offers none where nobody can wait, and refuses where the yard does not answer', () => {
  expect(buttons(aFleet(), { capabilities: awsLike })).toEqual([]);
  const gone = { kind: 'gone', sinceMs: 0, reason: 'It ended.' } as const;
  for (const fleet of [aFleet(), paused]) {
    const [button] = buttons(fleet, { link: gone });
    expect(button?.getAttribute('aria-disabled')).toBe('true');
    press(button);
    expect(asked()).toEqual([]);
  }
});
