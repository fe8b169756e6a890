/**
 * Links that lead into the window: `blockyard://YARD/FLEET`, and behind it a generation or a change. They only navigate.
 * Anybody can make one, so whatever is not of this form is said and does nothing. Pure.
 */
import { asFleetId, type FleetId } from './ids.ts';
import type { YardSummary } from './panel.ts';
import { plain, unshowable } from './wording.ts';

export const linkScheme = 'blockyard';

export interface LinkPlace {
  /** As `yardInLink` names it. */
  readonly yard: string;
  readonly fleet: FleetId;
  /** Id of a generation of that fleet or of one of its changes; null: the fleet. */
  readonly part: string | null;
}

export type OpenedLink =
  | ({ readonly kind: 'place' } & LinkPlace)
  /** As one sentence. */
  | { readonly kind: 'bad'; readonly because: string };

/** An id has 300 characters at most; each may be written as nine. */
const longestId = 300;
const longestLink = 8192;
const yardPattern = /^[A-Za-z0-9._-]{1,64}$/u;

/**
 * What every panel knows it by: account and region, where there are any. The id of a connected yard is known to the
 * panel that connected it, and to no other.
 */
export function yardInLink({
  id,
  kind,
  detail,
}: Pick<YardSummary, 'id' | 'kind' | 'detail'>): string {
  return kind === 'aws' && /^\d{12} [a-z0-9-]+$/u.test(detail) ? detail.replace(' ', '.') : id;
}

/** Null: an id of it holds half a character, which no link can say. */
export function writeLink({ yard, fleet, part }: LinkPlace): string | null {
  try {
    const parts = [yard, fleet, ...(part === null ? [] : [part])].map(encodeURIComponent);
    return `${linkScheme}://${parts.join('/')}`;
  } catch {
    return null;
  }
}

export function readLink(text: string): OpenedLink {
  if (text.length > longestLink) {
    return bad(
      `It has ${String(text.length)} characters, and no link of ours more than ${longestLink}.`,
    );
  }
  const [, scheme = '', rest] = /^([^:]*):\/\/(.*)$/su.exec(text) ?? [];
  if (rest === undefined || scheme.toLowerCase() !== linkScheme) {
    return bad(`It is no link of Blockyard, which begins with ${linkScheme}://`);
  }
  if (/[?#]/u.test(rest))
    return bad('It has a question mark or a number sign, and ours have none.');
  // Some programs add a slash.
  const segments = rest.replace(/\/$/u, '').split('/');
  const [yard, fleet, part = null, ...others] = segments.map(decoded);
  if (yard === undefined || fleet === undefined || others.length > 0) {
    return bad('It names no yard and fleet, or more than a yard, a fleet and one part of it.');
  }
  // A part that is not there is no failure; one that could not be read is.
  if (yard === null || fleet === null || (segments.length > 2 && part === null)) {
    return bad(
      'One of its names is empty, too long, cannot be read or has characters that nobody sees.',
    );
  }
  if (!yardPattern.test(yard)) return bad(`${plain(yard, 60)} is no name of a yard.`);
  return { kind: 'place', yard, fleet: asFleetId(fleet), part };
}

function bad(because: string): OpenedLink {
  return { kind: 'bad', because };
}

/** Null: not a name that can be shown. */
function decoded(segment: string): string | null {
  let text: string;
  try {
    text = decodeURIComponent(segment);
  } catch {
    return null;
  }
  const isSeen = text.replace(unshowable, '') === text;
  return text.trim() !== '' && text.length <= longestId && isSeen ? text : null;
}

/** The first that the system handed over with a start; switches of the start are none. */
export function linkIn(args: readonly string[]): string | null {
  return (
    args.find((each) => each.slice(0, linkScheme.length + 1).toLowerCase() === `${linkScheme}:`) ??
    null
  );
}
