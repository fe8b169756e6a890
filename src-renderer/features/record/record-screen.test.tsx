import { act } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import type { RecordedAudit } from '../../../src-shared/audit.ts';
import { asRolloutId } from '../../../src-shared/ids.ts';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';
import { fail, succeed } from '../../../src-shared/result.ts';
import type { Answers } from '../../bridge/fake-bridge.ts';
import { aFleet, aSnapshot, galleryNowMs, someEvents } from '../../gallery/fixtures.ts';
import { aRecord, aTakenBackRelease } from '../../gallery/record-fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import type { Cell } from '../../ui/board/cell.ts';
import { TimelineScreen } from '../timeline/timeline-screen.tsx';

// A board measures and paints, which no page without a screen can; what it is given is what counts here.
vi.mock('../../ui/board/board.tsx', () => ({
  Board: ({ name, groups }: { name: string; groups: readonly { cells: readonly Cell[] }[] }) => (
    <p>
      {name}: {groups.flatMap(({ cells }) => cells.flatMap(({ lines }) => lines)).join(' ')}
    </p>
  ),
}));

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
  shown?.root.remove();
});

const rollout = asRolloutId('r-20261123-1');

/** @param record as it is read each time. */
async function timeline(answers: Answers, record: PanelSnapshot['timeline'][number] | null = null) {
  const snapshot = aSnapshot([aFleet()]);
  const part = showPart(<TimelineScreen />, snapshot, {
    clock: { nowMs: () => galleryNowMs },
    view: { screen: 'timeline', record: record?.rollout ?? null },
    answers,
  });
  shown = part;
  document.body.append(part.root);
  await part.settle();
  return { ...part, snapshot };
}

const opened = (record: RecordedAudit, more: Answers = {}) =>
  timeline({ 'rollout.record': () => succeed(record), ...more }, someEvents[0] ?? null);

function button(root: HTMLElement, text: RegExp): HTMLButtonElement {
  const found = [...root.querySelectorAll('button')].find((each) => text.test(each.textContent));
  if (found === undefined) throw new Error(`There is no button ${String(text)}.`);
  return found;
}

const press = (element: HTMLElement): void => act(() => element.click());

function key(name: string): void {
  act(() => {
    slider().dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
  });
}

function slider(): HTMLInputElement {
  const found = shown?.root.querySelector<HTMLInputElement>('input[type="range"]');
  if (found === null || found === undefined) throw new Error('There is no slider.');
  return found;
}

function past(): HTMLElement {
  const found = shown?.root.querySelector<HTMLElement>('[aria-label^="The fleet as it was at"]');
  if (found === null || found === undefined) throw new Error('There is no past.');
  return found;
}

it('opens from an event of a rollout, and leads back to where it was opened', async () => {
  const { root, asked, settle } = await timeline({ 'rollout.record': () => succeed(aRecord()) });
  press(button(root, /Warnings and trouble/u));
  expect(() => button(root, /show the record/u)).toThrow();
  press(button(root, /^Rollouts/u));
  press(button(root, /^Split written/u));
  await settle();
  expect(asked.at(-1)).toEqual({ name: 'rollout.record', input: { yard: 'local', rollout } });
  expect(root.querySelector('h1')?.textContent).toBe('Cut over to v002 - 4 blocks, 100 %');
  expect(document.activeElement).toBe(root.querySelector('h1'));
  expect(root.textContent).toContain('ana on desk');
  expect(root.textContent).toContain(aRecord().audit.steps[0]?.token);

  press(button(root, /All events/u));
  expect(button(root, /^Rollouts/u).getAttribute('aria-pressed')).toBe('true');
  expect(document.activeElement).toBe(button(root, /^Split written/u));
});

it('scrubs by keys from moment to moment, and shows the fleet as it was', async () => {
  await opened(aTakenBackRelease());
  expect(slider().getAttribute('aria-valuetext')).toMatch(/^at the press: Pressed: Release/u);
  expect(past().textContent).toContain('Not there at this moment.');
  for (let turn = 0; turn < 4; turn += 1) key('ArrowRight');
  expect(slider().getAttribute('aria-valuetext')).toContain('v003: 0 of 4 blocks healthy');
  expect(past().textContent).toContain('starting starting starting starting');
  key('End');
  expect(slider().getAttribute('aria-valuetext')).toContain('Failed');
  expect(past().textContent).toContain('unhealthy healthy healthy healthy');
  expect(past().textContent).toContain('The split sent 100 % to v002');
  key('ArrowRight');
  expect(slider().getAttribute('aria-valuetext')).toContain('Failed');
  key('Home');
  expect(slider().getAttribute('aria-valuetext')).toMatch(/^at the press/u);
  key('x');
  expect(slider().getAttribute('aria-valuetext')).toMatch(/^at the press/u);
});

