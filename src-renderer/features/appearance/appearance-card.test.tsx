import { act } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import type { AppearanceReport } from '../../../src-shared/appearance-schema.ts';
import { fail, type Result } from '../../../src-shared/result.ts';
import type { Answers } from '../../bridge/fake-bridge.ts';
import { appearanceAnswers } from '../../gallery/appearance-states.ts';
import { aFleet, aSnapshot, galleryNowMs, generationId } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { AppearanceCard } from './appearance-card.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
  vi.unstubAllGlobals();
});

function show(answers: Answers): ShownPart {
  const fleet = aFleet();
  const sides = { a: generationId(1), b: generationId(2) };
  shown = showPart(
    <AppearanceCard {...{ fleet, ...sides }} nameA="v001 current" nameB="v002 candidate" />,
    aSnapshot([fleet]),
    { clock: { nowMs: () => galleryNowMs }, answers },
  );
  return shown;
}

function press({ root }: ShownPart, text: string): void {
  const button = [...root.querySelectorAll('button')].find(
    (one) => (one.getAttribute('aria-label') ?? one.textContent) === text,
  );
  if (button === undefined) throw new Error(`There is no button ${text}.`);
  act(() => {
    button.click();
  });
}

const calls = (part: ShownPart, name: string) => part.asked.filter((one) => one.name === name);
const jobOf = (part: ShownPart): string =>
  (calls(part, 'appearance.compare').at(-1)?.input as { job: string }).job;

it('tells how far it is, of its own job only, and stops when it is cancelled', async () => {
  let answer: (result: Result<AppearanceReport>) => void = () => undefined;
  const part = show({ 'appearance.compare': () => new Promise((resolve) => (answer = resolve)) });
  press(part, 'Compare the pages');
  const bar = () => part.root.querySelector('[role="progressbar"]');
  part.tellAppearance({ job: jobOf(part), title: '/checkout', done: 1, total: 4 });
  part.tellAppearance({ job: 'of somebody else', title: '/other', done: 3, total: 4 });
  expect(bar()?.getAttribute('aria-valuenow')).toBe('25');
  expect(part.root.textContent).toContain('/checkout, 2 of 4');
  press(part, 'Cancel');
  expect(calls(part, 'appearance.stop').map(({ input }) => input)).toEqual([{ job: jobOf(part) }]);
  answer(fail({ code: 'refused', message: 'The comparison of pages was stopped.' }));
  await part.settle();
  expect(bar()).toBeNull();
  expect(part.root.textContent).not.toContain('was stopped');
});

it('says in words what differs, and what the pages did besides', async () => {
  const part = show(appearanceAnswers);
  press(part, 'Compare the pages');
  await part.settle();
  const text = part.root.textContent;
  expect(part.root.querySelector('[role="status"]')?.textContent).toBe(
    '1 of 3 pictures differs, 1 could not be compared.',
  );
  expect(text).toMatch(/\d+ regions changed, [\d.]+ %/u);
  expect(text).toContain('v002 candidate asked for cdn.example.com: blocked, 3 times');
  // Pictures are read when they are looked at: those of the page in view alone.
  expect(calls(part, 'appearance.picture').map(({ input }) => input)).toMatchObject([
    { shot: 0, kind: 'a' },
    { shot: 0, kind: 'b' },
  ]);
  expect(part.root.querySelectorAll('canvas[role="img"]')).toHaveLength(2);
});

it('keeps the list with the settings, and a region that is ignored with it', async () => {
  const part = show(appearanceAnswers);
  press(part, 'Compare the pages');
  await part.settle();
  press(part, 'Difference');
  press(part, 'Ignore from now on: region 1');
  const saved = calls(part, 'settings.set').map(({ input }) => input);
  expect(saved).toHaveLength(2);
  expect(saved[1]).toMatchObject({
    appearance: [{ list: { paths: [{ path: '/', ignore: [{ kind: 'area', viewport: 480 }] }] } }],
  });
  expect(part.root.textContent).toContain('It is ignored from the next comparison on.');
});

it('blinks by a press where motion is not welcome, and slides by the keyboard', async () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  const part = show(appearanceAnswers);
  press(part, 'Compare the pages');
  await part.settle();
  press(part, 'Blink');
  const names = () => [...part.root.querySelectorAll('canvas[role="img"]')].map((one) => one.getAttribute('aria-label')); // prettier-ignore
  expect(names()).toEqual([expect.stringContaining('v001 current')]);
  press(part, 'Show the other one');
  expect(names()).toEqual([expect.stringContaining('v002 candidate')]);
  press(part, 'Slider');
  const range = part.root.querySelector('input[type="range"]');
  expect(range?.getAttribute('aria-label')).toBe('Where v001 current ends and v002 candidate begins'); // prettier-ignore
});
