import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { fail, succeed, type Result } from '../../../src-shared/result.ts';
import type { ContentsReport } from '../../../src-shared/contents.ts';
import type { Answers } from '../../bridge/fake-bridge.ts';
import { contentsAnswers } from '../../gallery/contents-fixtures.ts';
import { aFleet, aSnapshot, galleryNowMs, imageId } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { ContentsCard } from './contents-card.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
});

function show(answers: Answers): ShownPart {
  shown = showPart(<ContentsCard a={imageId(1)} b={imageId(2)} />, aSnapshot([aFleet()]), {
    ...{ clock: { nowMs: () => galleryNowMs }, answers },
  });
  return shown;
}

function press({ root }: ShownPart, text: string): void {
  const button = [...root.querySelectorAll('button')].find((one) => one.textContent === text);
  if (button === undefined) throw new Error(`There is no button ${text}.`);
  act(() => {
    button.click();
  });
}

const calls = (part: ShownPart, name: string) => part.asked.filter((one) => one.name === name);
const jobOf = (part: ShownPart): string =>
  (calls(part, 'contents.read').at(-1)?.input as { job: string }).job;

it('tells how far it is, of its own job only, and lets go when it is cancelled', async () => {
  let answer: (result: Result<ContentsReport>) => void = () => undefined;
  const part = show({ 'contents.read': () => new Promise((resolve) => (answer = resolve)) });
  press(part, 'Compare contents');
  const bar = () => part.root.querySelector('[role="progressbar"]');
  const progress = { title: 'Reading the list of the left image', totalBytes: 200 };
  part.tellContents({ job: jobOf(part), ...progress, doneBytes: 50 });
  part.tellContents({ job: 'of somebody else', ...progress, doneBytes: 190 });
  expect(bar()?.getAttribute('aria-valuenow')).toBe('25');
  expect(bar()?.getAttribute('aria-label')).toBe('Reading the list of the left image');
  part.tellContents({
    job: jobOf(part),
    title: 'Comparing both lists',
    doneBytes: 0,
    totalBytes: 0,
  });
  expect(bar()?.getAttribute('aria-valuenow')).toBeNull();
  press(part, 'Cancel');
  expect(calls(part, 'contents.stop').map(({ input }) => input)).toEqual([{ job: jobOf(part) }]);
  // What comes after all is not shown.
  answer(fail({ code: 'refused', message: 'The comparison of contents was ended.' }));
  await part.settle();
  expect(part.root.textContent).not.toContain('was ended');
  expect(bar()).toBeNull();
});

it('draws what is in view of a long list, and is walked by the keyboard', async () => {
  const part = show(contentsAnswers);
  press(part, 'Compare contents');
  await part.settle();
  await part.settle();
  const list = part.root.querySelector('[role="listbox"]');
  const options = () => [...part.root.querySelectorAll('[role="option"]')];
  expect(options().length).toBeLessThan(40);
  expect(options()[0]?.getAttribute('aria-setsize')).toBe('1207');
  const key = (name: string) =>
    act(() => {
      list?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
    });
  key('ArrowDown');
  key('Enter');
  await part.settle();
  expect(calls(part, 'contents.file').map(({ input }) => input)).toMatchObject([{ row: 1 }]);
  expect(part.root.textContent).toContain('public/\ufffdevil\ufffd.js');
});

it('says that nothing differs, and why nothing could be read', async () => {
  const nothing = { count: 0, bytes: 0 };
  const equal = { ...{ a: nothing, b: nothing, added: nothing, removed: nothing }, changed: nothing, moved: nothing, equal: nothing }; // prettier-ignore
  const packages = { sources: [], added: 0, removed: 0, changed: 0, equal: 0, missing: [] };
  const part = show({ 'contents.read': () => succeed({ files: equal, packages }) });
  press(part, 'Compare contents');
  await part.settle();
  expect(part.root.textContent).toContain('No file differs.');
  part.remove();
  const broken = show({
    'contents.read': () => fail({ code: 'damaged', message: 'The list was changed.' }),
  });
  press(broken, 'Compare contents');
  await broken.settle();
  expect(broken.root.querySelector('[role="alert"]')?.textContent).toContain(
    'The list was changed.',
  );
});
