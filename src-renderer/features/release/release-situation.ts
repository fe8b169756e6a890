/** One sentence for a running release: what it is at, what it waits for, and for whom. Pure. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { Progress } from '../../../src-shared/panel.ts';
import { releasedLabel } from '../../../src-shared/release.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';
import { sentence } from '../fleet/sentence.ts';
import { takenUpWords } from '../fleet/taken-up-words.ts';
import { carriedWords } from '../handover/carried-words.ts';
import type { HandoverView } from '../handover/handover-view.ts';
import type { Situation } from '../fleet/situation-shape.ts';
import type { RunningRelease } from './running-release.ts';

export function releaseSituation(
  fleet: Fleet,
  release: RunningRelease,
  progress: Progress | undefined,
  handover: HandoverView,
): Situation {
  if (progress === undefined) return elsewhere(fleet, release, handover);
  const { title, waitingBecause, value } = progress;
  const waiting = waitingBecause === null ? '' : sentence(plain(waitingBecause, 400));
  return {
    tone: toneOf(release),
    strong: sentence(plain(title)),
    rest: `${waiting} ${takenUpWords(progress)}`.trim(),
    progress: value,
    hasCourse: release.course !== null,
  };
}

function toneOf({ isHeld, isPressOld, offers }: RunningRelease): Situation['tone'] {
  if (isHeld) return 'held';
  if (isPressOld) return 'warning';
  return offers.some(({ kind }) => kind === 'pass') ? 'asks' : 'busy';
}

/** Another panel carries it and knows its steps; the yard keeps what is said to it from here. */
function elsewhere(
  fleet: Fleet,
  { intent, isHeld, offers }: RunningRelease,
  handover: HandoverView,
): Situation {
  const owner = fleet.rollout?.owner;
  const who = owner === undefined ? 'Another panel' : ownerText(owner);
  const label = releasedLabel(fleet, intent);
  const next = handover.kind === 'elsewhere' ? handover.next : null;
  const carried = handover.kind === 'elsewhere' ? carriedWords(handover) : '';
  const said = offers.some(({ kind }) => kind === 'abort') ? 'held or aborted' : 'held';
  return {
    tone: isHeld ? 'held' : 'busy',
    strong:
      next === null
        ? `${who} is releasing ${label}.`
        : `The release of ${label} goes over to ${ownerText(next)}.`,
    rest: `${carried} ${isHeld ? 'It is held.' : `From here it can be ${said}.`}`.trim(),
    progress: null,
    hasCourse: true,
  };
}
