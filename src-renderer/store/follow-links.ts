/**
 * Leads to where a link leads, and does nothing else. Whoever is in the middle of something is asked first: a button
 * must not come to stand for another fleet under a finger that is about to press it.
 */
import { yardInLink, type LinkPlace, type OpenedLink } from '../../src-shared/deep-link.ts';
import type { RecordedAudit } from '../../src-shared/audit.ts';
import { asRolloutId, type RolloutId, type YardId } from '../../src-shared/ids.ts';
import type { PanelSnapshot, YardLink } from '../../src-shared/panel.ts';
import type { Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Timers } from '../bridge/panel-feed.ts';
import { fleetOnScreen } from './fleet-choice.ts';
import type { PanelStore } from './panel-store.ts';
import type { ViewState, ViewStore } from './view-store.ts';

/** Milliseconds until a fleet that is not seen counts as unknown: while a yard is opened, and once it is looked at. */
export const linkPatienceMs = { opening: 30_000, live: 4000 } as const;

export interface LinkNeeds {
  readonly onLink: (listener: (link: OpenedLink) => void) => () => void;
  readonly panel: PanelStore;
  readonly view: ViewStore;
  readonly acts: {
    readonly chooseYard: (yard: YardId) => void;
    readonly record: (rollout: RolloutId) => Promise<Result<RecordedAudit>>;
  };
  readonly timers: Timers;
}

export interface LinkFollower {
  /** The offered one, after all. */
  readonly go: () => void;
  readonly stop: () => void;
}

/** The one on screen, where several are of one account and region. */
function yardAt({ yard }: LinkPlace, { yards, yard: shown }: PanelSnapshot): YardId | null {
  const found = yards.filter((each) => each.id === yard || yardInLink(each) === yard);
  return (found.find(({ id }) => id === shown) ?? found[0])?.id ?? null;
}

export function followLinks(needs: LinkNeeds): LinkFollower {
  const { panel, view, acts, timers } = needs;
  let going: LinkPlace | null = null;
  let hasChosen = false;
  let waitsFor: YardLink['kind'] | null = null;
  let cancelWait = (): void => undefined;

  const leave = (link: ViewState['link']): void => {
    going = null;
    cancelWait();
    view.setState({ link });
  };
  const refuse = (message: string, todo: string): void => {
    leave({ kind: 'refused', fault: { message, todo } });
  };

  function begin(place: LinkPlace): void {
    cancelWait();
    going = place;
    hasChosen = false;
    waitsFor = null;
    view.setState({ link: { kind: 'going', place } });
    step();
  }

  function step(): void {
    const { panel: now } = panel.getState();
    if (going === null || now === null) return;
    // Somebody wants to stay.
    if (view.getState().link?.kind !== 'going') {
      going = null;
      return;
    }
    const yard = yardAt(going, now);
    if (yard === null) {
      refuse(
        `The link leads to the yard ${plain(going.yard, 80)}, which this panel does not know.`,
        'Connect it first, and open the link again.',
      );
      return;
    }
    // Something was begun while the yard was opened.
    const because = busyWith(going);
    if (because !== null) {
      leave({ kind: 'offered', place: going, because });
      return;
    }
    if (now.yard !== yard) {
      if (!hasChosen) acts.chooseYard(yard);
      hasChosen = true;
      return;
    }
    const { fleet } = going;
    if (now.fleets.some(({ id }) => id === fleet)) arrive(going, now);
    else wait(now);
  }

  /** Fleets come one after the other once a yard is looked at. */
  function wait({ link }: PanelSnapshot): void {
    if (link.kind === waitsFor) return;
    waitsFor = link.kind;
    cancelWait();
    const isOpening = link.kind === 'starting';
    const afterMs = isOpening ? linkPatienceMs.opening : linkPatienceMs.live;
    cancelWait = timers.after(afterMs, () => {
      if (going === null || view.getState().link?.kind !== 'going') return;
      const name = plain(going.fleet, 80);
      if (link.kind === 'live') {
        refuse(
          `The link leads to the fleet ${name}, which is not in this yard.`,
          'Nothing was done.',
        );
        return;
      }
      refuse(
        `The link leads to the fleet ${name}, and this yard does not say now whether it is there.`,
        'Open the link again when the yard is looked at.',
      );
    });
  }

  function arrive(place: LinkPlace, now: PanelSnapshot): void {
    const { fleet: id, part } = place;
    const fleet = now.fleets.find((each) => each.id === id);
    const generation = fleet?.generations.find((each) => each.id === part);
    const there = {
      fleet: id,
      isFleetList: false,
      lostFleet: null,
      block: null,
      lane: null,
    } as const;
    leave(null);
    if (generation?.rung === 'retired') {
      const compared = { compareWhat: 'generations', compareNew: generation.id } as const;
      view.setState({ ...there, ...compared, screen: 'compare' });
      return;
    }
    view.setState({ ...there, screen: 'fleet', ...(generation && { lane: generation.id }) });
    if (part === null || generation !== undefined) return;
    const rollout = asRolloutId(part);
    void acts.record(rollout).then((read) => {
      if (read.ok && read.value.audit.fleet === id) {
        // Somebody who went on meanwhile stays where they are.
        view.setState((at) =>
          at.screen === 'fleet' ? { screen: 'timeline', record: rollout } : {},
        );
        return;
      }
      refuse(
        `The link leads to ${plain(part, 80)}, which is no generation of this fleet and no change that this computer has a record of.`,
        'The fleet is shown; nothing was done.',
      );
    });
  }

  /** In the middle of what; null: of nothing. */
  function busyWith(place: LinkPlace): string | null {
    const { dialog, assumed } = view.getState();
    const { panel: now } = panel.getState();
    if (dialog !== null) return 'A dialog is open.';
    const shown = now === null ? undefined : fleetOnScreen(now.fleets, view.getState());
    if (now === null || shown === undefined) return null;
    if (now.yard === yardAt(place, now) && shown.id === place.fleet) return null;
    const runs = assumed !== null || now.progress.some(({ fleet }) => fleet === shown.id);
    return runs ? `A change of ${plain(shown.name, 60)} runs.` : null;
  }

  const stopListening = needs.onLink((link) => {
    if (link.kind === 'bad') {
      refuse(`A link was opened that leads nowhere. ${link.because}`, 'Nothing was done.');
      return;
    }
    const { yard, fleet, part } = link;
    const place = { yard, fleet, part };
    const because = busyWith(place);
    if (because === null) begin(place);
    else leave({ kind: 'offered', place, because });
  });
  const stopWatching = panel.subscribe(step);
  return {
    go: () => {
      const { link } = view.getState();
      if (link?.kind === 'offered') begin(link.place);
    },
    stop: () => {
      cancelWait();
      stopListening();
      stopWatching();
    },
  };
}
