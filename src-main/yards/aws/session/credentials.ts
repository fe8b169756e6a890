/**
 * Credentials of the one chosen profile, in memory only. Nothing signs in by itself: what needs a person
 * (a code, a browser) waits for `signIn`. What can be renewed without one is renewed while it is used.
 */
import type { AwsCredentialIdentity } from '@smithy/types';

import type { Clock } from '../../../clock/clock.ts';
import { isMfaCode } from '../../../../src-shared/mfa-code.ts';
import {
  fail,
  FaultError,
  succeed,
  type Fault,
  type Result,
} from '../../../../src-shared/result.ts';
import { faultOfProvider, loginOf, type SignInAct } from './credential-faults.ts';
import type { ProfileChain } from './profile-chain.ts';
import type { ProfileChoice } from './profile-choice.ts';

export type SessionState =
  | { readonly kind: 'signed-out'; readonly why: Fault; readonly act: SignInAct }
  | { readonly kind: 'needs-mfa'; readonly device: string }
  /** `expiresAtMs` is epoch milliseconds; null for keys that do not expire. */
  | { readonly kind: 'ready'; readonly expiresAtMs: number | null }
  | { readonly kind: 'expired'; readonly act: SignInAct };

/** What clients sign with. */
export interface CredentialSource {
  /** @throws FaultError `signed-out`, before anything is sent. */
  readonly credentials: () => Promise<AwsCredentialIdentity>;
  /**
   * AWS refused what was signed with this key id; null when that is not known. What is held is dropped
   * and a person has to sign in, unless other keys are held by now.
   */
  readonly rejected: (accessKeyId: string | null) => void;
}

export interface AwsSession extends CredentialSource {
  readonly profile: ProfileChoice;
  readonly state: () => SessionState;
  /**
   * Until when a person has to sign in again, epoch milliseconds: where a code is needed, or where
   * renewing was due and did not help. Null: not known, or not needed.
   */
  readonly signInByMs: () => number | null;
  /**
   * Pressed by a person. Reads the profile again; where that is not enough, runs the AWS CLI's login.
   * The code is used once and kept nowhere.
   */
  readonly signIn: (answer?: { readonly mfaCode?: string }) => Promise<Result<SessionState>>;
}

export interface SessionPorts {
  readonly clock: Clock;
  /** Fetches credentials of the profile; asks no person. */
  readonly fetch: (mfaCode: string | null) => Promise<AwsCredentialIdentity>;
  /** Opens the browser through the AWS CLI, and resolves when the person is done. */
  readonly runLogin: (words: readonly string[]) => Promise<Result<null>>;
}

/** As the SDK does: renewed when less than this is left, so that no call starts with dying credentials. */
const renewBeforeMs = 5 * 60_000;
/** A program of the profile may wait for a person: a touch, a prompt. Beside keys that still live... */
const renewLimitMs = 30_000;
/** ... and where nothing goes on without it. */
const fetchLimitMs = 120_000;

