/** A release before any traffic: the candidate comes up, proves itself in isolation, and waits for the press. */
import { dataChangeWords, isNoted } from '../../../src-shared/data-note.ts';
import { canServeAll } from '../../../src-shared/guards.ts';
import { healthyCount } from '../../../src-shared/roles.ts';
import { decideLaunch } from './decide-launch.ts';
import { sampling, unaccepted } from './decide-findings.ts';
import { needsNoPress } from './findings-press.ts';
import { heardBefore } from './decide-opinion.ts';
import { listed } from './decide-listing.ts';
import { acting, ended, waiting, waitingFor } from './decision.ts';
import { isProvedAlone } from './promised-proof.ts';
import { placeBefore, type ReleaseInput, type ReleaseScene } from './release-scene.ts';
import type { Staged } from './release-course.ts';

/** @returns null when its traffic may be moved now. */
export function decideCandidate(input: ReleaseInput, scene: ReleaseScene): Staged | null {
  return (
    raised(input, scene) ??
    noted(input, scene) ??
    proved(input, scene) ??
    sampling(input, scene) ??
    heardBefore(input, scene) ??
    pressed(input, scene)
  );
}

/** What nobody lists is checked by nobody; what is launched is listed by its launch where that has to be. */
function raised(input: ReleaseInput, scene: ReleaseScene): Staged | null {
  return input.intent.candidate.kind === 'existing'
    ? (listed(input, scene) ?? risen(input, scene))
    : (risen(input, scene) ?? listed(input, scene));
}

function risen(input: ReleaseInput, scene: ReleaseScene): Staged | null {
  const { intent, fleet, facts } = input;
  const { candidate, label } = scene;
  const phase = { name: 'launch' } as const;
  // Once proved it is not thrown away for a block that dies while it waits: that is shown instead.
  if (facts.release.proof.inARow >= intent.terms.checks.inARow) return null;
  if (intent.candidate.kind === 'launch') {
    const decision = decideLaunch({ ...input, intent: intent.candidate });
    return decision.phase === 'ended' && decision.kind === 'done' ? null : { phase, decision };
  }
  const title = `Releasing ${label}`;
  const { generation } = scene;
  if (generation === undefined) {
    if (input.nowMs - input.facts.takenUpAtMs <= input.limits.effectMs)
      return { phase, decision: waiting(0, title, `the yard does not show ${label}`) };
    const text = `The yard does not show ${label}. Nothing was changed.`;
    return { phase, decision: ended('stopped', title, text) };
  }
  // Wanted to serve: it has to be fit for all of it before the first request goes there.
  const verdict = canServeAll(fleet, candidate);
  if (verdict.kind === 'allowed') return null;
  const count = `${healthyCount(generation)} of ${generation.size} blocks of ${label} are healthy`;
  return { phase, decision: waiting(0.1, title, `${count}: ${verdict.because}`) };
}

/** Before any traffic: whoever reverts then must be told what it means for the data. */
function noted(input: ReleaseInput, { generation, label }: ReleaseScene): Staged | null {
  const { facts, intent, limits, nowMs } = input;
  const wish = intent.terms.data;
  if (wish === undefined || generation === undefined || isNoted(generation, wish)) return null;
  const phase = { name: 'launch' } as const;
  const title = `Noting what ${label} does to the data`;
  const step = facts.steps.note;
  const value = 0.3;
  if (step?.kind === 'sent') {
    return { phase, decision: waiting(value, title, 'the yard has not answered yet') };
  }
  // Noted anew by somebody since: theirs stands.
  if (step?.kind === 'done' && generation.data !== undefined) return null;
  if (step?.kind === 'done' && nowMs - step.atMs <= limits.effectMs) {
    return { phase, decision: waiting(value, title, 'the note is not to be seen yet') };
  }
  if (step?.kind === 'done' || step?.kind === 'refused') {
    const why = step.kind === 'done' ? 'The yard took the note and does not show it.' : step.fault.message; // prettier-ignore
    const text = `What ${label} does to the data could not be noted: ${why} It got no traffic.`;
    const denial = step.kind === 'refused' ? step.fault.denial : undefined;
    return { phase, decision: ended('failed', title, text, denial) };
  }
  const decision = acting(value, {
    kind: 'note-data',
    key: 'note',
    generation: generation.id,
    note: wish,
    title,
    reason: `It ${dataChangeWords[wish.change]}.`,
  });
  return { phase, decision };
}

function proved(input: ReleaseInput, scene: ReleaseScene): Staged | null {
  const { facts, intent, limits, nowMs } = input;
  const { checks } = intent.terms;
  const { label, fromLabel } = scene;
  const shift = facts.steps['shift-1'];
  if (!isProvedAlone(input) || (shift !== undefined && shift.kind !== 'unknown')) return null;
  const { inARow, wrong, sinceMs, atMs, denial } = facts.release.proof;
  if (inARow >= checks.inARow) return null;
  const title = `Proving ${label} in isolation`;
  const phase = { name: 'prove' } as const;
  const patienceMs = limits.verifyMs + checks.inARow * checks.withinMs;
  // What was answered long ago says nothing of now: it is asked once more first.
  const isRecent = atMs !== null && nowMs - atMs <= limits.verifyMs / 4;
  const isLate = sinceMs !== null && nowMs - sinceMs > patienceMs;
  if (wrong !== null && isRecent && (isLate || denial !== undefined)) {
    const left = intent.candidate.kind === 'launch' ? ` Read its log, then retire ${label}.` : '';
    const text = `${label} did not prove itself: ${wrong}. It got no traffic; ${fromLabel} serves as before.${left}`;
    return { phase, decision: ended('failed', title, text, denial) };
  }
  const because = wrong ?? `${inARow} of ${checks.inARow} checks in a row were good`;
  const value = 0.3 + (0.1 * inARow) / checks.inARow;
  const probe = { through: 'candidate', generation: scene.candidate, checks } as const;
  return { phase, decision: waitingFor(value, title, because, { probe }) };
}

function pressed(input: ReleaseInput, scene: ReleaseScene): Staged | null {
  const { label, controls } = scene;
  const phase = { name: 'press' } as const;
  const title = `${label} is ready`;
  const shift = input.facts.steps['shift-1'];
  const isSent = shift?.kind === 'sent' || shift?.kind === 'done';
  if (isSent || (shift?.kind === 'refused' && !controls.isHeld)) return null;
  if (controls.isHeld) {
    return { phase, decision: waiting(0.4, title, `it is held by ${controls.by}`) };
  }
  return unaccepted(input, scene) ?? waitsForPress(input, scene, 0, title, 0.4);
}

/** Null when the share may be written. @param at of the share that comes next. */
export function waitsForPress(
  input: ReleaseInput,
  { controls, label }: ReleaseScene,
  at: number,
  title: string,
  value: number,
): Staged | null {
  const place = placeBefore(input.intent, at);
  if (place === null || needsNoPress(input, at)) return null;
  const phase = at === 0 ? ({ name: 'press' } as const) : ({ name: 'shift', at: at - 1 } as const);
  if (controls.passed < place) {
    const because = `${label} waits for your press`;
    return { phase, decision: waiting(value, title, because) };
  }
  // Said long ago, before a sleep or a crash: whoever pressed does not expect it any more.
  if (controls.passed === place && (input.sincePassedMs ?? 0) > input.limits.beginMs) {
    const because = 'your press is too old to be acted on; press again if you still want it';
    return { phase, decision: waiting(value, title, because) };
  }
  return null;
}
