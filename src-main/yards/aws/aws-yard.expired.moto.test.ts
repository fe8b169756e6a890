/** Credentials that end while a kept account is looked at, as the panel lives with it: EC2 says so in words of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../e2e/aws-lab/lab.ts';
import { asYardId } from '../../../src-shared/ids.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { createYardSession, type YardSession } from '../../sessions/yard-session.ts';
import type { KeptYard } from '../kept-yard.ts';
import { good, panelKeys } from './aws-yard.fixture.ts';
import { awsBand } from './aws-band.ts';
import { awsCapabilities } from './aws-capabilities.ts';
import { describeWithMoto } from './moto.fixture.ts';
import { awsTimes } from './pace.ts';
import { createAwsDoor } from './panel-door.ts';

const caller = panelKeys.accessKeyId;

describeWithMoto('credentials that have ended', () => {
  let lab: Lab;
  let folder = '';
  let session: YardSession;
  beforeAll(async () => {
    lab = await openLab();
  }, 60_000);
  afterAll(() => lab.close());
  beforeEach(async () => {
    await lab.reset();
    await lab.makeFleet({ routes: 'default' });
    folder = await mkdtemp(join(tmpdir(), 'by-aws-expired-'));
    const environment = {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    };
    await writeFile(environment.AWS_CONFIG_FILE, '');
    await writeFile(
      environment.AWS_SHARED_CREDENTIALS_FILE,
      `[shop]\naws_access_key_id = ${caller}\naws_secret_access_key = ${panelKeys.secretAccessKey}\n`,
    );
    const id = asYardId('aws-shop');
    const credentials = { kind: 'profile', profile: 'shop' } as const;
    const kept: KeptYard = {
      ...{ id, kind: 'aws', safety: 'normal', markers: [], accountId: '123456789012' },
      connection: { credentials, region: lab.region, endpoint: lab.endpoint },
    };
    const door = createAwsDoor({ clock: systemClock, version: '0.0.0', environment });
    let ids = 0;
    const needs = {
      ...{ id, clock: systemClock, journalFolder: join(folder, 'journal') },
      open: (changed: () => void) => door.open(() => kept, changed),
      first: {
        ...{ yard: id, band: awsBand(kept, null), capabilities: awsCapabilities, markers: [] },
        settings: { theme: 'system', onQuit: 'keep-yard' },
        versions: { app: '0', electron: '0', host: null },
      },
      newId: () => {
        ids += 1;
        return `id-${String(ids)}`;
      },
      owner: { name: 'ann', host: 'desk', panel: 'p' },
    } as const;
    session = createYardSession(needs, { push: () => undefined, changed: () => undefined });
    session.setWatched(true);
    good(await session.start());
  }, 60_000);
  afterEach(async () => {
    await session.close();
    await rm(folder, { recursive: true, force: true });
  });
  const link = () => session.feed.snapshot().link;
  const asked = (): number => lab.calls.all.filter((call) => call.caller === caller).length;

  it('are told by EC2 alone: signed out, nothing more is asked, and a sign-in brings it back', async () => {
    await expect.poll(() => link().kind, { timeout: 20_000 }).toBe('live');
    lab.faults.add({ effect: { kind: 'expired' }, on: { service: 'ec2', caller } });
    await expect
      .poll(link, { timeout: 20_000 })
      .toMatchObject({ kind: 'signed-out', reason: 'The session of profile shop has ended.' });
    // What is shown stays, and its age with it.
    expect(session.feed.snapshot().fleets).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = asked();
    await new Promise((resolve) => setTimeout(resolve, 2 * awsTimes.watchedMs));
    expect(asked()).toBe(before);
    lab.faults.clear();
    good(await session.signIn(null));
    expect(link().kind).toBe('live');
    expect(asked()).toBeGreaterThan(before);
  }, 90_000);
});
