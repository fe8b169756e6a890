/** What the buttons of a running release say: their labels are their plans. Pure. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { cutOverLabel } from '../../../src-shared/plan-of.ts';
import type { ControlChange } from '../../../src-shared/release-schema.ts';
import {
  acceptsAt,
  releasedLabel,
  sharesOf,
  waitsBefore,
  type ReleaseIntent,
} from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import { labelOf } from '../../../src-shared/split.ts';

export interface ControlWords {
  readonly label: string;
  /** While it was pressed and nothing is seen of it yet. */
  readonly busy: string;
  /** What more there is to know before it is pressed. */
  readonly title: string;
}

/**
 * In percent, what it sends on when it passes this place.
 * @param place which one of those where it waits for a person, from 1.
 */
export function shareAfter({ terms }: ReleaseIntent, place: number): number {
  const waits = waitsBefore(terms);
  const at = waits.findIndex(
    (isWaiting, index) => isWaiting && waits.slice(0, index + 1).filter(Boolean).length === place,
  );
  return sharesOf(terms)[at] ?? 100;
}

export function controlWords(
  fleet: Fleet,
  intent: ReleaseIntent,
  change: ControlChange,
): ControlWords {
  const label = releasedLabel(fleet, intent);
  const from = labelOf(fleet, intent.from);
  switch (change.kind) {
    case 'pass':
      return passWords(fleet, intent, change.place);
    case 'hold':
      return {
        label: 'Hold',
        busy: 'Holding\u2026',
        title: `Moves no more traffic until somebody resumes. What ${label} has by then it keeps, and its guards stay awake.`,
      };
    case 'resume':
      return {
        label: 'Resume',
        busy: 'Resuming\u2026',
        title: 'Goes on with the step where it was held.',
      };
    case 'abort':
      return {
        label: 'Abort',
        busy: 'Aborting\u2026',
        title:
          intent.candidate.kind === 'launch'
            ? `Ends the release before any traffic, and removes only ${label}, which it launched. ${from} serves as before.`
            : `Ends the release before any traffic. ${label} stays as it is, ${from} serves as before.`,
      };
  }
}

function passWords(fleet: Fleet, intent: ReleaseIntent, place: number): ControlWords {
  const share = shareAfter(intent, place);
  const label = releasedLabel(fleet, intent);
  const from = labelOf(fleet, intent.from);
  if (acceptsAt(intent.terms, place)) {
    return {
      label: 'Read the findings\u2026',
      busy: `Sending ${String(share)} % to ${label}\u2026`,
      title: `Shows what differs from ${from}. Accepted with a reason, ${String(share)} % of the traffic goes to ${label}.`,
    };
  }
  const [first] = sharesOf(intent.terms);
  const isFirst = share === first;
  const rest =
    share === 100
      ? `${from} stays whole and warm as the way back.`
      : `${from} keeps ${String(100 - share)} %.`;
  const words = {
    busy: `Sending ${String(share)} % to ${label}\u2026`,
    title: `Sends ${String(share)} % of the traffic to ${label}. ${rest}`,
  };
  if (!isFirst) return { ...words, label: `Go on to ${String(share)} %` };
  return share === 100
    ? {
        ...words,
        label: cutOverLabel(fleet, releasedId(fleet, intent)),
        busy: `Cutting over to ${label}\u2026`,
      }
    : { ...words, label: `Send ${String(share)} % to ${label}` };
}
