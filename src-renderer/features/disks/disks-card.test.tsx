import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { DisksReport } from '../../../src-shared/disk-blocks.ts';
import { fail, succeed, type Result } from '../../../src-shared/result.ts';
import type { Answers } from '../../bridge/fake-bridge.ts';
import { awsFleet, awsSnapshot } from '../../gallery/aws-fixtures.ts';
import { galleryNowMs, imageId } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { DisksCard } from './disks-card.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
});

function show(answers: Answers): ShownPart {
  shown = showPart(<DisksCard a={imageId(1)} b={imageId(2)} />, awsSnapshot([awsFleet()]), {
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

it('asks for nothing before the press, tells how far it is, and lets go when it is cancelled', async () => {
  let answer: (result: Result<DisksReport>) => void = () => undefined;
  const part = show({ 'disks.read': () => new Promise((resolve) => (answer = resolve)) });
  expect(calls(part, 'disks.read')).toEqual([]);
  expect(part.root.textContent).toContain('charges such requests by the thousand');
  press(part, 'Read changed blocks');
  const { job } = calls(part, 'disks.read')[0]?.input as { job: string };
  const bar = () => part.root.querySelector('[role="progressbar"]');
  const progress = { title: 'Reading changed blocks of Root volume', totalBytes: 400 };
  part.tellContents({ job, ...progress, doneBytes: 100 });
  part.tellContents({ job: 'of somebody else', ...progress, doneBytes: 300 });
  expect(bar()?.getAttribute('aria-valuenow')).toBe('25');
  press(part, 'Cancel');
  expect(calls(part, 'disks.stop').map(({ input }) => input)).toEqual([{ job }]);
  // What comes after all is not shown.
  answer(fail({ code: 'refused', message: 'The reading of changed blocks was ended.' }));
  await part.settle();
  expect(part.root.textContent).not.toContain('was ended');
});

it('draws where the changes lie, says it in words, and leaves what was not read apart', async () => {
  const strip = [...Array.from({ length: 238 }, () => 0), 0.5, null];
  const reading = {
    kind: 'compared',
    blockBytes: 524_288,
    blocks: 2400,
    changed: 5,
    strip,
  } as const;
  const disk = (readBlocks: number) => ({ name: 'Root volume', notes: [], reading: { ...reading, strip: [...strip], readBlocks } }); // prettier-ignore
  const part = show({ 'disks.read': () => succeed({ disks: [disk(2395)], requests: 3 }) });
  press(part, 'Read changed blocks');
  await part.settle();
  expect(part.root.querySelectorAll('rect')).toHaveLength(2);
  expect(part.root.querySelector('svg')?.getAttribute('aria-label')).toMatch(
    /^Changed blocks of Root volume: about 1.2 GiB \(50 % of it\)$/u,
  );
  expect(part.root.textContent).toContain('at least 0.2 % changed');
  expect(part.root.textContent).toContain('What lies beyond is not known.');
  // The control: read to its end it is said without reserve.
  const whole = show({ 'disks.read': () => succeed({ disks: [disk(2400)], requests: 3 }) });
  press(whole, 'Read changed blocks');
  await whole.settle();
  expect(whole.root.textContent).not.toContain('at least');
});
