/**
 * Which fleet is on screen. A button must never come to act on a fleet that nobody picked: the only one
 * there is is pinned once it is shown, and whatever comes or goes later chooses nothing by itself. Pure.
 */
import type { Fleet } from '../../src-shared/fleet.ts';
import type { PanelSnapshot } from '../../src-shared/panel.ts';
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
  if (others.length > 0) return { isFleetList: true };
  // The first of several comes alone, too, as one delta: then the next one has not come yet.
  const isWhole = before === null || before.yard !== after.yard;
  const isSettled = before?.fleets.length === 1 && before.fleets[0]?.id === first.id;
  return isWhole || isSettled ? { fleet: first.id } : null;
}