export function openSession(
  profile: ProfileChoice,
  root: ProfileChain['root'],
  { clock, fetch, runLogin }: SessionPorts,
): AwsSession {
  const device = profile.mfaDevice ?? null;
  const act: SignInAct =
    device === null ? (loginOf(root) ?? { kind: 'read-again' }) : { kind: 'mfa-code', device };
  let held: AwsCredentialIdentity | null = null;
  let why: Fault | null = profile.fault;
  let hadEnough = false;
  let underWay: Promise<Result<AwsCredentialIdentity>> | null = null;
  let attempts = 0;
  /** Given up, but not ended: another one that nobody asked for would only hang beside it. */
  let isHanging = false;

  const leftMs = (credentials: AwsCredentialIdentity): number =>
    (credentials.expiration?.getTime() ?? Infinity) - clock.now();

  async function fetched(mfaCode: string | null): Promise<Result<AwsCredentialIdentity>> {
    attempts += 1;
    const mine = attempts;
    const outcome = await fetch(mfaCode).then(succeed, (error: unknown) =>
      fail(faultOfProvider(error, profile, root)),
    );
    // What comes late still counts, but not after a newer attempt began.
    if (mine !== attempts) return outcome;
    isHanging = false;
    if (outcome.ok) {
      held = outcome.value;
      why = null;
      hadEnough = false;
    } else why = outcome.fault;
    return outcome;
  }

  async function fetchedInTime(
    mfaCode: string | null,
    limitMs: number,
  ): Promise<Result<AwsCredentialIdentity>> {
    isHanging = false;
    const done = new AbortController();
    const asked = fetched(mfaCode).finally(() => done.abort());
    const late = clock.delay(limitMs, done.signal).then(() => {
      if (done.signal.aborted) return asked;
      isHanging = true;
      why = hangs(profile, limitMs);
      return fail(why);
    });
    return Promise.race([asked, late]);
  }

  /** One at a time: five clients asking at once must not spend five codes or open five browsers. */
  function renew(
    mfaCode: string | null,
    limitMs = fetchLimitMs,
  ): Promise<Result<AwsCredentialIdentity>> {
    underWay ??= fetchedInTime(mfaCode, limitMs).finally(() => (underWay = null));
    return underWay;
  }

  function state(): SessionState {
    if (held !== null && leftMs(held) > 0)
      return { kind: 'ready', expiresAtMs: held.expiration?.getTime() ?? null };
    if (held !== null || hadEnough) return { kind: 'expired', act };
    if (device !== null && why === null) return { kind: 'needs-mfa', device };
    return { kind: 'signed-out', why: why ?? notYet(profile), act };
  }

  async function credentials(): Promise<AwsCredentialIdentity> {
    if (held !== null && leftMs(held) > renewBeforeMs) return held;
    const mayAskAlone = device === null && !hadEnough && profile.fault === null && !isHanging;
    // What is held lives for some minutes yet: a revert must not wait for a renewal, nor for a login.
    if (held !== null && leftMs(held) > 0) {
      if (mayAskAlone) void renew(null, renewLimitMs);
      return held;
    }
    const renewed = mayAskAlone ? await renew(null) : null;
    if (renewed?.ok === true) return renewed.value;
    throw new FaultError(renewed?.fault ?? faultOf(state(), profile));
  }

  async function signIn(answer: { readonly mfaCode?: string } = {}): Promise<Result<SessionState>> {
    if (profile.fault !== null) return fail(profile.fault);
    const code = answer.mfaCode?.trim() ?? null;
    if (device !== null && (code === null || !isMfaCode(code)))
      return fail({
        code: 'bad-input',
        message: 'The code has six digits.',
        todo: 'Type the code that the device shows now.',
      });
    const first = await renew(device === null ? null : code);
    if (first.ok) return succeed(state());
    const login = loginOf(root);
    if (login?.kind !== 'login' || first.fault.code !== 'signed-out') return first;
    const shown = await runLogin(login.arguments);
    if (!shown.ok) return fail({ ...shown.fault, todo: `Run ${login.command}` });
    const second = await renew(code);
    return second.ok ? succeed(state()) : second;
  }

  return {
    profile,
    state,
    signInByMs: () => {
      const endsAtMs = held?.expiration?.getTime() ?? null;
      if (held === null || endsAtMs === null) return null;
      // While a renewal is only under way, nobody has to do anything.
      const isDue = leftMs(held) < renewBeforeMs && why !== null;
      return device !== null || isDue ? endsAtMs : null;
    },
    credentials,
    signIn,
    rejected(accessKeyId) {
      if (held !== null && accessKeyId !== null && held.accessKeyId !== accessKeyId) return;
      held = null;
      hadEnough = true;
    },
  };
}

function hangs(profile: ProfileChoice, limitMs: number): Fault {
  const program = profile.command === undefined ? '' : ` of the program ${profile.command}`;
  return {
    code: 'signed-out',
    message: `Profile ${profile.name} has waited ${String(limitMs / 1000)} s for an answer${program}: it may wait for a person.`,
    todo: 'Touch the key or answer its prompt, then sign in again.',
  };
}

function notYet(profile: ProfileChoice): Fault {
  return {
    code: 'signed-out',
    message: `Profile ${profile.name} is not signed in yet.`,
    todo: 'Sign in.',
  };
}

function faultOf(state: SessionState, profile: ProfileChoice): Fault {
  switch (state.kind) {
    case 'signed-out':
      return state.why;
    case 'needs-mfa':
      return {
        code: 'signed-out',
        message: `Profile ${profile.name} needs the code of ${state.device}.`,
        todo: 'Type the code to sign in.',
      };
    case 'expired':
    case 'ready':
      return {
        code: 'signed-out',
        message: `The session of profile ${profile.name} has ended.`,
        todo: 'Sign in again.',
      };
  }
}
