/** Whether the press before the first share, which accepts findings where they are required, can be given and is needed. Pure. */
import { asksAcceptance } from '../../../src-shared/findings.ts';
import type { ReleaseInput } from './release-scene.ts';

/** A person is asked for a press before the first share for the sake of findings alone, and there are none. */
export function needsNoPress({ facts, intent }: ReleaseInput, at: number): boolean {
  const heard = facts.release.findings;
  return (
    at === 0 &&
    !intent.terms.waitsForPress &&
    heard?.kind === 'found' &&
    !asksAcceptance(heard.findings)
  );
}

/** Nobody can accept what was not compared yet. */
export function canBePassed({ facts, intent }: ReleaseInput, at: number): boolean {
  if (at > 0 || intent.terms.findings !== 'strict') return true;
  return facts.release.findings?.kind === 'found';
}
