/** A rollout's record as the window asks for it: read from the session's folder, and saved where a person chooses. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditSchema, type RecordedAudit } from '../../src-shared/audit.ts';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asFleetId, asRolloutId, asYardId, type RolloutId } from '../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { createBehaviourJobs } from '../compare/behaviour/behaviour-jobs.ts';
import { createAppearanceJobs } from '../compare/appearance/appearance-jobs.ts';
import { openDifferenceThreads } from '../compare/appearance/difference-client.ts';
import { openPictureFolder } from '../compare/appearance/picture-folder.ts';
import { createComparedLately } from '../compare/findings/compared-lately.ts';
import { createContentsJobs } from '../compare/contents/contents-jobs.ts';
import { createDiskJobs } from '../compare/disks/disk-jobs.ts';
import { openDesk } from '../compare/contents/desk-client.ts';
import type { AwsYards } from '../sessions/aws-yards.ts';
import { fakeYard, opened, sessionBench, type FakeYard } from '../sessions/sessions.fixture.ts';
import { createSessions, type Sessions } from '../sessions/sessions.ts';
import { openSettingsFile } from '../settings/settings-file.ts';
import type { Handlers } from './answer-call.ts';
import { createHandlers } from './handlers.ts';

const [yard, fleet] = [asYardId('one'), asFleetId('storefront')];
const never = () => Promise.resolve(fail({ code: 'refused', message: 'Not in this test.' }));
const noAws: AwsYards = {
  ...{ profiles: never, tryOut: never, connect: never, forget: never, change: never },
  addKept: () => undefined,
};

let folder = '';
let fake: FakeYard;
let sessions: Sessions;
let bench: ReturnType<typeof sessionBench>;
let handlers: Handlers;
/** What the person does in the dialog. */
let chosen: string | null = null;
let offered: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blockyard-record-calls-'));
  fake = fakeYard('one');
  sessions = createSessions(() => undefined);
  bench = sessionBench(folder);
  sessions.add(bench.make(yard, () => Promise.resolve(succeed(opened(fake)))));
  [chosen, offered] = [null, []];
  handlers = createHandlers({
    ...{ sessions, aws: noAws, settings: await openSettingsFile(folder) },
    followFeed: () => undefined,
    applySettings: () => undefined,
    chooseImagePath: () => Promise.resolve(null),
    contents: createContentsJobs({
      ...{ openDesk, monotonicMs: () => 0 },
      onProgress: () => undefined,
    }),
    disks: createDiskJobs({ monotonicMs: () => 0, onProgress: () => undefined }),
    appearance: createAppearanceJobs({
      ...{ openCamera: null, openDifference: openDifferenceThreads, newId: () => 'x' },
      ...{ pictures: openPictureFolder(folder), mark: () => '', now: () => 0 },
      onProgress: () => undefined,
    }),
    comparedLately: createComparedLately(),
    behaviour: createBehaviourJobs({ now: () => 0, monotonicMs: () => 0 }, () => undefined),
    choosePackagesFile: () => Promise.resolve(null),
    chooseReleaseFile: () => Promise.resolve(null),
    chooseSavePath: (name) => {
      offered.push(name);
      return Promise.resolve(chosen);
    },
    openAddress: () => Promise.resolve(),
    collectDiagnostics: () => Promise.resolve(''),
    chooseDiagnosticsPath: () => Promise.resolve(null),
    openConsole: () => Promise.resolve(),
  });
  void sessions.shown().start();
  await bench.pass(300);
});
afterEach(async () => {
  await Promise.all(sessions.all().map((session) => session.close()));
  await rm(folder, { recursive: true, force: true });
});

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

async function record(rollout: RolloutId): Promise<RecordedAudit> {
  return valueOf(await handlers['rollout.record']({ yard, rollout }));
}

async function cutOver(): Promise<RolloutId> {
  const pressedAtMs = bench.clock.now();
  const wish = { kind: 'cut-over', to: v2, expectedRevision: 1 } as const;
  const begun = handlers['rollout.begin']({ yard, fleet, wish, pressedAtMs });
  await bench.pass(5000);
  return valueOf(await begun);
}

it('tells a cutover with its call and with the fleet before and after it', async () => {
  const { audit, trouble } = await record(await cutOver());
  expect(trouble).toBeNull();
  expect(auditSchema.parse(audit)).toEqual(audit);
  expect(audit).toMatchObject({ owner: { name: 'ann' }, end: { kind: 'verified' }, told: [] });
  expect(audit.steps).toMatchObject([
    { key: 'route', attempts: [{ attempt: 1, answer: { receipt: { revision: 2 } } }] },
  ]);
  expect(audit.steps[0]?.attempts[0]?.tookMs).toBeGreaterThanOrEqual(0);
  expect(audit.sights.map(({ picture }) => picture.split.weights)).toEqual([
    [{ generation: v1, weight: 100 }],
    [{ generation: v2, weight: 100 }],
  ]);
});

