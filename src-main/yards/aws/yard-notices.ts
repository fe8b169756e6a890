/** What the yard noticed by itself: what it cannot read, credentials that end, throttling. */
import type { FleetId } from '../../../src-shared/ids.ts';
import { roughDuration } from '../../../src-shared/wording.ts';
import type { Clock } from '../../clock/clock.ts';
import type { YardNotice } from '../port.ts';
import type { AwsService } from './preflight/operations.ts';
import type { AwsCall } from './session/call-ledger.ts';
import {
  serviceName,
  throttlingIn,
  throttlingOverMs,
  timeOfDay,
  type Throttling,
} from './session/throttling.ts';

export interface YardNotices {
  readonly note: (text: string, severity: YardNotice['severity'], fleet: FleetId | null) => void;
  /** Once for each end that comes near. @param endsAtMs epoch milliseconds; null: not known. */
  readonly credentialsEnd: (endsAtMs: number | null) => void;
  /** A launch that has to wait for EC2's budget, once for each fleet and size. @param waitMs until then. */
  readonly startsLate: (fleet: FleetId, size: number, waitMs: number) => void;
  /** What a good look could not read: each text once, and again when it comes back. */
  readonly gaps: (texts: readonly string[]) => void;
  /** After each good look. @param ageMs how old what was shown before it had become. */
  readonly lookedUnder: (calls: readonly AwsCall[], ageMs: number | null) => void;
  /** For a look that was refused: which service, since when. Null when none of these calls was. */
  readonly whyThrottled: (calls: readonly AwsCall[]) => string | null;
  /** Newest last. */
  readonly all: () => readonly YardNotice[];
}

const noticesKept = 50;
/** A shorter wait is nothing to tell of. */
const lateMs = 5000;
/** Time for a person to come to the keyboard. */
const endsSoonMs = 15 * 60_000;

export function createYardNotices(
  clock: Clock,
  rate: (service: AwsService) => number,
): YardNotices {
  let notices: readonly YardNotice[] = [];
  let count = 0;
  let toldEndMs: number | null = null;
  let toldLate: string | null = null;
  let toldGaps: ReadonlySet<string> = new Set();
  const told = new Map<AwsService, { readonly sinceMs: number; readonly isOver: boolean }>();

  const note: YardNotices['note'] = (text, severity, fleet) => {
    count += 1;
    const notice = { id: `aws-${count}`, atMs: clock.now(), fleet, severity, text };
    notices = [...notices, notice].slice(-noticesKept);
  };

  const at = (monotonicMs: number): string =>
    timeOfDay(clock.now() - (clock.monotonicMs() - monotonicMs));

  const tellThrottling = (one: Throttling, ageMs: number | null): void => {
    const { service, sinceMs, lastMs, refused } = one;
    const name = serviceName(service);
    const nowMs = clock.monotonicMs();
    const isOver = nowMs - lastMs > throttlingOverMs;
    const before = told.get(service);
    const isTold = before?.sinceMs === sinceMs;
    if (isTold ? before.isOver === isOver : isOver) return;
    told.set(service, { sinceMs, isOver });
    if (isOver) {
      note(`AWS does not throttle ${name} any more. It did from ${at(sinceMs)} to ${at(lastMs)}.`, 'info', null); // prettier-ignore
      return;
    }
    const age =
      ageMs === null ? '' : ` What was shown had become ${Math.round(ageMs / 1000)} s old.`;
    const calls = refused === 1 ? '1 call was refused' : `${refused} calls were refused`;
    note(`AWS throttles ${name} since ${at(sinceMs)}. ${calls}, by the limits of the whole account.${age} Looks now take at most ${rate(service)} calls a second of it; a revert does not wait for them.`, 'warning', null); // prettier-ignore
  };

  return {
    note,
    credentialsEnd: (endsAtMs) => {
      if (endsAtMs === null || endsAtMs === toldEndMs) return;
      const leftMs = endsAtMs - clock.now();
      if (leftMs <= 0 || leftMs > endsSoonMs) return;
      toldEndMs = endsAtMs;
      const left = roughDuration(leftMs);
      note(`The credentials end in ${left}, at ${timeOfDay(endsAtMs)}. Then nothing can be seen or changed here until somebody signs in, and no revert goes. Sign in before.`, 'warning', null); // prettier-ignore
    },
    startsLate: (fleet, size, waitMs) => {
      const key = `${fleet} ${String(size)}`;
      if (waitMs < lateMs || key === toldLate) return;
      toldLate = key;
      note(`Starting ${String(size)} servers waits ${roughDuration(waitMs)}: EC2 lets an account start 1000 at once and then 2 a second, whoever starts them. It goes on by itself.`, 'info', fleet); // prettier-ignore
    },
    gaps: (texts) => {
      const now = new Set(texts);
      for (const text of now) if (!toldGaps.has(text)) note(text, 'warning', null);
      toldGaps = now;
    },
    lookedUnder: (calls, ageMs) => {
      for (const one of throttlingIn(calls)) tellThrottling(one, ageMs);
    },
    whyThrottled: (calls) => {
      const [one] = throttlingIn(calls)
        .filter(({ lastMs }) => clock.monotonicMs() - lastMs <= throttlingOverMs)
        .sort((a, b) => b.lastMs - a.lastMs);
      if (one === undefined) return null;
      return `AWS throttles ${serviceName(one.service)} since ${at(one.sinceMs)}. It is looked at again by itself; a revert goes all the same.`;
    },
    all: () => notices,
  };
}
