/**
 * Going on with the warnings of a preflight. A yard on the strict level wants a reason for it; elsewhere one may be
 * given, so that a script of yesterday goes on. A revert has no preflight and is never asked. Pure.
 */
import type { Acceptance, AcceptanceWish } from './acceptance-schema.ts';
import type { Band } from './panel.ts';
import type { Preflight } from './preflight.ts';
import type { PreflightCheck } from './preflight-shape.ts';
import { asksTwice } from './safety.ts';
import { plain } from './wording.ts';

/** What a person has to weigh: warnings, and what has failed and does not keep it from beginning. */
export function weighedIn({ forward, back }: Preflight): readonly PreflightCheck[] {
  return [...forward, ...back].filter(
    ({ verdict, stops }) => !stops && (verdict === 'warning' || verdict === 'failed'),
  );
}

/** `1 failed check and 2 warnings` */
export function weighedText(checks: readonly PreflightCheck[]): string {
  const counted = (verdict: PreflightCheck['verdict'], one: string, more: string): string[] => {
    const count = checks.filter((check) => check.verdict === verdict).length;
    return count === 0 ? [] : [`${String(count)} ${count === 1 ? one : more}`];
  };
  return [
    ...counted('failed', 'failed check', 'failed checks'),
    ...counted('warning', 'warning', 'warnings'),
  ].join(' and ');
}

/** What goes with the press; nothing where there is nothing to accept, or no reason is given. */
export function acceptanceIn(
  preflight: Preflight | null,
  reason: string,
): { readonly accepted?: AcceptanceWish } {
  const checks = preflight === null ? [] : weighedIn(preflight);
  const said = reason.trim();
  if (checks.length === 0 || said === '') return {};
  const weighed = checks.map(({ what, text }) => ({
    what: plain(what, 120),
    text: plain(text, 1000),
  }));
  return { accepted: { reason: said, weighed: weighed.slice(0, 40) } };
}

/** Why the strict level does not let it begin yet; null: nothing is asked for, or it was given. */
export function acceptanceRefusal(
  band: Band,
  preflight: Preflight | null,
  reason: string,
): string | null {
  if (!asksTwice(band) || preflight === null) return null;
  if ([...preflight.forward, ...preflight.back].some(({ verdict }) => verdict === 'asking')) {
    // Also with a reason: it would be given to what nobody has read, and kept with nothing.
    return 'The preflight is being asked.';
  }
  if (reason.trim() !== '') return null;
  const checks = weighedIn(preflight);
  return checks.length === 0
    ? null
    : `This yard is strict, and the preflight has ${weighedText(checks)}: going on needs a reason.`;
}

/** `"Nobody shops at night" (ann on desk; Watch, Traffic)` */
export function acceptanceText({ reason, weighed, by }: Acceptance): string {
  const checks = weighed.map((what) => plain(what, 60)).join(', ');
  return `\u201c${plain(reason, 300)}\u201d (${plain(by, 80)}; ${checks})`;
}
