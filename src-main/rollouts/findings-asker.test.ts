/** When a comparison is made, what it waits for, and that it stands in the record also when it comes after the end. */
import { expect, it, vi } from 'vitest';
import { aFleet, aRecipe, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Findings } from '../../src-shared/findings-schema.ts';
import type { Fleet, Intent } from '../../src-shared/fleet.ts';
import { asFleetId, asImageId } from '../../src-shared/ids.ts';
import type { Course } from '../../src-shared/panel.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import type { JournalEntry } from '../journal/entries.ts';
import type { AskSamples } from '../compare/findings/ask-behaviour.ts';
import type { AskFindings } from '../compare/findings/ask-findings.ts';
import { unsampled } from '../compare/findings/behaviour-findings.ts';
import type { Gathered } from '../compare/findings/gathered.ts';
import { sampleMoment } from './behaviour-asker.ts';
import { freshFacts, type Facts } from './decide/facts.ts';
import { newImage, sick, standing } from './decide/release.fixture.ts';
import { FindingsAsker } from './findings-asker.ts';

const fleet = aFleet();
const cutOver: Intent = { kind: 'cut-over', to: v2, from: v1, expectedRevision: 1 };
const start = freshFacts({ nowMs: 0, monotonicMs: 0 }, '');
const sent = { kind: 'sent', atMs: 0, firstSentAtMs: 0, attempt: 1, reason: '' } as const;

function with_(more: Partial<Facts['release']>, steps: Facts['steps'] = {}): Facts {
  return { ...start, steps, release: { ...start.release, ...more } };
}

const alone = { canCheck: true };
const proof = { inARow: standing.terms.checks.inARow, wrong: null, sinceMs: 0, atMs: 0 };
const proved = with_({ proof });
const shared = aFleet({ split: { ...fleet.split, weights: [{ generation: v1, weight: 90 }, { generation: v2, weight: 10 }] } }); // prettier-ignore
/** So many of the four blocks of v002 are healthy, and three have to be. */
const floored = (healthy: number): Fleet =>
  aFleet({ floor: 3, generations: [...fleet.generations.slice(0, 1), sick(2, healthy)] });
const launching: Intent = {
  ...newImage,
  candidate: { ...newImage.candidate, kind: 'launch', image: asImageId('sha256:2'), number: 2, size: 4, recipe: aRecipe },
}; // prettier-ignore

it.each([
  ['not before it is proved', fleet, standing, start, true, 'later'],
  ['once it is', fleet, standing, proved, true, 'now'],
  ['where nobody can be asked alone, once it is healthy', fleet, standing, start, false, 'now'],
  ['with a sick block above the floor, as the release begins with it', floored(3), standing, start, false, 'now'],
  ['not below the floor', floored(2), standing, start, false, 'later'],
  ['not before what was launched for it is whole', floored(3), launching, start, false, 'later'],
  ['not with a share on its way', fleet, standing, with_({ proof }, { 'shift-1': sent }), true, 'never'],
  ['not under traffic', shared, standing, proved, true, 'never'],
  ['not after a cutover', fleet, cutOver, with_({}, { route: sent }), true, 'never'],
  ['not for a revert', fleet, { ...cutOver, kind: 'revert' }, start, true, 'later'],
] as const)('asks both sides %s', (_, seen: Fleet, intent: Intent, facts, canCheck, kind) => {
  expect(sampleMoment(seen, intent, facts, canCheck).kind).toBe(kind);
}); // prettier-ignore

