import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asFleetId, asYardId } from '../../src-shared/ids.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import { fakeYard, opened, sessionBench, type FakeYard } from './sessions.fixture.ts';
import { createSessions, type Sessions } from './sessions.ts';

const storefront = asFleetId('storefront');

describe('a session while nobody is signed in', () => {
  let folder = '';
  let sessions: Sessions;
  let bench: ReturnType<typeof sessionBench>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-sessions-'));
    sessions = createSessions(() => undefined);
    bench = sessionBench(folder);
  });
  afterEach(async () => {
    await Promise.all(sessions.all().map((session) => session.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('asks nothing more once it is signed out, until a person signs in', async () => {
    const cloud = asYardId('cloud');
    const fake = fakeYard('cloud');
    const signIn = () => {
      fake.lookFault = null;
      return Promise.resolve(succeed(null));
    };
    sessions.add(
      bench.make(cloud, () => Promise.resolve(succeed(opened(fake, { signIn, needsMfa: true })))),
    );
    sessions.choose(cloud);
    await bench.pass(300);
    fake.lookFault = { code: 'signed-out', message: 'The session has ended.' };
    await bench.pass(5000);
    const looked = fake.looks;
    await bench.pass(60_000);
    expect(fake.looks).toBe(looked);
    expect(sessions.snapshot()).toMatchObject({
      link: { kind: 'signed-out', reason: 'The session has ended.', needsMfa: true },
      fleets: [{ name: 'cloud' }],
    });
    await sessions.shown().signIn('123456');
    await bench.pass(3000);
    expect(sessions.snapshot().link.kind).toBe('live');
    expect(fake.looks).toBeGreaterThan(looked + 1);
  });

  it('asks nothing for a revert or a rollout that goes on while it is signed out', async () => {
    const cloud = asYardId('cloud');
    const fake = fakeYard('cloud');
    let renewed = 0;
    const yard: FakeYard['yard'] = {
      ...fake.yard,
      renew: () => {
        renewed += 1;
        return Promise.resolve(
          fake.lookFault === null ? succeed(null) : fail({ ...fake.lookFault }),
        );
      },
      // Taken, and never seen in a response: both stay under way.
      probe: () => Promise.resolve(fail({ code: 'unreachable', message: 'No answer.' })),
    };
    const signIn = () => {
      fake.lookFault = null;
      return Promise.resolve(succeed(null));
    };
    const open = () => Promise.resolve(succeed({ ...opened(fake, { signIn }), yard }));
    sessions.add(bench.make(cloud, open));
    sessions.choose(cloud);
    await bench.pass(300);
    const engine = sessions.shown().engine();
    if (!engine.ok) throw new Error(engine.fault.message);
    const wish = { kind: 'cut-over', to: v2, expectedRevision: 1 } as const;
    const begun = engine.value.rollouts.begin(storefront, wish, 0);
    await bench.pass(1000);
    expect(await begun).toMatchObject({ ok: true });
    await bench.pass(5500);
    expect(renewed).toBeGreaterThan(0);
    fake.lookFault = { code: 'signed-out', message: 'The session has ended.' };
    await bench.pass(5000);
    const asked = { looks: fake.looks, renewed };
    const revert = engine.value.rollouts.revert(storefront, v1, 0);
    await bench.pass(20_000);
    expect((await revert).ok).toBe(true);
    expect({ looks: fake.looks, renewed }).toEqual(asked);
    await sessions.shown().signIn(null);
    await bench.pass(3000);
    expect(fake.looks).toBeGreaterThan(asked.looks + 1);
  });

  it('goes on asking after a sign-in whose first look fails', async () => {
    const cloud = asYardId('cloud');
    const fake = fakeYard('cloud');
    const signIn = () => {
      fake.lookFault = { code: 'unreachable', message: 'No network.' };
      return Promise.resolve(succeed(null));
    };
    sessions.add(bench.make(cloud, () => Promise.resolve(succeed(opened(fake, { signIn })))));
    sessions.choose(cloud);
    await bench.pass(300);
    fake.lookFault = { code: 'signed-out', message: 'The session has ended.' };
    await bench.pass(3000);
    expect(sessions.snapshot().link.kind).toBe('signed-out');
    await sessions.shown().signIn(null);
    expect(sessions.snapshot().link).toMatchObject({ kind: 'stale', reason: 'No network.' });
    fake.lookFault = null;
    await bench.pass(3000);
    expect(sessions.snapshot().link.kind).toBe('live');
  });
});
