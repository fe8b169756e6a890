/**
 * What was just said to a running release, until the release is seen to act on it: its button is busy for so
 * long, and the same press again is the same press.
 */
import type { RolloutId } from '../../src-shared/ids.ts';
import type { PanelSnapshot } from '../../src-shared/panel.ts';
import type { ControlChange } from '../../src-shared/release-schema.ts';
import type { Timers } from '../bridge/panel-feed.ts';
import type { PanelStore } from './panel-store.ts';
import type { ToldControl, ViewStore } from './view-store.ts';

/**
 * Steps without a pause ask for the next press where the last one was, as soon as the share is moved: a second
 * press within this time was still meant for the one before.
 */
export const twicePressedMs = 800;

export interface ReleaseTeller {
  /** @returns null when it is a press that was told already. */
  readonly tell: (said: ToldControl) => ToldControl | null;
  /** It came to nothing: the button can be pressed again at once. */
  readonly refused: (said: ToldControl) => void;
  readonly stop: () => void;
}

interface TellerNeeds {
  readonly panel: PanelStore;
  readonly view: ViewStore;
  readonly timers: Timers;
  /** After this long without any effect the button falls back to what is observed. */
  readonly limitMs: number;
}

export function createTeller({ panel, view, timers, limitMs }: TellerNeeds): ReleaseTeller {
  let cancel = (): void => undefined;
  let justPassed: RolloutId | null = null;
  const forget = (said: ToldControl): void => {
    if (view.getState().told !== said) return;
    cancel();
    view.setState({ told: null });
  };
  const stopWatching = panel.subscribe((state, before) => {
    const { told } = view.getState();
    if (told === null || state.panel === null) return;
    const isElsewhere = state.panel.yard !== before.panel?.yard;
    if (isElsewhere || isActedOn(state.panel, told)) forget(told);
  });
  return {
    tell: (said) => {
      const { told } = view.getState();
      const { rollout, change } = said;
      if (told?.rollout === rollout && isSame(told.change, change)) return null;
      if (change.kind === 'pass') {
        if (justPassed === rollout) return null;
        justPassed = rollout;
        timers.after(twicePressedMs, () => {
          justPassed = null;
        });
      }
      cancel();
      view.setState({ told: said, fault: null });
      cancel = timers.after(limitMs, () => {
        forget(said);
      });
      return said;
    },
    refused: (said) => {
      if (said.change.kind === 'pass') justPassed = null;
      forget(said);
    },
    stop: () => {
      cancel();
      stopWatching();
    },
  };
}

/** It has ended, or does not offer this any more. */
function isActedOn(panel: PanelSnapshot, { fleet, rollout, change }: ToldControl): boolean {
  const shown = panel.progress.find((item) => item.rollout === rollout);
  if (shown?.course !== undefined) {
    return !shown.course.offers.some((offer) => isSame(offer, change));
  }
  // Another panel carries it: then the yard tells what was said to it.
  const kept = panel.fleets.find((item) => item.id === fleet)?.rollout;
  if (kept?.id !== rollout) return true;
  if (change.kind === 'abort') return kept.controls?.isAborted === true;
  if (change.kind === 'pass') return (kept.controls?.passed ?? 0) >= change.place;
  return (kept.controls?.isHeld ?? false) === (change.kind === 'hold');
}

function isSame(one: ControlChange, other: ControlChange): boolean {
  if (one.kind !== other.kind) return false;
  return one.kind !== 'pass' || other.kind !== 'pass' || one.place === other.place;
}
