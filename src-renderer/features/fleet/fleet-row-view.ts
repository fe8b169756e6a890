/** What a line of the list says of a fleet: who serves, what runs, what is wrong, and the way back. Pure. */
import { workCounts } from '../../../src-shared/block-work.ts';
import { isServed } from '../../../src-shared/entry-of.ts';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { YardCapabilities } from '../../../src-shared/capabilities-schema.ts';
import type { Image } from '../../../src-shared/image.ts';
import type { Progress } from '../../../src-shared/panel.ts';
import { leftoversShown } from '../../../src-shared/leftovers.ts';
import { loadOf } from '../../../src-shared/load-words.ts';
import { readinessText } from '../../../src-shared/plan-of.ts';
import { revertReadiness } from '../../../src-shared/revert-readiness.ts';
import { currentOf, isInService, weightOf } from '../../../src-shared/roles.ts';
import { describeSplit } from '../../../src-shared/split.ts';
import { plain } from '../../../src-shared/wording.ts';
import { count, plural } from '../../ui/format.ts';
import { stateCounts } from './block-cell.ts';

/** `weak`: it serves well, and its way back is not as it should be. */
export type FleetTone = 'trouble' | 'changing' | 'weak' | 'well';

export interface FleetRowView {
  readonly tone: FleetTone;
  /** `v002 serves` */
  readonly serves: string;
  /** What runs, or what is under way. */
  readonly runs: string;
  readonly health: string;
  /** Under the health; empty: nothing more to say. */
  readonly because: string;
  /** `Back to v001` */
  readonly back: string;
  readonly backNote: string;
  readonly isBackReady: boolean;
}

export interface FleetRowInput {
  readonly fleet: Fleet;
  readonly progress: Progress | undefined;
  readonly images: readonly Image[];
  readonly nowMs: number;
  readonly capabilities: Pick<YardCapabilities, 'verbs'>;
  readonly isRunning: boolean;
  /** The yard does not answer. */
  readonly isBlind: boolean;
}

export function fleetRowView(input: FleetRowInput): FleetRowView {
  const { fleet, progress } = input;
  const current = currentOf(fleet);
  const ill = current?.blocks.filter((block) => !isInService(block)).length ?? 0;
  const isWell = current !== undefined && current.blocks.length > 0 && ill === 0;
  const isChanging = progress !== undefined || fleet.rollout !== null;
  const back = wayBack(input);
  const calm = back.isBackReady ? 'well' : 'weak';
  const counts = current === undefined ? '' : stateCounts(current.blocks);
  return {
    tone: !isWell ? 'trouble' : isChanging ? 'changing' : calm,
    serves: servesText(fleet, current),
    runs: progress === undefined ? runs(input) : plain(progress.title, 80),
    health: current === undefined ? `no ${loadOf(fleet)}` : counts || 'no blocks',
    because: fleet.traffic.lostPerSecond > 0 ? 'requests are lost now' : leftText(input),
    ...back,
  };
}

/** What each one costs stands in the fleet itself. */
function leftText({ fleet, images, nowMs, capabilities, isRunning }: FleetRowInput): string {
  const ground = { band: { account: null }, images, nowMs };
  const { all } = leftoversShown(fleet, ground, capabilities, isRunning);
  return all.length === 0 ? '' : `${plural(all.length, 'generation')} left over`;
}

function servesText(fleet: Fleet, current: Generation | undefined): string {
  if (current === undefined) return isServed(fleet) ? 'nobody serves' : 'nobody takes work';
  const sharing = fleet.generations.filter(({ id }) => weightOf(fleet, id) > 0);
  if (sharing.length > 1) {
    const labels = sharing.sort((a, b) => a.number - b.number).map(labelOfGeneration);
    return `${labels.join(' and ')} ${isServed(fleet) ? 'serve' : 'take the work'}`;
  }
  return `${labelOfGeneration(current)} ${isServed(fleet) ? 'serves' : 'takes the work'}`;
}

function runs({ fleet, images }: FleetRowInput): string {
  if (!isServed(fleet)) return workText(fleet);
  const current = currentOf(fleet);
  const image = images.find(({ id }) => id === current?.image);
  const serving = fleet.split.weights.filter(({ weight }) => weight > 0).length;
  if (serving > 1 || image === undefined) return describeSplit(fleet);
  return plain(`${image.name} ${image.version}`, 80);
}

/** How much is in hand, where there is no traffic to speak of. */
function workText({ generations }: Fleet): string {
  const counts = generations.map(workCounts);
  const sum = (of: 'taking' | 'busy'): number => counts.reduce((all, each) => all + each[of], 0);
  return `${plural(sum('taking'), 'block')} at it, ${count(sum('busy'))} busy`;
}

/** Of this fleet alone: what holds for the whole yard stands in the band and above the list. */
function wayBack({ fleet, nowMs, isBlind }: FleetRowInput) {
  const blind = isBlind ? 'not-answering' : null;
  const around = { nowMs, blind, endsAtMs: null, signInByMs: null, denied: null } as const;
  const readiness = revertReadiness(fleet, null, around);
  if (readiness.kind === 'nothing') {
    return { back: 'No way back', backNote: 'nothing to revert to', isBackReady: true };
  }
  return {
    back: `Back to ${labelOfGeneration(readiness.to)}`,
    backNote: readiness.kind === 'ready' ? 'ready' : readinessText(readiness),
    isBackReady: readiness.kind === 'ready',
  };
}

/** How many are of each tone. */
export function toneCounts(views: readonly FleetRowView[]): Readonly<Record<FleetTone, number>> {
  const of = (tone: FleetTone): number => views.filter((view) => view.tone === tone).length;
  return {
    ...{ trouble: of('trouble'), changing: of('changing') },
    ...{ weak: of('weak'), well: of('well') },
  };
}
