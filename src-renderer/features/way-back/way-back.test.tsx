import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { fail, succeed } from '../../../src-shared/result.ts';
import type { Rehearsal } from '../../../src-shared/rehearsal-schema.ts';
import type { Answers } from '../../bridge/fake-bridge.ts';
import { aFleet, aGeneration, aSnapshot, galleryNowMs, generationId, storefront } from '../../gallery/fixtures.ts'; // prettier-ignore
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import type { ViewState } from '../../store/view-store.ts';
import { pastReverts } from './past-reverts.ts';
import { WayBack } from './way-back.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
});

const rehearsal: Rehearsal = {
  ...{ atMs: galleryNowMs - 840_000, by: 'ana', away: generationId(2), back: generationId(1) },
  ...{ requests: 71, lost: 0, errors: 0 },
  end: { kind: 'measured', cutOverMs: 20, revertMs: 31 },
};

function show(
  fleet: Fleet,
  change: Partial<PanelSnapshot> = {},
  answers: Answers = {},
  view: Partial<ViewState> = {},
): ShownPart {
  shown?.remove();
  const clock = { nowMs: () => galleryNowMs };
  shown = showPart(<WayBack fleet={fleet} />, aSnapshot([fleet], change), { clock, answers, view });
  return shown;
}

const served = (change: Partial<Fleet> = {}) => aFleet({ serves: 2, previous: 1, change });
const button = (part: ShownPart, text: string) =>
  [...part.root.querySelectorAll('button')].find(({ textContent }) => textContent === text);
const rehearsing = 'Rehearse: to v002 and back to v001';

it('rehearses what its button names, is busy meanwhile, and says what went wrong', async () => {
  const part = show(served(), {}, { 'fleet.rehearse': () => succeed(rehearsal) });
  act(() => button(part, rehearsing)?.click());
  expect(button(part, 'Rehearsing\u2026')?.getAttribute('aria-busy')).toBe('true');
  await part.settle();
  expect(part.asked.filter(({ name }) => name === 'fleet.rehearse')).toMatchObject([{ input: { fleet: storefront, away: generationId(2), back: generationId(1) } }]); // prettier-ignore
  expect(button(part, rehearsing)).toBeDefined();
  const failing = show(served(), {}, { 'fleet.rehearse': () => fail({ code: 'refused', message: 'Not now.' }) }); // prettier-ignore
  act(() => button(failing, rehearsing)?.click());
  await failing.settle();
  expect(failing.root.querySelector('[role="alert"]')?.textContent).toContain('Not now.');
});

it('rehearses first what stands in the second lane, here what was taken back', () => {
  const generations = [aGeneration(1), aGeneration(2), aGeneration(3)];
  const reverted = aFleet({ generations, serves: 1 });
  const offered = (lane: number | null) => {
    const view = { lane: lane === null ? null : generationId(lane) };
    const all = show(reverted, {}, {}, view).root.querySelectorAll(
      '[data-anchor="rehearse"] button',
    );
    return [...all].map(({ textContent }) => textContent);
  };
  const toThird = 'Rehearse: to v003 and back to v001';
  expect(offered(2)).toEqual(['Rehearse: to v002 and back to v001', toThird]);
  expect(offered(null)).toEqual([toThird]);
});

it('presses nothing while nobody answers, and offers none where none can be', () => {
  const stale = show(served(), { link: { kind: 'stale', sinceMs: 0, reason: 'It is late.' } });
  act(() => button(stale, rehearsing)?.click());
  expect(stale.asked.filter(({ name }) => name === 'fleet.rehearse')).toEqual([]);
  const alone = show(aFleet({ generations: [aGeneration(1)] }));
  expect(button(alone, rehearsing)).toBeUndefined();
  expect(alone.root.textContent).toContain('There is no generation beside v001');
});

it('lists risks with their fixes, and what is not known beside them', () => {
  const exited = { kind: 'exited', code: 1, signal: null, reason: '' } as const;
  const ill = served({ generations: [aGeneration(1, { states: [exited] }), aGeneration(2)] });
  const risks = show(ill).root.querySelectorAll('[aria-label="What stands against it"] li');
  expect([...risks].map(({ textContent }) => textContent)).toEqual(['Slower: 3 of 4 blocks of v001 are healthy.Show the blocks\u2026']); // prettier-ignore
  expect(show(served()).root.textContent).toContain('Nothing that is known stands against the way back to v001.1 thing is not known here'); // prettier-ignore
});

it('draws reverts of this panel and measured rehearsals, oldest first', () => {
  const silent = { ...rehearsal, end: { kind: 'not-answered', by: generationId(1) } } as const;
  const fleet = served({ rehearsals: [rehearsal, silent] });
  const at = (ms: number, isRevert: boolean) => ({ fleet: storefront, ms, isRevert, atMs: galleryNowMs }); // prettier-ignore
  const past = pastReverts(fleet, [at(27, true), at(90, false)]);
  expect(past.map(({ ms, isRehearsal }) => [ms, isRehearsal])).toEqual([
    [31, true],
    [27, false],
  ]);
  const bars = show(fleet, { switchTimes: [at(27, true)] }).root.querySelectorAll('figure li');
  expect(bars).toHaveLength(2);
});
