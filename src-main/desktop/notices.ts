/**
 * What of a yard's news is worth a notification of the operating system. Pure: from what was shown before
 * and after one event. A notification is a sentence and leads to its fleet; none of them does anything.
 */
import type { Intent } from '../../src-shared/fleet.ts';
import type { FleetId, RolloutId, YardId } from '../../src-shared/ids.ts';
import type { Outcome, PanelSnapshot, Progress } from '../../src-shared/panel.ts';
import { sendsAllTo } from '../../src-shared/split.ts';
import { plain } from '../../src-shared/wording.ts';

export interface Notice {
  /** The same event has the same key, in this run of the program and in the next. */
  readonly key: string;
  readonly yard: YardId;
  /** Where it leads; null: to the yard. */
  readonly fleet: FleetId | null;
  /** A person has something to decide or to do; else it is news. */
  readonly needsPerson: boolean;
  readonly title: string;
  readonly body: string;
}

/** What one event does not show: releases that were seen to be taken back by themselves. */
export interface NoticeMemory {
  readonly takenBack: readonly RolloutId[];
}

export const noMemory: NoticeMemory = { takenBack: [] };

export interface Noticed {
  readonly memory: NoticeMemory;
  readonly notices: readonly Notice[];
  /** Keys of what is over: when it comes again it is another event. */
  readonly over: readonly string[];
}

export function noticesOf(
  memory: NoticeMemory,
  before: PanelSnapshot,
  after: PanelSnapshot,
): Noticed {
  const back = after.progress.filter(isTakenBack).map(({ rollout }) => rollout);
  const takenBack = [...new Set([...memory.takenBack, ...back])];
  const ended = after.outcomes.filter(
    ({ rollout }) => !before.outcomes.some((known) => known.rollout === rollout),
  );
  const left = takenBack.filter((rollout) => !ended.some((outcome) => outcome.rollout === rollout));
  return {
    memory: { takenBack: left },
    notices: [
      ...linkNotices(before, after),
      ...after.progress
        .filter((item) => isTakenBack(item) && !before.progress.some(isSameBack(item)))
        .map((item) => brokenGuard(after, item)),
      ...after.progress.flatMap((item) => waitingNotice(before, after, item)),
      ...ended.map((outcome) => endNotice(after, outcome, takenBack.includes(outcome.rollout))),
    ],
    over:
      after.link.kind === 'live' && before.link.kind !== 'live' ? [signedOutKey(after.yard)] : [],
  };
}

function signedOutKey(yard: YardId): string {
  return `${yard}:signed-out`;
}

function linkNotices(before: PanelSnapshot, after: PanelSnapshot): Notice[] {
  const { link, yard, band, progress } = after;
  if (before.link.kind === link.kind) return [];
  const common = { yard, fleet: null, needsPerson: true };
  const name = plain(band.yardName, 60);
  if (link.kind === 'signed-out') {
    const waits = progress.length === 0 ? '' : ' A change waits for it.';
    const body = `${sentence(link.reason)}${waits}`;
    return [{ ...common, key: signedOutKey(yard), title: `${name}: sign in`, body }];
  }
  if (link.kind === 'gone') {
    const body = `${sentence(link.reason)} Its entry and its blocks ended with it.`;
    const key = `${yard}:gone:${String(link.sinceMs)}`;
    return [{ ...common, key, title: `${name}: the yard host has ended`, body }];
  }
  return [];
}

/**
 * It moved traffic, runs on, and nothing can be said to it any more: a guard broke and it goes back. One that
 * was aborted had moved none.
 */
function isTakenBack({ intent, course }: Progress): boolean {
  if (intent.kind !== 'release' || course === undefined || course.offers.length > 0) return false;
  return course.phases.some(
    ({ name, state }) => state === 'now' && (name === 'shift' || name === 'bake'),
  );
}

function isSameBack({ rollout }: Progress): (known: Progress) => boolean {
  return (known) => known.rollout === rollout && isTakenBack(known);
}

function brokenGuard(after: PanelSnapshot, { fleet, rollout, title }: Progress): Notice {
  // What was recorded last says why: the reason of the step that takes the traffic back.
  const why = after.timeline.find((event) => event.rollout === rollout)?.detail ?? '';
  const common = { yard: after.yard, fleet, needsPerson: true };
  return {
    ...{ ...common, key: `${rollout}:back`, title: `${nameOf(after, fleet)}: a guard broke` },
    body: `${sentence(title)} ${sentence(why)}`.trim(),
  };
}

function waitingNotice(before: PanelSnapshot, after: PanelSnapshot, item: Progress): Notice[] {
  const place = passOf(item);
  if (place === null) return [];
  const known = before.progress.find(({ rollout }) => rollout === item.rollout);
  if (known !== undefined && passOf(known) === place) return [];
  const { fleet, rollout, title, waitingBecause } = item;
  const because = waitingBecause === null ? '' : ` ${sentence(waitingBecause)}`;
  return [
    {
      ...{ key: `${rollout}:pass:${String(place)}`, yard: after.yard, fleet, needsPerson: true },
      title: `${nameOf(after, fleet)}: waits for your press`,
      body: `${sentence(title)}${because}`,
    },
  ];
}

function passOf({ course }: Progress): number | null {
  const pass = course?.offers.find((offer) => offer.kind === 'pass');
  return pass?.kind === 'pass' ? pass.place : null;
}

function endNotice(after: PanelSnapshot, outcome: Outcome, wasTakenBack: boolean): Notice {
  const { fleet, rollout, intent, kind, text } = outcome;
  const what = whatEnded[intent.kind];
  const seen = after.fleets.find(({ id }) => id === fleet);
  // Only what is seen: the split reads as it did before the release.
  const isBack =
    wasTakenBack &&
    kind === 'failed' &&
    intent.kind === 'release' &&
    seen !== undefined &&
    sendsAllTo(seen, intent.from);
  return {
    ...{ key: `${rollout}:ended`, yard: after.yard, fleet },
    needsPerson: kind === 'failed' || kind === 'stopped',
    title: `${nameOf(after, fleet)}: ${what} ${isBack ? 'went back by itself' : howItEnded[kind]}`,
    body: plain(text, 400),
  };
}

const whatEnded: Readonly<Record<Intent['kind'], string>> = {
  'cut-over': 'the cutover',
  revert: 'the revert',
  launch: 'the launch',
  replace: 'the replacement',
  retire: 'the retirement',
  adopt: 'the adoption',
  stop: 'the stop',
  start: 'the start',
  scale: 'the change of size',
  release: 'the release',
};

const howItEnded: Readonly<Record<Outcome['kind'], string>> = {
  verified: 'is verified',
  accepted: 'is accepted, not verified',
  done: 'is done',
  stopped: 'was stopped',
  failed: 'failed',
  overtaken: 'was overtaken',
  'handed-over': 'was handed over',
};

function nameOf({ fleets }: PanelSnapshot, id: FleetId): string {
  return plain(fleets.find((fleet) => fleet.id === id)?.name ?? id, 60);
}

/** Begun with a capital and ended, whatever it was a part of. */
function sentence(text: string): string {
  const whole = plain(text, 300).trim();
  if (whole === '') return '';
  const begun = `${whole.charAt(0).toUpperCase()}${whole.slice(1)}`;
  return /[.!?\u2026]$/u.test(begun) ? begun : `${begun}.`;
}
