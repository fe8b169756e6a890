/** The second opinion of a release before it begins: what it will do, and what forbids it. Pure. */
import type { YardCapabilities } from './capabilities-schema.ts';
import { isServed } from './entry-of.ts';
import type { Fleet } from './fleet.ts';
import type { ReleaseTerms } from './release-schema.ts';
import { spanText } from './span-text.ts';
import { plain } from './wording.ts';

type Asked = Pick<ReleaseTerms, 'opinion'>;
type Can = Pick<YardCapabilities, 'measuredBy' | 'hasAlarms'>;

/** Null where what the terms want of it can be had. */
export function opinionLack(
  fleet: Fleet,
  { measuredBy, hasAlarms }: Can,
  { opinion }: Asked,
): string | null {
  if (opinion === undefined) return null;
  const isMeasured = measuredBy !== null && isServed(fleet);
  if (opinion.isRequired && !isMeasured) {
    return 'No second opinion here, and the terms require one: release without it.';
  }
  const [alarm] = opinion.alarms;
  if (alarm === undefined || (hasAlarms && isMeasured)) return null;
  const why = !hasAlarms
    ? 'This yard has no alarms'
    : isServed(fleet)
      ? 'Nothing is measured here'
      : 'Nothing is measured of a fleet without an entry';
  return `${why}, so "${plain(alarm, 80)}" cannot be watched.`;
}

/** A sentence for the plan. */
export function opinionPlan(fleet: Fleet, { measuredBy }: Can, { opinion }: Asked): string {
  if (opinion === undefined) return '';
  if (measuredBy === null || !isServed(fleet)) return 'No second opinion here.';
  const { isRequired, waitMs, alarms } = opinion;
  const names = alarms.map((name) => `"${plain(name, 60)}"`).join(', ');
  const rings =
    alarms.length === 0 ? '' : ` An alarm that rings and was OK before does the same: ${names}.`;
  const required = isRequired
    ? ` It has to pass: it is waited for up to ${spanText(waitMs)} longer, and then a person is asked.`
    : '';
  const source = measuredBy.charAt(0).toUpperCase() + measuredBy.slice(1);
  return `${source} gives a second opinion: when it fails, the traffic goes back, too.${rings}${required}`;
}