const found: Findings = {
  ...{ a: 'v001', b: 'v002', mark: 'a'.repeat(16), total: 0, worthALook: 0, listed: [] },
  ...{ areas: ['facts'], missing: [], moreMissing: 0 },
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The comparison answers when it is told to; time passes only where a test waits for it. */
function bench(samples: AskSamples | null = null, disk: Promise<void> = Promise.resolve()) {
  const written: JournalEntry[] = [];
  let facts: Facts = start;
  let answer: (result: Result<Findings>) => void = () => undefined;
  const asked: (Gathered | undefined)[] = [];
  const findings: AskFindings = async (_sides, behaviour) => {
    asked.push(await behaviour);
    return new Promise((resolve) => {
      answer = resolve;
    });
  };
  // What an end waits for passes soon; the limit of sample requests lies far away.
  const delay = (ms: number): Promise<void> =>
    ms > 5000 ? new Promise(() => undefined) : settled();
  const clock = { now: () => 0, monotonicMs: () => 0, delay };
  const write = async (entry: JournalEntry) => {
    await disk;
    written.push(entry);
    return succeed(null);
  };
  const asker = new FindingsAsker(
    { findings, samples, clock },
    { entries: () => [], write },
    (fold) => {
      facts = fold(facts);
    },
  );
  return {
    ...{ asker, written, asked },
    facts: () => facts,
    answer: (result: Result<Findings> = succeed(found)) => answer(result),
  };
}

const whole = { type: 'compared', outcome: { kind: 'found', findings: found } };
const routed = with_({}, { route: sent });

it('writes after the end what was still being compared, once', async () => {
  const { asker, written, answer } = bench();
  asker.turn(fleet, cutOver, routed, alone);
  await settled();
  await asker.settled(cutOver, true);
  expect(written).toEqual([]);
  const late = asker.late(new AbortController().signal);
  expect(late).not.toBeNull();
  answer();
  await late;
  expect(written).toEqual([whole]);
  // The control: nothing is waited for once it is there.
  expect(asker.late(new AbortController().signal)).toBeNull();
});

it('writes instead why none was kept, when the record has to be closed first', async () => {
  const { asker, written, answer } = bench();
  asker.turn(fleet, cutOver, routed, alone);
  await settled();
  await asker.settled(cutOver, false);
  const closing = new AbortController();
  const late = asker.late(closing.signal);
  closing.abort('Blockyard was ended');
  await late;
  const unkept = { type: 'compared', outcome: { kind: 'failed', because: 'Blockyard was ended' } };
  expect(written).toEqual([unkept]);
  answer();
  await settled();
  expect(written).toEqual([unkept]);
});

it('keeps what the yard answered with a no, too, and leaves a record that others go on with', async () => {
  const failing = bench();
  failing.asker.turn(fleet, cutOver, routed, alone);
  await settled();
  const late = failing.asker.late(new AbortController().signal);
  failing.answer(fail({ code: 'not-found', message: 'There is no generation.' }));
  await late;
  expect(failing.written).toMatchObject([{ outcome: { kind: 'failed' } }]);
  const handed = bench();
  handed.asker.turn(fleet, cutOver, routed, alone);
  await settled();
  handed.asker.leave();
  expect(handed.asker.late(new AbortController().signal)).toBeNull();
  handed.answer();
  await settled();
  expect(handed.written).toEqual([]);
});

it('tells facts and behaviour at once: nobody reads the half of it', async () => {
  let measured: (gathered: Gathered) => void = () => undefined;
  const ask = vi.fn<AskSamples>(
    () => new Promise((resolve) => { measured = resolve; }), // prettier-ignore
  );
  const { asker, written, asked, facts, answer } = bench(ask);
  expect(asker.turn(fleet, standing, start, alone)).toBeNull();
  expect(asker.turn(fleet, standing, proved, alone)).toBe(0);
  asker.turn(fleet, standing, proved, alone);
  await settled();
  expect([ask.mock.calls.length, asked.length, written.length]).toEqual([1, 0, 0]);
  expect(facts().release.findings).toBeNull();
  measured(unsampled('too few.'));
  await settled();
  expect(asked[0]?.missing.at(-1)).toBe('Sample requests: too few.');
  answer();
  await settled();
  expect(written).toEqual([whole]);
  expect(asker.turn(fleet, standing, proved, alone)).toBeNull();
});

it('waits a moment for the memory of blocks that have just started, and not under traffic', async () => {
  const ask: AskSamples = () => Promise.resolve(unsampled('none.'));
  const holding = (known: readonly (typeof v1)[]): Fleet => ({
    ...fleet,
    generations: fleet.generations.map((one) =>
      known.includes(one.id)
        ? { ...one, blocks: one.blocks.map((block) => ({ ...block, memoryBytes: 50e6 })) }
        : one,
    ),
  });
  const memory = async (looks: readonly (readonly [Fleet, Facts])[]) => {
    const { asker, asked } = bench(ask);
    for (const [seen, facts] of looks) {
      asker.turn(seen, standing, facts, alone);
      await settled();
    }
    return asked[0]?.missing.filter((sentence) => sentence.startsWith('Memory'));
  };
  const [one, both] = [holding([v1]), holding([v1, v2])];
  const moved = with_({ proof }, { 'shift-1': sent });
  expect(await memory([[one, proved]])).toBeUndefined();
  expect(await memory([[one, proved], [both, proved]])).toEqual([]); // prettier-ignore
  expect(await memory([[one, proved], [one, moved]])).toEqual(['Memory: what the blocks of v002 hold is not known.']); // prettier-ignore
  // Of a yard that tells none it is said at once.
  expect(await memory([[fleet, proved]])).toEqual(['Memory: what the blocks of v001 hold is not known.']); // prettier-ignore
});

it('ends sample requests with the first share, and says of both sides what it has', async () => {
  let enough: AbortSignal | null = null;
  const ask: AskSamples = (_fleet, _sides, signal) => {
    enough = signal;
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(unsampled('it was ended.')));
    });
  };
  const { asker, asked } = bench(ask);
  asker.turn(fleet, standing, proved, alone);
  asker.turn(fleet, standing, with_({ proof }, { 'shift-1': sent }), alone);
  expect(enough).toMatchObject({ aborted: true });
  await settled();
  expect(asked[0]?.missing).toContain('Sample requests: it was ended.');
});

