/** A release whose terms require the second opinion: what it waits for, and when a person is asked instead. Pure. */
import type { HeardOpinion } from '../../../src-shared/opinion-schema.ts';
import { roughDuration } from '../../../src-shared/wording.ts';
import { ended, waiting, type Decision } from './decision.ts';
import { isProvedAlone } from './promised-proof.ts';
import type { Staged } from './release-course.ts';
import type { ReleaseInput, ReleaseScene } from './release-scene.ts';

/** Before any traffic: later nobody could tell how the alarms were. Null: it was heard, or is not needed. */
export function heardBefore(input: ReleaseInput, { label }: ReleaseScene): Staged | null {
  const { facts, intent } = input;
  const terms = intent.terms.opinion;
  const heard = facts.release.opinion;
  if (terms === undefined || heard?.kind !== 'asked') return null;
  if ((!terms.isRequired && terms.alarms.length === 0) || facts.steps['shift-1'] !== undefined) {
    return null;
  }
  const because = `${heard.source} is asked how it is before`;
  const phase = { name: isProvedAlone(input) ? 'prove' : 'launch' } as const;
  return { phase, decision: waiting(0.4, `Releasing ${label}`, because) };
}

/**
 * The bake went well for its time. Null: it may end. An opinion that cannot say is no pass, so it is waited for,
 * and then the release ends without calling it fine.
 */
export function requiredOpinion(
  { facts, intent }: ReleaseInput,
  { label, fromLabel }: ReleaseScene,
  title: string,
  wait: (because: string) => Decision,
): Decision | null {
  const { opinion: terms, bakeMs } = intent.terms;
  const heard = facts.release.opinion;
  if (terms?.isRequired !== true || isPassed(heard)) return null;
  const because = whyNot(heard);
  const leftMs = terms.waitMs - (facts.release.memory.bakedMs - bakeMs);
  if (leftMs > 0) {
    return wait(`the second opinion cannot say yet: ${because}. It is waited for another ${roughDuration(leftMs)}`); // prettier-ignore
  }
  const text = `${label} has all the traffic, and no guard broke, but its terms require a second opinion, and that cannot say whether it does well: ${because}. A person has to decide; a revert leads back to ${fromLabel}.`;
  return ended('stopped', title, text);
}

function isPassed(heard: HeardOpinion | null): boolean {
  return (
    heard?.kind === 'heard' && heard.silentBecause === null && heard.opinion.verdict === 'passes'
  );
}

function whyNot(heard: HeardOpinion | null): string {
  switch (heard?.kind) {
    case undefined:
      return 'it was not asked yet';
    case 'asked':
      return `${heard.source} has not answered yet`;
    case 'none':
    case 'silent':
      return heard.because;
    case 'heard':
      return heard.silentBecause ?? heard.opinion.because;
  }
}

/** What it came to, for the end of a release: a sentence with a space before it, or nothing. */
export function opinionSaid({ facts }: ReleaseInput): string {
  const heard = facts.release.opinion;
  if (heard === null) return '';
  switch (heard.kind) {
    case 'none':
      return ` No second opinion here: ${heard.because}.`;
    case 'asked':
    case 'silent':
      return ` The second opinion (${heard.source}) was not heard: ${whyNot(heard)}.`;
    case 'heard': {
      const { verdict, source, because } = heard.opinion;
      // What it said earlier is no word on the end.
      if (heard.silentBecause !== null) {
        return ` The second opinion (${source}) was not heard at the end: ${heard.silentBecause}.`;
      }
      const said = verdict === 'passes' ? 'is that it passes' : 'cannot say';
      return ` The second opinion (${source}) ${said}: ${because}.`;
    }
  }
}
