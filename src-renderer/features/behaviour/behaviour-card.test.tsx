import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { BehaviourReport } from '../../../src-shared/behaviour-schema.ts';
import { startsTold } from '../../../src-shared/block-starts.ts';
import type { Generation } from '../../../src-shared/fleet.ts';
import { asBlockId } from '../../../src-shared/ids.ts';
import { fail, type Result } from '../../../src-shared/result.ts';
import type { Answers } from '../../bridge/fake-bridge.ts';
import { behaviourStates } from '../../gallery/behaviour-states.ts';
import { aFleet, aGeneration, aSnapshot, galleryNowMs } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { BehaviourCard } from './behaviour-card.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
});

function show(answers: Answers, generations = [aGeneration(1), aGeneration(2)]): ShownPart {
  const fleet = aFleet({ generations });
  const [one, other] = generations as [Generation, Generation];
  const a = { generation: one, name: 'v001', hue: 'old' as const };
  const b = { generation: other, name: 'v002', hue: 'new' as const };
  const clock = { nowMs: () => galleryNowMs };
  shown = showPart(<BehaviourCard {...{ fleet, a, b }} />, aSnapshot([fleet]), { clock, answers });
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

it('tells how far its own run is, and stops it when it is cancelled', async () => {
  let answer: (result: Result<BehaviourReport>) => void = () => undefined;
  const part = show({ 'behaviour.compare': () => new Promise((resolve) => (answer = resolve)) });
  press(part, 'Send sample requests');
  const { job, paths } = calls(part, 'behaviour.compare')[0]?.input as { job: string; paths: unknown }; // prettier-ignore
  expect(paths).toEqual([{ path: '/' }]);
  part.tellBehaviour({ job, title: '/', done: 15, total: 60 });
  part.tellBehaviour({ job: 'of somebody else', title: '/other', done: 45, total: 60 });
  const bar = () => part.root.querySelector('[role="progressbar"]');
  expect(bar()?.getAttribute('aria-valuenow')).toBe('25');
  press(part, 'Cancel');
  expect(calls(part, 'behaviour.stop').map(({ input }) => input)).toEqual([{ job }]);
  answer(fail({ code: 'refused', message: 'The sample requests were stopped.' }));
  await part.settle();
  expect(bar()).toBeNull();
  expect(part.root.textContent).not.toContain('were stopped');
});

it('says the verdict of each path in words', async () => {
  const part = show(behaviourStates['behaviour']?.answers ?? {});
  press(part, 'Send sample requests');
  await part.settle();
  expect(part.root.textContent).toContain('v002 fails more at 1 of 3 paths; is slower at 1 of 3 paths.'); // prettier-ignore
  expect(part.root.textContent).toContain('11 \u00d7 503, 9 \u00d7 200');
});

it('says what is not known instead of drawing it', () => {
  const start = { block: asBlockId('b'), launchedAtMs: 0, runningMs: 80, firstResponseMs: null };
  const starts = startsTold([{ ...start, healthyMs: 1200 }], 'yard');
  const known = aGeneration(2, { change: { ...(starts && { starts }) } });
  const part = show({}, [aGeneration(1), { ...known, blocks: [] }]);
  const text = part.root.textContent;
  expect(text).toContain('Not known: none of its starts was seen.');
  expect(text).toContain('healthy after 1.2 s');
  expect(text).toContain('Not known here: its yard');
  expect(text).toContain('The next replacement will take about 1.2 s');
  expect(part.root.querySelectorAll('figure')).toHaveLength(0);
});

it('draws a first response beside the starts, and one of long after in words only', () => {
  const of = (number: number, firstResponseMs: number) => {
    const start = { block: asBlockId('b'), launchedAtMs: 0, runningMs: 80, firstResponseMs };
    const starts = startsTold([{ ...start, healthyMs: 1000 }], 'yard');
    return aGeneration(number, { change: { ...(starts && { starts }) } });
  };
  const rings = ({ root }: ShownPart) =>
    [...root.querySelectorAll<HTMLElement>('[class*="response"]')].map(({ style }) => style.left);
  const near = show({}, [of(1, 1600), of(2, 800)]);
  expect(rings(near)).toEqual(['100%', '50%']);
  expect(near.root.textContent).not.toContain('in words only');
  near.remove();
  const late = show({}, [of(1, 7_200_000), of(2, 500)]);
  expect(rings(late)).toEqual(['50%']);
  expect(late.root.textContent).toContain('that came long after stands in words only');
  expect(late.root.textContent).toContain('First response after 120 min');
});
