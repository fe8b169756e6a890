/** A yard together with what the panel needs around the port, whatever kind it is. */
import type { AccountLoad } from '../../src-shared/account-load.ts';
import type { Band, YardLink } from '../../src-shared/panel.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Yard } from './port.ts';
import type { ObservationTimes, Limits } from './yard-pace.ts';

export interface OpenedYard {
  readonly yard: Yard;
  /** Account, actor and end of the credentials as known now. */
  readonly band: () => Band;
  /** Of the connection alone; what looks say is added to it. */
  readonly link: () => YardLink;
  /** What is asked of an account, as known now; absent where nobody counts calls. */
  readonly load?: () => AccountLoad;
  /** Of a host process that serves the yard; null where there is none. */
  readonly hostVersion: () => string | null;
  /** How often it is looked at; each look costs calls where somebody counts them. */
  readonly times: ObservationTimes;
  readonly limits: Limits;
  /** Makes it run where it is ours to run; else answers at once. */
  readonly start: () => Promise<Result<null>>;
  readonly stop: () => Promise<Result<null>>;
  /** Null where nobody signs in. Never called unasked: it may open a login page. */
  readonly signIn: SignIn | null;
  /** Whether signing in asks for a code. */
  readonly needsMfa: boolean;
  readonly close: () => void;
}

/** @param mfaCode of a one-time password device, where the credentials need one. */
export type SignIn = (mfaCode: string | null) => Promise<Result<null>>;

/** @param changed called after band, link or host have changed: they are read again. */
export type OpenYard = (changed: () => void) => Promise<Result<OpenedYard>>;
