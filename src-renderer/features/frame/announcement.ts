/** What a screen reader is told when the panel changes: one sentence per change, none per block. Pure. */
import { holdingAt } from '../../../src-shared/entry-of.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { Outcome, PanelSnapshot, Progress } from '../../../src-shared/panel.ts';
import { outcomeWord } from '../../../src-shared/outcome-words.ts';
import { currentOf } from '../../../src-shared/roles.ts';
import { describeSplit, sendsAllTo } from '../../../src-shared/split.ts';
import { plain } from '../../../src-shared/wording.ts';
import { linkWord } from './link-word.ts';

export interface Announcement {
  readonly urgency: 'polite' | 'assertive';
  readonly text: string;
}

export function announcementOf(before: PanelSnapshot, after: PanelSnapshot): Announcement | null {
  // Another yard is looked at: all of it is different and nothing has happened.
  if (before.yard !== after.yard) return null;
  if (before.link.kind !== after.link.kind) {
    const isBad = after.link.kind === 'gone' || after.link.kind === 'stale';
    return { urgency: isBad ? 'assertive' : 'polite', text: `Yard: ${linkWord(after.link)}.` };
  }
  const ended = after.outcomes.find(
    (outcome) => !before.outcomes.some((known) => known.rollout === outcome.rollout),
  );
  if (ended !== undefined) return outcomeAnnouncement(ended);
  for (const fleet of after.fleets) {
    const old = before.fleets.find((each) => each.id === fleet.id);
    if (old === undefined) continue;
    const current = currentOf(fleet);
    if (current !== undefined && currentOf(old)?.id !== current.id) {
      const name = plain(fleet.name, 60);
      const text = sendsAllTo(fleet, current.id)
        ? `The split of ${name} now sends its traffic to ${labelOfGeneration(current)}.`
        : `The split of ${name} is now ${describeSplit(fleet)}.`;
      return { urgency: 'polite', text };
    }
    const pause = pauseText(old, fleet);
    if (pause !== null) return { urgency: 'polite', text: pause };
    const trouble = downCount(fleet) - downCount(old);
    if (trouble > 0) {
      return {
        urgency: 'assertive',
        text: `${String(trouble)} more blocks of ${plain(fleet.name, 60)} are down.`,
      };
    }
  }
  const begun = after.progress.find(
    (item) => !before.progress.some((known) => known.rollout === item.rollout),
  );
  if (begun !== undefined) return { urgency: 'polite', text: plain(begun.title) };
  // What it is at is of a look that is not the present any more: nobody can be waited for there.
  if (after.link.kind !== 'live') return null;
  const moved = after.progress.find((item) => {
    const known = before.progress.find(({ rollout }) => rollout === item.rollout);
    return known !== undefined && stepOf(known) !== stepOf(item);
  });
  return moved === undefined ? null : { urgency: 'polite', text: stepText(moved) };
}

/** By whom, not for how long: that would be another sentence each second. */
function pauseText(before: Fleet, { entry, name }: Fleet): string | null {
  const holding = holdingAt(entry);
  const then = holdingAt(before.entry);
  if (then?.kind === holding?.kind) return null;
  if (holding?.kind === 'paused') {
    return `The entry of ${plain(name, 60)} is paused by ${plain(holding.by, 120)}: requests wait.`;
  }
  if (then?.kind !== 'paused') return null;
  return `The entry of ${plain(name, 60)} lets requests in again.`;
}

/** Another one when a release goes on, is held, or begins to wait for a press. */
function stepOf({ course }: Progress): string {
  const now = course?.phases.findIndex(({ state }) => state === 'now');
  return `${String(now)} ${String(course?.isHeld)} ${String(isAsking(course))}`;
}

function stepText({ title, waitingBecause, course }: Progress): string {
  const waits = course?.isHeld === true || isAsking(course);
  return plain(waits && waitingBecause !== null ? `${title}: ${waitingBecause}.` : title, 300);
}

function isAsking(course: Progress['course']): boolean {
  return course?.offers.some(({ kind }) => kind === 'pass') === true;
}

function downCount(fleet: PanelSnapshot['fleets'][number]): number {
  const down = new Set(['unhealthy', 'exited', 'launch-refused']);
  return fleet.generations
    .filter((generation) => generation.rung === 'warm')
    .flatMap((generation) => generation.blocks)
    .filter((block) => down.has(block.state.kind)).length;
}

function outcomeAnnouncement(outcome: Outcome): Announcement {
  const isUrgent = outcome.kind === 'failed' || outcome.intent.kind === 'revert';
  return {
    urgency: isUrgent ? 'assertive' : 'polite',
    text: `${outcomeWord(outcome)}: ${plain(outcome.text, 300)}`,
  };
}