it('is marked as the past, and has nothing in it that acts', async () => {
  await opened(aRecord());
  expect(past().textContent).toMatch(/The past, as it was at \d\d:\d\d:\d\d\.002/u);
  expect(past().querySelectorAll('button, a, input, select')).toHaveLength(0);
  // The control: the screen around it has some.
  expect(shown?.root.querySelectorAll('button').length).toBeGreaterThan(1);
});

it('says that an earlier version kept no pictures, and what is damaged', async () => {
  const { root } = await opened(aRecord({ sights: [] }, 'This record is damaged at line 6.'));
  expect(root.textContent).toContain('earlier versions of Blockyard kept none');
  expect(root.querySelector('[role="alert"]')?.textContent).toContain('damaged at line 6');
  expect(root.textContent).toContain('Send 100 % of the traffic to v002');
  expect(() => past()).toThrow();
});

it('says of a cutover what an absent comparison can mean, and why one was not kept', async () => {
  const because = 'Blockyard was ended before the comparison was done';
  const record = aRecord();
  const { root } = await opened(record);
  expect(root.textContent).toContain('It can still come within two minutes of the end');
  shown?.remove();
  const compared = { atMs: record.audit.pressedAtMs + 900, outcome: { kind: 'failed', because } } as const; // prettier-ignore
  const closed = await opened({ ...record, audit: { ...record.audit, compared } });
  expect(closed.root.textContent).toContain(`It could not be compared: ${because}.`);
  // It ended before its order, and nothing of it was ever compared.
  shown?.remove();
  const early = await opened({ ...record, audit: { ...record.audit, steps: [] } });
  expect(early.root.textContent).toContain('it ended before its order to move the traffic');
  expect(early.root.textContent).not.toContain('It can still come');
  // The control: other changes have no two sides.
  shown?.remove();
  const intent = { kind: 'replace', block: 'b-1', generation: 'storefront-v001' } as unknown as RecordedAudit['audit']['intent']; // prettier-ignore
  const other = await opened({ ...record, audit: { ...record.audit, intent } });
  expect(other.root.textContent).not.toContain('Nothing of a comparison');
});

it('says why there is none', async () => {
  const fault = { code: 'not-found', message: 'There is no record here.' } as const;
  const { root } = await timeline({ 'rollout.record': () => fail(fault) }, someEvents[0] ?? null);
  expect(root.querySelector('[role="alert"]')?.textContent).toContain('There is no record here.');
});

it('reads a record again when something of its rollout is told, and keeps the moment', async () => {
  let record = aRecord({ end: null });
  const { root, load, settle, snapshot, asked } = await timeline(
    { 'rollout.record': () => succeed(record) },
    someEvents[0] ?? null,
  );
  key('ArrowRight');
  const [first] = someEvents;
  if (first === undefined) throw new Error('The fixture has no events.');
  load({ ...snapshot, timeline: [{ ...first, id: 'other', rollout: null }, ...someEvents] });
  await settle();
  const reads = () => asked.filter(({ name }) => name === 'rollout.record').length;
  const before = reads();
  record = aRecord();
  load({ ...snapshot, timeline: [{ ...first, id: 'news' }, ...someEvents] });
  await settle();
  expect(reads()).toBe(before + 1);
  expect(root.textContent).toContain('Verified, 171');
  expect(slider().getAttribute('aria-valuetext')).toContain('Seen: 100 % to v001');
});

it('saves it through the main process, and says where or why not', async () => {
  const answers: ReturnType<NonNullable<Answers['rollout.save-record']>>[] = [
    succeed('/home/ana/record.json'),
    succeed(null),
    fail({ code: 'bad-input', message: 'The file cannot be written: no space.' }),
  ];
  const { root, asked, settle } = await opened(aRecord(), {
    'rollout.save-record': () => answers.shift() ?? succeed(null),
  });
  const status = (): string => root.querySelector('[role="status"]')?.textContent ?? '';
  press(button(root, /Save as JSON/u));
  await settle();
  expect(asked.at(-1)).toMatchObject({ name: 'rollout.save-record', input: { yard: 'local' } });
  expect(status()).toBe('Saved as /home/ana/record.json');
  press(button(root, /Save as JSON/u));
  await settle();
  expect(status()).toBe('');
  press(button(root, /Save as JSON/u));
  await settle();
  expect(root.querySelector('[role="alert"]')?.textContent).toContain('no space');
});
