/** That AWS limits how much is asked of it, and how far a first look is, in words. Pure. */
import type { AccountLoad } from '../../../src-shared/account-load.ts';
import { plain } from '../../../src-shared/wording.ts';
import { clockTime, count, plural } from '../../ui/format.ts';

type Throttling = NonNullable<AccountLoad['throttling']>;

export function limitedTitle({ looksEveryMs }: Throttling): string {
  return looksEveryMs === null
    ? 'AWS is limiting us; updates come more slowly.'
    : `AWS is limiting us; updates every ${String(Math.max(1, Math.round(looksEveryMs / 1000)))} s.`;
}

export function limitedText({ services, sinceMs, refused, keptForRevert }: Throttling): string {
  const calls = refused === 1 ? '1 call was' : `${count(refused)} calls were`;
  const names = services.map((name) => plain(name, 40)).join(' and ');
  const kept =
    keptForRevert > 0
      ? `: ${plural(keptForRevert, 'call')} of our own budget ${keptForRevert === 1 ? 'is' : 'are'} kept for it`
      : '';
  return `Since ${clockTime(sinceMs)} ${calls} refused by ${names}: the limits are those of the whole account. A revert does not wait for looks${kept}. This goes by itself a minute after the last refusal.`;
}

/** Of a first look. */
export function readingTitle(load: AccountLoad | undefined): string {
  const { servers, of } = load?.reading ?? { servers: 0, of: null };
  return of === null || of === 0
    ? 'Looking for fleets'
    : `Looking for fleets: ${count(servers)} of ${plural(of, 'server')} read`;
}
