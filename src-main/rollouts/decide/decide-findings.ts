/** A release whose terms require the comparison: closed until it was made, and a person has accepted what it found. Pure. */
import { asksAcceptance, findingsText } from '../../../src-shared/findings.ts';
import { plain } from '../../../src-shared/wording.ts';
import { waiting } from './decision.ts';
import type { Staged } from './release-course.ts';
import type { ReleaseInput, ReleaseScene } from './release-scene.ts';

/** Null: nothing of it keeps the first share back. */
export function unaccepted(input: ReleaseInput, scene: ReleaseScene): Staged | null {
  if (input.intent.terms.findings !== 'strict') return null;
  const because = whyClosed(input, scene);
  if (because === null) return null;
  const decision = waiting(0.4, `${scene.label} is ready`, because);
  return { phase: { name: 'press' }, decision };
}

/**
 * Sample requests to both sides say something only while neither has other traffic than before: a moment of the release
 * belongs to them. Null: none are on their way, or they have had it.
 */
export function sampling(input: ReleaseInput, scene: ReleaseScene): Staged | null {
  const { facts, limits, nowMs } = input;
  const { samplingSinceMs } = facts.release;
  if (samplingSinceMs === null || facts.steps['shift-1'] !== undefined) return null;
  if (nowMs - samplingSinceMs >= limits.samplingMs) return null;
  const { label, fromLabel } = scene;
  const because = `${label} and ${fromLabel} get the same sample requests`;
  return { phase: { name: 'prove' }, decision: waiting(0.4, `Proving ${label} in isolation`, because) }; // prettier-ignore
}

function whyClosed({ facts }: ReleaseInput, { controls, fromLabel }: ReleaseScene): string | null {
  const heard = facts.release.findings;
  if (heard === null) return `it is being compared with ${fromLabel}`;
  if (heard.kind === 'failed') {
    return `its findings are required, and it could not be compared with ${fromLabel}: ${heard.because}. It is tried again`;
  }
  const { findings } = heard;
  if (!asksAcceptance(findings)) return null;
  const { accepted } = controls;
  const found = `compared with ${fromLabel}: ${findingsText(findings)}`;
  if (accepted === undefined) return `${found}. A person has to accept that`;
  if (accepted.mark === findings.mark) return null;
  return `${found}. What ${plain(accepted.by, 80)} accepted was something else: read it again`;
}
