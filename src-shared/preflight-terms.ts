/** Whether the guards of a release can tell anything by its terms: in the time, and by the traffic that there is. Pure. */
import { isServed } from './entry-of.ts';
import type { Fleet } from './fleet.ts';
import { leastErrors, slownessLasts, tellingAnswers } from './guard-figures.ts';
import { passed, untold, warning, type Checked } from './preflight-check.ts';
import type { ReleaseTerms } from './release-schema.ts';
import { sharesOf } from './release.ts';
import { spanText } from './span-text.ts';

/** Of an entry that has not counted yet. */
const usualWindowMs = 10_000;

function windowOf({ traffic }: Fleet): number {
  return traffic.windowMs > 0 ? traffic.windowMs : usualWindowMs;
}

export function watchCheck(fleet: Fleet, { steps, bakeMs }: ReleaseTerms): Checked {
  if (bakeMs === 0) {
    return warning('Without a bake nobody watches the candidate once it has all the traffic.', 'Give it a bake.'); // prettier-ignore
  }
  if (!isServed(fleet)) {
    return passed(`For ${spanText(bakeMs)} its health is watched: how well work is done is not counted here.`); // prettier-ignore
  }
  const neededMs = slownessLasts * windowOf(fleet);
  const needs = `slowness is seen only when it lasts for ${spanText(neededMs)}`;
  const short = steps.find(({ pauseMs }) => pauseMs !== null && pauseMs < neededMs);
  if (bakeMs < neededMs) {
    return warning(`The bake of ${spanText(bakeMs)} is over before: ${needs}.`, 'Make it longer.');
  }
  if (short !== undefined) {
    const watched = `${String(short.percent)} % are watched for ${spanText(short.pauseMs ?? 0)} only`;
    return warning(`${watched}: ${needs}.`, 'Watch it for longer.');
  }
  return passed(`Each share and the bake last long enough: ${needs}.`);
}

/** Null where no traffic comes in. */
export function trafficCheck(
  fleet: Fleet,
  { steps, bakeMs, opinion }: ReleaseTerms,
  measuredBy: string | null,
): Checked | null {
  if (!isServed(fleet)) return null;
  const { traffic } = fleet;
  if (!traffic.isCounted) {
    const late = lateOpinion(measuredBy, bakeMs, opinion);
    if (late !== null) return late;
    return untold('This entry counts nothing: only health checks and our own requests judge the candidate.'); // prettier-ignore
  }
  const rate = traffic.requestsPerSecond;
  if (rate === 0) {
    return warning('No requests come now: errors and slowness cannot be judged, only health and our own requests.'); // prettier-ignore
  }
  const windowMs = windowOf(fleet);
  const first = sharesOf({ steps })[0] ?? 100;
  const seconds = windowMs / 1000;
  const answers = (rate * seconds * first) / 100;
  const share = `${String(first)} % of ${rateText(rate)} are about ${String(Math.round(answers))} answers in ${spanText(windowMs)}`;
  const firstMs = steps[0]?.pauseMs;
  // In all of its time, or as long as a person looks.
  const inAll = firstMs === undefined || firstMs === null ? null : (rate * firstMs * first) / 100_000; // prettier-ignore
  if (inAll !== null && inAll < leastErrors) {
    const all = `about ${String(Math.round(inAll))} in all of ${spanText(firstMs ?? 0)}`;
    return warning(`${share}, ${all}: too few to judge its first share by.`, 'Watch it for longer, or begin with more.'); // prettier-ignore
  }
  if (answers < tellingAnswers) {
    return warning(`${share}: slowness is judged from ${String(tellingAnswers)} on, errors from ${String(leastErrors)}.`, 'Begin with more, or look yourself.'); // prettier-ignore
  }
  return passed(`${share}: enough to judge by.`);
}

function rateText(rate: number): string {
  const value = rate < 10 ? rate.toFixed(1) : String(Math.round(rate));
  return `${value} requests a second`;
}

/** So long a period of a minute, its settling, and enough of them to tell times take. */
const lateMs = 5 * 60_000;

/** Where others count than the entry. */
function lateOpinion(
  measuredBy: string | null,
  bakeMs: number,
  opinion: ReleaseTerms['opinion'],
): Checked | null {
  if (measuredBy === null || opinion === undefined) return null;
  const says = `This entry counts nothing: health checks and our own requests judge the candidate, and ${measuredBy} minutes later`;
  return bakeMs < lateMs && !opinion.isRequired
    ? warning(`${says}: after ${spanText(bakeMs)} it has told little or nothing.`, 'Make the bake longer, or require the second opinion.') // prettier-ignore
    : passed(`${says}.`);
}