it('tells a revert in the same way', async () => {
  await cutOver();
  const begun = handlers['rollout.revert']({ yard, fleet, to: v1, pressedAtMs: bench.clock.now() });
  await bench.pass(5000);
  const { audit } = await record(valueOf(await begun));
  expect(audit.steps[0]?.attempts[0]).toMatchObject({ attempt: 1, answer: { kind: 'answered' } });
  expect(audit.sights.map(({ picture }) => picture.split.weights[0]?.generation)).toEqual([v2, v1]);
});

it('writes no picture before what has to be on the disk first', async () => {
  const rollout = await cutOver();
  const text = await readFile((await record(rollout)).file, 'utf8');
  const types = [...text.matchAll(/"type":"([a-z]+)"/gu)].map((match) => match[1]);
  expect(types).toEqual(['begun', 'intended', 'saw', 'answered', 'compared', 'saw', 'ended']);
});

it('goes on reading when the yard cannot be asked any more', async () => {
  const rollout = await cutOver();
  await sessions.shown().close();
  expect((await record(rollout)).audit.rollout).toBe(rollout);
  const missing = await handlers['rollout.record']({ yard, rollout: asRolloutId('none') });
  expect(missing).toMatchObject({ ok: false, fault: { code: 'not-found' } });
});

it('saves it where the person chose, and nothing when they chose nothing', async () => {
  const rollout = await cutOver();
  const before = await readdir(folder);
  expect(await handlers['rollout.save-record']({ yard, rollout })).toEqual(succeed(null));
  expect(offered).toEqual(['storefront-cut-over-20260101-000000.json']);
  expect(await readdir(folder)).toEqual(before);

  chosen = join(folder, 'mine.json');
  expect(await handlers['rollout.save-record']({ yard, rollout })).toEqual(succeed(chosen));
  const saved: unknown = JSON.parse(await readFile(chosen, 'utf8'));
  const { audit } = await record(rollout);
  expect(saved).toMatchObject({
    ...{ format: 'blockyard rollout record', version: 1, trouble: null, record: audit },
    yard: { id: 'one', name: 'Local', kind: 'local' },
  });
  // The folder of our records is nobody else's business.
  expect(await readFile(chosen, 'utf8')).not.toContain(folder);

  chosen = join(folder, 'no', 'such\0place.json');
  const failed = await handlers['rollout.save-record']({ yard, rollout });
  expect(failed).toMatchObject({ ok: false, fault: { todo: 'Choose another place.' } });
});

it('keeps a note in the yard under the name of who sits here, and shows it at once and only once', async () => {
  const rollout = await cutOver();
  const text = 'Checkout answered 500';
  // Pressed again after an answer that got lost: it is the same note.
  const press = () => handlers['timeline.annotate']({ yard, fleet, rollout, id: 'note-1', text });
  expect(await press()).toEqual(succeed(null));
  expect(await press()).toEqual(succeed(null));
  expect(fake.notes).toMatchObject([{ fleet, rollout, text, by: 'ann on desk' }]);
  await bench.pass(60_000);
  const told = sessions.snapshot().timeline.filter(({ isNote }) => isNote === true);
  expect(told).toMatchObject([{ title: text, rollout, severity: 'info' }]);
});

it('shows what others wrote in its place in time', async () => {
  const rollout = await cutOver();
  const before = sessions.snapshot().timeline;
  const atMs = (before.at(-1)?.atMs ?? 0) - 1;
  fake.notes = [{ ...{ id: 'other', fleet, rollout, by: 'ben on mac' }, atMs, text: '\u202eold' }];
  await bench.pass(60_000);
  expect(sessions.snapshot().timeline.at(-1)).toMatchObject({
    title: '\ufffdold',
    by: 'ben on mac',
  });
});

it('saves all that is told, notes with it, and nothing when nothing was chosen', async () => {
  await cutOver();
  await handlers['timeline.annotate']({ yard, fleet, rollout: null, id: 'note-1', text: 'A note' });
  expect(await handlers['timeline.save']({ yard, format: 'jsonl' })).toEqual(succeed(null));
  chosen = join(folder, 'all.jsonl');
  expect(await handlers['timeline.save']({ yard, format: 'jsonl' })).toEqual(succeed(chosen));
  const lines = (await readFile(chosen, 'utf8')).trimEnd().split('\n');
  const events = lines.slice(1).map((line) => JSON.parse(line) as { title: string });
  expect(events.map(({ title }) => title)).toContain('A note');
  expect(events).toHaveLength(sessions.snapshot().timeline.length);
  chosen = join(folder, 'all.md');
  await handlers['timeline.save']({ yard, format: 'markdown' });
  expect(await readFile(chosen, 'utf8')).toContain('| A note |');
});
