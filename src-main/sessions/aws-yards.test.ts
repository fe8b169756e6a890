import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AwsConnection, AwsIdentity } from '../../src-shared/aws-connection.ts';
import { asFleetId, asYardId } from '../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { openSettingsFile, type SettingsFile } from '../settings/settings-file.ts';
import { createAwsYards, type AwsYards } from './aws-yards.ts';
import { fakeYard, opened, sessionBench } from './sessions.fixture.ts';
import { createSessions, type Sessions } from './sessions.ts';

const connection: AwsConnection = {
  credentials: { kind: 'profile', profile: 'shop' },
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:5000',
};
const accountId = '123456789012';
const wanted = { connection, safety: 'normal', accountId, mfaCode: null } as const;

describe('AWS yards', () => {
  let folder = '';
  let settings: SettingsFile;
  let sessions: Sessions;
  let aws: AwsYards;
  let identity: Result<AwsIdentity>;

  const start = async (): Promise<void> => {
    settings = await openSettingsFile(folder);
    const bench = sessionBench(folder);
    sessions = createSessions(() => undefined);
    const open = () => Promise.resolve(succeed(opened(fakeYard('local'))));
    sessions.add(bench.make(asYardId('local'), open));
    let ids = 0;
    aws = createAwsYards({
      door: {
        profiles: () => Promise.resolve(fail({ code: 'internal', message: 'Not asked here.' })),
        identify: () => Promise.resolve(identity),
        open: () => Promise.resolve(succeed(opened(fakeYard('cloud')))),
      },
      settings,
      sessions,
      makeSession: (kept, openKept, hooks) => bench.make(kept.id, openKept)(hooks),
      newYardId: () => asYardId(`aws-${String(++ids)}`),
    });
    aws.addKept();
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-aws-yards-'));
    identity = succeed({ accountId, actor: 'release', endsAtMs: null });
    await start();
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps a yard, finds it again at the next start, and forgets it', async () => {
    expect(await aws.connect(wanted)).toEqual(succeed('aws-1'));
    await start();
    expect(sessions.all().map(({ id }) => id)).toEqual(['local', 'aws-1']);
    expect(await aws.forget(asYardId('aws-1'))).toEqual(succeed(null));
    await start();
    expect(sessions.all().map(({ id }) => id)).toEqual(['local']);
  });

  it('answers a second connection to the same place with the first', async () => {
    await aws.connect(wanted);
    expect(await aws.connect(wanted)).toEqual(succeed('aws-1'));
    const elsewhere = { ...connection, region: 'us-east-1' };
    expect(await aws.connect({ ...wanted, connection: elsewhere })).toEqual(succeed('aws-2'));
  });

  it('keeps nothing when the account is not the one that was shown', async () => {
    identity = succeed({ accountId: '999988887777', actor: 'release', endsAtMs: null });
    expect(await aws.connect(wanted)).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    expect(settings.yards()).toEqual([]);
  });

  it('keeps markers and the safety level, and nothing but what was said', async () => {
    await aws.connect(wanted);
    const id = asYardId('aws-1');
    const fleet = asFleetId('shop');
    const asking = { path: '/', host: null, meaning: {} };
    const marker = { kind: 'header', name: 'x-version', ...asking } as const;
    await aws.change(id, { kind: 'marker', fleet, marker });
    await aws.change(id, { kind: 'safety', safety: 'observe' });
    expect(settings.yards()).toMatchObject([{ safety: 'observe', markers: [{ fleet, marker }] }]);
    await aws.change(id, { kind: 'marker', fleet, marker: { kind: 'none' } });
    const file = JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8')) as object;
    expect(file).toEqual({
      ...{ version: 2, theme: 'system', onQuit: 'keep-yard', welcome: 'due' },
      yards: [{ id, kind: 'aws', connection, safety: 'observe', accountId, markers: [] }],
    });
  });

  it('keeps one test listener or rule of a fleet, and none once it is taken back', async () => {
    await aws.connect(wanted);
    const id = asYardId('aws-1');
    const [fleet, other] = [asFleetId('shop'), asFleetId('cart')];
    const test = { kind: 'listener', balancer: null, port: 8443 } as const;
    const rule = { kind: 'header', name: 'x-test', value: 'green' } as const;
    await aws.change(id, { kind: 'test-entry', fleet, test });
    await aws.change(id, { kind: 'test-entry', fleet: other, test });
    await aws.change(id, { kind: 'test-entry', fleet, test: rule });
    await start();
    expect(settings.yards()[0]?.tests).toEqual([{ fleet: other, test }, { fleet, test: rule }]); // prettier-ignore
    await aws.change(id, { kind: 'test-entry', fleet: other, test: null });
    expect(settings.yards()[0]?.tests).toEqual([{ fleet, test: rule }]);
  });

  describe('when settings cannot be saved', () => {
    let jam: Error | null;
    const jammed = async <Value>(work: () => Promise<Value>): Promise<Value> => {
      // A folder in the file's place: the new content cannot take it.
      await rm(join(folder, 'settings.json'), { force: true });
      await mkdir(join(folder, 'settings.json', 'x'), { recursive: true });
      try {
        return await work();
      } finally {
        await rm(join(folder, 'settings.json'), { recursive: true, force: true });
      }
    };
    const failing = async (work: () => Promise<unknown>): Promise<void> => {
      jam = null;
      await jammed(work).catch((error: unknown) => {
        jam = error as Error;
      });
      expect(jam).not.toBeNull();
    };
    const id = asYardId('aws-1');

    it('connects nothing, and the same press again connects it', async () => {
      await failing(() => aws.connect(wanted));
      expect(settings.yards()).toEqual([]);
      expect(sessions.all()).toHaveLength(1);
      const connected = await aws.connect(wanted);
      if (!connected.ok) throw new Error(connected.fault.message);
      expect(sessions.choose(connected.value)).toEqual(succeed(null));
    });

    it('changes no safety level, and says that it did not', async () => {
      await aws.connect(wanted);
      await failing(() => aws.change(id, { kind: 'safety', safety: 'observe' }));
      expect(settings.yards()).toMatchObject([{ safety: 'normal' }]);
      // Not by the way with the next change either.
      await aws.change(id, { kind: 'marker', fleet: asFleetId('shop'), marker: { kind: 'none' } });
      await settings.save({ theme: 'dark', onQuit: 'keep-yard' });
      await start();
      expect(settings.yards()).toMatchObject([{ safety: 'normal' }]);
    });

    it('forgets nothing', async () => {
      await aws.connect(wanted);
      await failing(() => aws.forget(id));
      expect(settings.yards()).toHaveLength(1);
      expect(sessions.of(id).ok).toBe(true);
      // The control: once it can be saved, it is forgotten.
      expect(await aws.forget(id)).toEqual(succeed(null));
      expect(sessions.of(id).ok).toBe(false);
    });
  });

  it('changes nothing of the local yard', async () => {
    const changed = await aws.change(asYardId('local'), { kind: 'safety', safety: 'observe' });
    expect(changed).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    expect(await aws.forget(asYardId('local'))).toMatchObject({ ok: false });
  });
});