it('compares nothing of a fleet that does not show both', () => {
  const { asker } = bench();
  asker.turn({ ...fleet, id: asFleetId('other'), generations: [] }, cutOver, routed, alone);
  expect(asker.late(new AbortController().signal)).toBeNull();
});

/** Sample requests that go on until they are ended. */
function endless() {
  let enough: AbortSignal | null = null;
  const samples: AskSamples = (_fleet, _sides, signal) => {
    enough = signal;
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(unsampled('it was ended.')));
    });
  };
  return { samples, isEnded: () => enough?.aborted ?? null };
}

const launch: Intent = { kind: 'launch', image: asImageId('sha256:2'), number: 2, size: 4, recipe: aRecipe }; // prettier-ignore

it('asks both at last when the release waits for nothing else', async () => {
  const at = (name: 'launch' | 'press'): Course => ({
    phases: [{ name, title: '', state: 'now' }],
    ...{ isHeld: false, offers: [], leftMs: null },
  });
  const { samples, isEnded } = endless();
  const { asker } = bench(samples);
  const seen = floored(2);
  expect(asker.turn(seen, standing, start, { canCheck: false, course: at('launch') })).toBeNull();
  expect(asker.turn(seen, standing, start, { canCheck: false, course: at('press') })).toBe(0);
  expect(isEnded()).toBe(false);
  await asker.settled(standing, false);
});

it('goes on after a launch until something else begins, and keeps what it has by then', async () => {
  const { samples, isEnded } = endless();
  const { asker, written, answer } = bench(samples);
  asker.turn(fleet, launch, start, alone);
  await asker.settled(launch, true);
  const late = asker.late(new AbortController().signal);
  await settled();
  expect(isEnded()).toBe(false);
  asker.disturbed();
  expect(isEnded()).toBe(true);
  await settled();
  answer();
  await late;
  expect(written).toEqual([whole]);
});

it('keeps the facts when only sample requests were waited for as the record is closed', async () => {
  const { samples } = endless();
  const { asker, written, answer } = bench(samples);
  asker.turn(fleet, launch, start, alone);
  await asker.settled(launch, true);
  const closing = new AbortController();
  const late = asker.late(closing.signal);
  closing.abort('Blockyard was ended');
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  answer();
  await late;
  expect(written).toEqual([whole]);
});

it('says nothing beside what is on its way into the record', async () => {
  let synced: () => void = () => undefined;
  const disk = new Promise<void>((resolve) => { synced = resolve; }); // prettier-ignore
  const { asker, written, answer } = bench(null, disk);
  asker.turn(fleet, cutOver, routed, alone);
  await settled();
  answer();
  await settled();
  const closing = new AbortController();
  const late = asker.late(closing.signal);
  closing.abort('Blockyard was ended');
  await settled();
  synced();
  await late;
  expect(written).toEqual([whole]);
});
