/** The guided release: whose fleet it is about, and which of its steps were seen to be done. Pure. */
import { isServed } from '../../../src-shared/entry-of.ts';
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import type { Audit } from '../../../src-shared/audit.ts';
import type { GuideStep, Outcome, PanelSnapshot } from '../../../src-shared/panel.ts';
import type { Image } from '../../../src-shared/image.ts';
import type { ViewState } from '../../store/view-store.ts';

export const guideSteps = [
  'compare',
  'cut-over',
  'revert',
  'come-back',
] as const satisfies readonly GuideStep[];

export interface GuidedFleet {
  readonly fleet: Fleet;
  readonly first: Generation;
  readonly second: Generation;
  /** That nothing runs yet: the sample's third one fails under traffic. Absent when it was released already. */
  readonly failing: Image | undefined;
}

/** As its manifest in assets/samples says. By name: whatever else was imported may do well. */
const failingImage = { name: 'storefront', version: '1.10.0' } as const;

/** Of this computer, with its first two generations. Null: there is nothing to guide through here. */
export function guidedFleet(panel: PanelSnapshot): GuidedFleet | null {
  if (!panel.capabilities.sampleTraffic) return null;
  for (const fleet of panel.fleets.filter(isServed)) {
    const [first, second] = [1, 2].map((number) =>
      fleet.generations.find((each) => each.number === number && each.rung !== 'retired'),
    );
    if (first === undefined || second === undefined) continue;
    const failing = panel.images.find(
      ({ id, name, version }) =>
        name === failingImage.name &&
        version === failingImage.version &&
        id !== first.image &&
        id !== second.image,
    );
    return { fleet, first, second, failing };
  }
  return null;
}

export interface GuideGround {
  readonly guided: GuidedFleet;
  /** The end of the last change of that fleet. */
  readonly outcome: Outcome | undefined;
  readonly view: Pick<ViewState, 'screen' | 'compared'>;
  /** That this end was a release which the entry took back, by its record. */
  readonly isTakenBack: boolean;
}

/** What can be seen to be done now. */
export function stepsSeen(ground: GuideGround): readonly GuideStep[] {
  const { guided, outcome, view, isTakenBack } = ground;
  const { first, second } = guided;
  const isSeen = outcome?.kind === 'verified' || outcome?.kind === 'accepted';
  const kind = outcome?.intent.kind;
  const pairs = [
    [first.image, second.image],
    [first.id, second.id],
  ];
  const isCompared =
    view.screen === 'compare' &&
    pairs.some((pair) => pair.every((one) => view.compared?.includes(one) === true));
  return [
    ...(isCompared ? (['compare'] as const) : []),
    ...(isSeen && kind === 'cut-over' ? (['cut-over'] as const) : []),
    ...(isSeen && kind === 'revert' ? (['revert'] as const) : []),
    ...(isTakenBack ? (['come-back'] as const) : []),
  ];
}

/** Its end may have to be looked up: whether traffic went back by itself stands in its record only. */
export function mayBeTakenBack(outcome: Outcome | undefined): boolean {
  return outcome?.intent.kind === 'release' && outcome.kind === 'failed';
}

/** The engine's own step, which the entry has answered. */
export function wasTakenBack({ steps }: Audit): boolean {
  return steps.some(
    ({ key, attempts }) =>
      key === 'back' && attempts.some(({ answer }) => answer?.kind === 'answered'),
  );
}
