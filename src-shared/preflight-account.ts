/** Checks of whoever acts: what the credentials may do, and whether they last as long as the change. Pure. */
import type { Permission } from './permission.ts';
import { asking, failed, passed, stopping, untold, type Checked } from './preflight-check.ts'; // prettier-ignore
import type { PreflightGround, PreflightWish } from './preflight-shape.ts';
import { longestMs, sessionRefusal } from './session-end.ts';
import { plain, roughDuration } from './wording.ts';

/** Null where the yard asks nobody for rights. */
export function rightsCheck(
  { capabilities, facts }: PreflightGround,
  wish: PreflightWish,
): Checked | null {
  if (!capabilities.checksPermissions) return null;
  if (facts === null) return asking('The yard is being asked.');
  const asked = facts.permissions;
  if (asked === null) return untold('Rights were not asked yet.', 'Check permissions.');
  if (asked.kind === 'untold') return untold(`Rights could not be asked. ${asked.because}`);
  const launches = wish.kind === 'release' && wish.source.kind === 'image';
  const opinion = wish.kind === 'release' ? wish.terms.opinion : undefined;
  const isHeard = opinion !== undefined && (opinion.isRequired || opinion.alarms.length > 0);
  const wants = { now: true, launching: launches, judging: isHeard, comparing: false };
  const needed = asked.value.filter(({ need }) => wants[need]);
  const of = (kind: Permission['answer']['kind']): readonly Permission[] =>
    needed.filter(({ answer }) => answer.kind === kind);
  const [denied] = of('denied');
  if (denied !== undefined) {
    const more = of('denied').length - 1;
    const also = more === 0 ? '' : ` and ${String(more)} more`;
    const text = `${plain(denied.action, 80)}${also} is denied (${plain(denied.purpose, 80)}).`;
    const todo = 'Add the statement that the check of permissions names.';
    return of('denied').some(({ isWayBack }) => isWayBack === true)
      ? stopping(text, todo)
      : failed(text, todo);
  }
  const proven = `${String(of('allowed').length)} of ${String(needed.length)} rights are proven`;
  const untoldCount = of('untold').length;
  if (untoldCount > 0) return untold(`${proven}; ${String(untoldCount)} could not be asked.`);
  const unprovable = of('not-provable').length;
  return passed(
    unprovable === 0 ? `${proven}.` : `${proven}; ${String(unprovable)} cannot be proven without doing it.`, // prettier-ignore
  );
}

/** Null where nobody signs in. */
export function sessionCheck(
  { band: { account }, fleet, nowMs }: PreflightGround,
  wish: PreflightWish,
): Checked | null {
  if (account === null) return null;
  const { endsAtMs, signInByMs } = account;
  if (endsAtMs !== null && endsAtMs <= nowMs) {
    return stopping('The credentials have ended.', 'Sign in first.');
  }
  if (signInByMs === null) {
    return endsAtMs === null
      ? untold('When these credentials end is not known.')
      : passed('Nobody has to sign in again: the credentials are renewed by themselves.');
  }
  const refusal = sessionRefusal(fleet, wish, { signInByMs, nowMs });
  if (refusal !== null) return stopping(refusal);
  const [left, takes] = [signInByMs - nowMs, longestMs(fleet, wish)].map(roughDuration);
  return passed(`The credentials last for ${left}, and this takes at most ${takes} beside waiting for people.`); // prettier-ignore
}
