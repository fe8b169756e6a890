/** Words about findings, the same wherever they are told. Pure. */
import { longestFindingsReason } from './findings-bounds.ts';
import type { Finding, Findings } from './findings-schema.ts';
import { plain } from './wording.ts';

export const areaWords: Readonly<Record<Finding['area'], string>> = {
  facts: 'Facts',
  texts: 'Texts',
  files: 'Files',
  packages: 'Packages',
  pages: 'Pages',
  answers: 'Answers',
  behaviour: 'Behaviour',
};

/** Whether a release that requires it waits for a person: also for what could not be compared. */
export function asksAcceptance({ total, missing }: Pick<Findings, 'total' | 'missing'>): boolean {
  return total > 0 || missing.length > 0;
}

/** `12 differences, 3 worth a look; 1 thing was not compared` */
export function findingsText({ total, worthALook, missing, moreMissing }: Findings): string {
  const found = total === 1 ? '1 difference' : `${String(total)} differences`;
  const worth = worthALook === 0 ? '' : `, ${String(worthALook)} worth a look`;
  const lacking = missing.length + moreMissing;
  const lack =
    lacking === 0
      ? ''
      : `; ${lacking === 1 ? '1 thing was' : `${String(lacking)} things were`} not compared`;
  return `${total === 0 ? 'no difference' : found}${worth}${lack}`;
}

/** Empty where all are listed. */
export function unlistedText({ total, listed }: Pick<Findings, 'total' | 'listed'>): string {
  const more = total - listed.length;
  return more > 0 ? `and ${String(more)} more` : '';
}

/** These a release does not look at by itself: a person asks for them. */
const askedFor: Findings['areas'] = ['files', 'packages', 'pages', 'answers'];

/** What of these is in it, and since when it can be; what is not, and what to do about it. Empty: nothing is to be said. */
export function askedForText(areas: Findings['areas']): string {
  const there = askedFor.filter((area) => areas.includes(area));
  const lacking = askedFor.filter((area) => !areas.includes(area));
  const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return [
    there.length === 0 ? '' : `${sentence(areasText(there))} stand as they were last compared by hand, which can have been before.`, // prettier-ignore
    lacking.length === 0 ? '' : `${sentence(areasText(lacking))} were not compared by hand beforehand, and are no part of it.`, // prettier-ignore
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** `facts, texts and pages` */
export function areasText(areas: Findings['areas']): string {
  const names = areas.map((area) => areaWords[area].toLowerCase());
  const last = names.at(-1);
  if (last === undefined) return 'nothing';
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** `"Only the banner" (ann on desk)` */
export function acceptedFindingsText({
  reason,
  by,
}: {
  readonly reason: string;
  readonly by: string;
}): string {
  return `\u201c${plain(reason, longestFindingsReason)}\u201d (${plain(by, 120)})`;
}
