import { expect, it } from 'vitest';

import { createVirtualClock } from '../../../clock/virtual-clock.ts';
import { fail, FaultError, succeed, type Result } from '../../../../src-shared/result.ts';
import { openSession } from './credentials.ts';
import type { ProfileChoice } from './profile-choice.ts';

const staticProfile: ProfileChoice = {
  name: 'prod',
  kind: 'static',
  region: 'eu-west-1',
  useFips: false,
  useDualstack: false,
  fault: null,
};
const device = 'arn:aws:iam::111111111111:mfa/joe';
const minute = 60_000;

function bench(profile: ProfileChoice, kind: 'static' | 'sso' | 'process' = 'static') {
  const clock = createVirtualClock();
  const codes: (string | null)[] = [];
  const logins: (readonly string[])[] = [];
  const world: {
    lifeMs: number;
    broken: Error | null;
    /** What the program behind the profile waits for. */
    touch: Promise<void> | null;
    login: Result<null>;
  } = {
    lifeMs: 60 * minute,
    broken: null,
    touch: null,
    login: succeed(null),
  };
  const session = openSession(
    profile,
    { name: profile.name, kind },
    {
      clock,
      fetch: async (code) => {
        codes.push(code);
        const accessKeyId = `AKIA${codes.length}`;
        await (world.touch ?? Promise.resolve());
        if (world.broken !== null) throw world.broken;
        const expiration = new Date(clock.now() + world.lifeMs);
        return { accessKeyId, secretAccessKey: 's', expiration };
      },
      runLogin: async (words) => {
        logins.push(words);
        await Promise.resolve();
        if (world.login.ok) world.broken = null;
        return world.login;
      },
    },
  );
  return { clock, codes, logins, world, session };
}
const ended = () => new Error('The SSO session at /home/joe/.aws has expired: planted-secret');

/** What goes on beside has its turn. */
const meanwhile = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('fetches once for many callers, and again beside them five minutes before the end', async () => {
  const { clock, codes, session } = bench(staticProfile);
  const together = await Promise.all([1, 2, 3].map(() => session.credentials()));
  expect(new Set(together.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['AKIA1']));
  clock.setWallBy(54 * minute);
  expect((await session.credentials()).accessKeyId).toBe('AKIA1');
  clock.setWallBy(2 * minute);
  const those = await Promise.all([1, 2, 3].map(() => session.credentials()));
  expect(new Set(those.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['AKIA1']));
  await meanwhile();
  expect((await session.credentials()).accessKeyId).toBe('AKIA2');
  expect(codes).toHaveLength(2);
});

it('keeps using what it holds when renewing fails, until that has really ended', async () => {
  const { clock, world, session } = bench(staticProfile);
  await session.credentials();
  world.broken = ended();
  clock.setWallBy(58 * minute);
  expect((await session.credentials()).accessKeyId).toBe('AKIA1');
  await meanwhile();
  clock.setWallBy(3 * minute);
  await expect(session.credentials()).rejects.toBeInstanceOf(FaultError);
  expect(session.state()).toMatchObject({ kind: 'expired' });
});

it('asks for a code, uses it once, and never asks AWS without one', async () => {
  const { codes, session, clock } = bench({
    ...staticProfile,
    kind: 'role-mfa',
    mfaDevice: device,
  });
  expect(session.state()).toEqual({ kind: 'needs-mfa', device });
  await expect(session.credentials()).rejects.toMatchObject({ fault: { code: 'signed-out' } });
  expect(await session.signIn({ mfaCode: '12' })).toMatchObject({ ok: false });
  expect(codes).toEqual([]);
  expect(await session.signIn({ mfaCode: '123456' })).toMatchObject({ value: { kind: 'ready' } });
  clock.setWallBy(61 * minute);
  await expect(session.credentials()).rejects.toBeInstanceOf(FaultError);
  expect(session.state()).toEqual({ kind: 'expired', act: { kind: 'mfa-code', device } });
  expect(codes).toEqual(['123456']);
});

it('tells until when a person has to sign in: with a device always, else when renewing did not help', async () => {
  const mfa = bench({ ...staticProfile, kind: 'role-mfa', mfaDevice: device });
  expect(mfa.session.signInByMs()).toBeNull();
  await mfa.session.signIn({ mfaCode: '123456' });
  expect(mfa.session.signInByMs()).toBe(mfa.clock.now() + 60 * minute);
  const { clock, world, session } = bench(staticProfile);
  await session.credentials();
  const endsAtMs = clock.now() + 60 * minute;
  expect(session.signInByMs()).toBeNull();
  world.broken = ended();
  clock.setWallBy(58 * minute);
  await session.credentials();
  await meanwhile();
  expect(session.signInByMs()).toBe(endsAtMs);
  world.broken = null;
  await session.credentials();
  await meanwhile();
  expect(session.signInByMs()).toBeNull();
});

