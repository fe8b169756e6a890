/** Checks of whoever acts: what the credentials may do, and whether they last as long as the change. Pure. */
import type { Permission } from './permission.ts';
import { asking, failed, passed, stopping, untold, warning, type Checked } from './preflight-check.ts'; // prettier-ignore
import type { PreflightGround, PreflightWish } from './preflight-shape.ts';
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
  const needed = asked.value.filter(({ need }) => need === 'now' || launches);
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

/** A revert, and a sign-in before it, should still fit in after the end. */
const reserveMs = 10 * 60_000;
/** Of a cutover: the reads, the write, and seeing it. */
const cutOverMs = 60_000;

/** Null where nobody signs in. */
export function sessionCheck(
  { band: { account }, nowMs }: PreflightGround,
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
  const takesMs = expectedMs(wish);
  const leftMs = signInByMs - nowMs;
  const text = `The credentials last for ${roughDuration(Math.max(0, leftMs))}, and this takes ${roughDuration(takesMs)} beside waiting for people.`;
  return leftMs < takesMs + reserveMs ? warning(text, 'Sign in first.') : passed(text);
}

/** Without the launch and the presses, whose times nobody knows. */
export function expectedMs(wish: PreflightWish): number {
  if (wish.kind === 'cut-over') return cutOverMs;
  const pauses = wish.terms.steps.reduce((sum, { pauseMs }) => sum + (pauseMs ?? 0), 0);
  return pauses + wish.terms.bakeMs;
}
