/** The split is none that this release writes: an old look, our own write half done, or somebody else. */
import { describeSplit } from '../../../src-shared/split.ts';
import { ended, waiting, type Decision } from './decision.ts';
import { stepsOf } from './facts.ts';
import type { ReleaseInput, ReleaseScene } from './release-scene.ts';

export function strangeSplit(input: ReleaseInput, { label, fromLabel }: ReleaseScene): Decision {
  const { facts, fleet, limits, nowMs, revisions, changed = [] } = input;
  const title = `Releasing ${label}`;
  const { memory } = facts.release;
  const { revision } = memory;
  const lastSentMs = Math.max(facts.takenUpAtMs, ...stepsOf(facts).map(([, step]) => step.atMs));
  const isOld = revisions === 'rising' && revision !== null && fleet.split.revision < revision;
  if ((isOld || revisions === 'fingerprint') && nowMs - lastSentMs <= limits.verifyMs) {
    return waiting(0.5, title, 'the split does not read as it was written; looking again');
  }
  const what = ['The split was changed by someone else, so nothing more is moved:'];
  what.push(`${describeSplit(fleet)}.`, ...changed, movedText(input, fromLabel));
  const text = what.join(' ');
  return ended(memory.sent === 0 ? 'stopped' : 'overtaken', title, text);
}

function movedText({ facts }: ReleaseInput, fromLabel: string): string {
  const { sent, revision } = facts.release.memory;
  if (sent === 0) return 'No traffic was moved by it.';
  return revision === null
    ? 'Whether any of its own was moved is not known.'
    : `A revert leads back to ${fromLabel} where that still serves.`;
}
