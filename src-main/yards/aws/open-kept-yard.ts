/** A kept account and region as an open yard, with who acts there kept up to date. */
import { randomBytes } from 'node:crypto';
import type { AwsIdentity } from '../../../src-shared/aws-connection.ts';
import { fail, succeed, type Fault } from '../../../src-shared/result.ts';
import type { Band } from '../../../src-shared/panel.ts';
import { changeRefusal, writeRefusal } from '../../../src-shared/safety.ts';
import type { Clock } from '../../clock/clock.ts';
import { secretMark } from '../../masking/secret-mark.ts';
import type { KeptYard } from '../kept-yard.ts';
import type { OpenedYard } from '../opened-yard.ts';
import { awsBand } from './aws-band.ts';
import { openAwsYard } from './aws-yard.ts';
import { createDescribeImage } from './describe/describe-image.ts';
import { createDescribeGeneration } from './describe/describe-generation.ts';
import { createDescribeWorkers } from './describe/describe-workers.ts';
import { createProveAmi } from './describe/prove-ami.ts';
import { identityAt } from './identity-at.ts';
import { awsLimits, awsTimes } from './pace.ts';
import type { OpenPlace } from './session/open-place.ts';

/** A session that is renewed by a login elsewhere can be somebody else's. */
const askAgainMs = 5 * 60_000;
/** A look waits so long for who has the new credentials: what follows from it may be a write. */
const whoMs = 2000;

export function openKeptYard(
  place: OpenPlace,
  kept: () => KeptYard,
  changed: () => void,
  clock: Clock,
): OpenedYard {
  const { clients, session } = place;
  let identity: AwsIdentity | null = null;
  let askedAtMs = -Infinity;
  let endKnown: number | null = null;

  let asking: Promise<unknown> | null = null;

  let asks = 0;
  const endNow = (): number | null => {
    const state = session.state();
    return state.kind === 'ready' ? state.expiresAtMs : null;
  };

  /** @returns whether AWS said who acts with the credentials of now. */
  const ask = async (): Promise<boolean> => {
    asks += 1;
    const mine = asks;
    // Of the credentials that the question is signed with: they may be renewed while it is under way.
    const end = endNow();
    const answer = await identityAt(place);
    // A newer question was asked since: this answer may be about credentials from before.
    if (!answer.ok || mine !== asks) return false;
    askedAtMs = clock.monotonicMs();
    identity = answer.value;
    endKnown = end ?? answer.value.endsAtMs;
    changed();
    return true;
  };
  /** One question at a time: looks go on while nobody answers it. */
  const askWho = (): Promise<unknown> => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
  const isOutdated = (): boolean =>
    identity === null || clock.monotonicMs() - askedAtMs > askAgainMs;
  /** Whoever was known had other credentials: these may lead elsewhere. */
  const forget = (): void => {
    identity = null;
    changed();
  };
  const hasOtherCredentials = (): boolean =>
    identity !== null && session.state().kind === 'ready' && endNow() !== endKnown;
  const band = (): Band => awsBand(kept(), identity, yard.owner(), session.signInByMs());
  const writesRefused = (isRevert: boolean): Fault | null => {
    const message = isRevert ? writeRefusal(band()) : changeRefusal(band());
    return message === null ? null : { code: 'refused', message };
  };
  /** One for all that is compared here; with a key of this run that nobody else ever has. */
  const mark = secretMark(randomBytes(32));
  const { id } = kept();
  const yard = openAwsYard({
    ...{ id, clients, clock, writesRefused, ledger: place.ledger, budget: place.budget() },
    signInByMs: () => session.signInByMs(),
    name: awsBand(kept(), null).yardName,
    markerOf: (fleet) => {
      const declared = kept().markers.find((each) => each.fleet === fleet)?.marker;
      return declared === undefined || declared.kind === 'none' ? null : declared;
    },
    declaredTests: () => kept().tests ?? [],
    progressed: changed,
    keepsImages: () => kept().keepsImages !== false,
    workerFleets: () => kept().workerFleets ?? [],
    describe: {
      generation: createDescribeGeneration(clients, mark),
      image: createDescribeImage(clients, mark),
      workers: createDescribeWorkers(clients, mark),
      prove: createProveAmi(clients),
    },
  });
  return {
    yard: {
      ...yard,
      observe: async () => {
        if (hasOtherCredentials()) {
          forget();
          await Promise.race([ask(), clock.delay(whoMs)]);
        } else if (isOutdated()) void askWho();
        return yard.observe();
      },
    },
    band,
    // What looks say decides: a first look that fails must not pass for a yard that is still starting.
    link: () => ({ kind: 'live' }),
    load: yard.load,
    hostVersion: () => null,
    times: awsTimes,
    limits: awsLimits,
    start: () => Promise.resolve(succeed(null)),
    stop: () => Promise.resolve(fail({ code: 'refused', message: 'AWS is not ours to stop.' })),
    signIn: async (mfaCode) => {
      const signedIn = await session.signIn(mfaCode === null ? {} : { mfaCode });
      if (!signedIn.ok) return signedIn;
      // Anew: a question from before can only tell of the credentials from before.
      if (!(await ask())) forget();
      return succeed(null);
    },
    needsMfa: session.profile.mfaDevice !== undefined,
    close: yard.close,
  };
}
