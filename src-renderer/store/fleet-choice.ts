/**
 * Which fleet is on screen. A button must never come to act on a fleet that nobody picked: the only one
 * there is is pinned once it is shown, and whatever comes or goes later chooses nothing by itself. Of several
 * it is the one that was picked last, in this yard, also before a restart. Pure.
 */
import type { Fleet } from '../../src-shared/fleet.ts';
import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
import type { PanelSnapshot, Settings } from '../../src-shared/panel.ts';
import { rememberedYards } from '../../src-shared/sizes.ts';
import type { ViewState } from './view-store.ts';

export type FleetChoice = Pick<ViewState, 'fleet' | 'isFleetList' | 'lostFleet'>;

/** The person asks for all of them. */
export const allFleets = {
  fleet: null,
  isFleetList: true,
  lostFleet: null,
  block: null,
  lane: null,
} as const satisfies Partial<ViewState>;

export function fleetOnScreen(
  fleets: readonly Fleet[],
  { fleet, isFleetList }: Pick<FleetChoice, 'fleet' | 'isFleetList'>,
): Fleet | undefined {
  if (fleet !== null) return fleets.find((each) => each.id === fleet);
  return fleets.length === 1 && !isFleetList ? fleets[0] : undefined;
}

/** What a change of the panel changes of the choice; null when nothing. */
export function followFleets(
  before: PanelSnapshot | null,
  after: PanelSnapshot,
  choice: FleetChoice,
): Partial<FleetChoice> | null {
  if (choice.fleet !== null) {
    const known = before?.fleets.find((each) => each.id === choice.fleet);
    const isLost = known !== undefined && !after.fleets.some((each) => each.id === known.id);
    return isLost ? { lostFleet: known.name } : null;
  }
  if (choice.isFleetList) return null;
  const [first, ...others] = after.fleets;
  if (first === undefined) return null;
  const last = lastIn(after);
  if (others.length > 0) return last === null ? { isFleetList: true } : { fleet: last };
  // The first of several comes alone, too, as one delta: then the next one has not come yet.
  const isWhole = before === null || before.yard !== after.yard;
  const isSettled = before?.fleets.length === 1 && before.fleets[0]?.id === first.id;
  return isWhole || isSettled ? { fleet: first.id } : null;
}

/**
 * A release brings its own two lanes. What was chosen before it, by hand or by a revert, is not what its end is about:
 * with the earlier choice kept, what a guard had taken back was in no lane, and could be retired nowhere.
 */
export function hasReleaseBegun(
  before: PanelSnapshot | null,
  after: PanelSnapshot,
  fleet: FleetId | null,
): boolean {
  const rolloutIn = (panel: PanelSnapshot | null): RolloutId | undefined =>
    panel?.progress.find((item) => item.fleet === fleet && item.intent.kind === 'release')?.rollout;
  const now = rolloutIn(after);
  return now !== undefined && now !== rolloutIn(before);
}

function lastIn({ yard, fleets, settings }: PanelSnapshot): FleetId | null {
  const last = settings.lastFleets?.find((each) => each.yard === yard)?.fleet;
  return fleets.find(({ id }) => id === last)?.id ?? null;
}

/** Settings that remember that this one was opened; null where they do, or there is no other one. */
export function withLastFleet(panel: PanelSnapshot, fleet: FleetId): Settings | null {
  const { yard, fleets, settings } = panel;
  if (fleets.length < 2 || fleets.every(({ id }) => id !== fleet)) return null;
  if (lastIn(panel) === fleet) return null;
  const others = (settings.lastFleets ?? []).filter((each) => each.yard !== yard);
  return { ...settings, lastFleets: [{ yard, fleet }, ...others].slice(0, rememberedYards) };
}