it('opens a login only when a person presses, and tells the command when that fails', async () => {
  const { logins, session, world } = bench({ ...staticProfile, name: "it's", kind: 'sso' }, 'sso');
  world.broken = ended();
  const error: unknown = await session.credentials().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    fault: { code: 'signed-out', todo: "Run aws sso login --profile 'it'\\''s'" },
  });
  expect(JSON.stringify([error, session.state()])).not.toContain('planted-secret');
  expect(logins).toEqual([]);
  world.login = fail({ code: 'signed-out', message: 'no CLI' });
  expect(await session.signIn()).toMatchObject({ ok: false, fault: { message: 'no CLI' } });
  world.login = succeed(null);
  expect(await session.signIn()).toMatchObject({ ok: true, value: { kind: 'ready' } });
  expect(logins.at(-1)).toEqual(['sso', 'login', "--profile=it's"]);
});

it('stops using what AWS has refused until somebody signs in', async () => {
  const { codes, session } = bench(staticProfile);
  await session.credentials();
  session.rejected('AKIA1');
  expect(session.state()).toEqual({ kind: 'expired', act: { kind: 'read-again' } });
  await expect(session.credentials()).rejects.toBeInstanceOf(FaultError);
  expect(codes).toHaveLength(1);
  expect(await session.signIn()).toMatchObject({ value: { kind: 'ready' } });
  expect((await session.credentials()).accessKeyId).toBe('AKIA2');
});

it('keeps new keys when a call with the old ones is refused', async () => {
  const { session } = bench(staticProfile);
  await session.credentials();
  await session.signIn();
  session.rejected('AKIA1');
  expect((await session.credentials()).accessKeyId).toBe('AKIA2');
  expect(session.state()).toMatchObject({ kind: 'ready' });
  // The control: those that are held, and those that nobody can tell.
  session.rejected('AKIA2');
  expect(session.state()).toMatchObject({ kind: 'expired' });
  await session.signIn();
  session.rejected(null);
  expect(session.state()).toMatchObject({ kind: 'expired' });
});

/** Never ends by itself. */
function untouched() {
  let touch: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => (touch = resolve));
  return { waiting, touch: () => touch() };
}
const vault = { ...staticProfile, kind: 'process', command: '/opt/vault' } as const;

it('answers with keys that still live while the program that renews them hangs', async () => {
  const { clock, codes, world, session } = bench(vault, 'process');
  await session.credentials();
  const endsAtMs = clock.now() + 60 * minute;
  clock.setWallBy(56 * minute);
  const { waiting, touch } = untouched();
  world.touch = waiting;
  expect((await session.credentials()).accessKeyId).toBe('AKIA1');
  expect(session.signInByMs()).toBeNull();
  clock.step(Infinity);
  await meanwhile();
  // Given up, said, and not begun again beside the one that hangs.
  expect(session.signInByMs()).toBe(endsAtMs);
  expect((await session.credentials()).accessKeyId).toBe('AKIA1');
  expect(codes).toHaveLength(2);
  touch();
  await meanwhile();
  expect((await session.credentials()).accessKeyId).toBe('AKIA2');
  expect(session.signInByMs()).toBeNull();
});

it('waits two minutes where nothing is held, and says what may be waited for', async () => {
  const { clock, codes, world, session } = bench(vault, 'process');
  const { waiting, touch } = untouched();
  world.touch = waiting;
  const asked = session.credentials().catch((error: unknown) => error);
  await meanwhile();
  expect(clock.step(clock.monotonicMs() + 119_000)).toBe(false);
  expect(clock.step(Infinity)).toBe(true);
  const fault = { code: 'signed-out', todo: 'Touch the key or answer its prompt, then sign in again.' }; // prettier-ignore
  expect(await asked).toMatchObject({ fault });
  expect(session.state()).toMatchObject({ kind: 'signed-out', why: fault });
  expect(JSON.stringify(session.state())).toContain(
    '120 s for an answer of the program /opt/vault',
  );
  await expect(session.credentials()).rejects.toMatchObject({ fault });
  expect(codes).toHaveLength(1);
  // A person who presses is not kept from trying again, and the older answer does not undo the newer.
  world.touch = null;
  expect(await session.signIn()).toMatchObject({ value: { kind: 'ready' } });
  touch();
  await meanwhile();
  expect((await session.credentials()).accessKeyId).toBe('AKIA2');
});

it('says of a credential program its first word only', async () => {
  const { session, world } = bench(vault, 'process');
  world.broken = Object.assign(new Error('/opt/vault --key planted-secret: stderr'), { code: 1 });
  await session.credentials().catch(() => undefined);
  const state = JSON.stringify(session.state());
  expect(state).toContain('/opt/vault');
  expect(state).not.toContain('planted-secret');
});
