/** A change in the hands of another panel, and the words about handing it over, on both sides. */
import type { Fleet, Rollout } from '../../src-shared/fleet.ts';
import type { Handover, Owner } from '../../src-shared/handover-schema.ts';
import type { PanelSnapshot } from '../../src-shared/panel.ts';
import { noControls } from '../../src-shared/release.ts';
import { aFleet, anOutcome, aRollout, aSnapshot, cutOverIntent, galleryNowMs } from './fixtures.ts';
import type { GalleryState } from './gallery-state.ts';
import { releaseFleet, releasing, slowly, type ReleaseWish } from './release-fixtures.ts';

export const ben: Owner = { name: 'ben', host: 'laptop', panel: 'p-2' };
export const ana: Owner = { name: 'ana', host: 'desk', panel: 'p-1' };

const watched: ReleaseWish = {
  ...{ steps: slowly, now: 3, share: 10, seen: 11 },
  ...{ title: 'v002 has 10 % of the traffic', offers: [{ kind: 'hold' }], leftMs: 240_000 },
  because: 'it is watched for another about 4 min',
};

/** Carried by `owner`, with what was said of it. */
export function carriedBy(
  fleet: Fleet,
  owner: Owner,
  handover?: Handover,
  more: Partial<Rollout> = {},
): Fleet {
  const { rollout } = fleet;
  if (rollout === null) throw new Error('Nothing runs in this fleet.');
  const controls = { ...noControls, ...rollout.controls, ...(handover && { handover }) };
  const step = { title: 'v002 has 10 % of the traffic', waitsAt: null };
  return { ...fleet, rollout: { ...rollout, owner, step, controls, ...more } };
}

const elsewhere = (handover?: Handover, more: Partial<Rollout> = {}): PanelSnapshot =>
  aSnapshot([carriedBy(releaseFleet(watched), ben, handover, more)]);
const asked = (by: Owner): Handover => ({ kind: 'asked', by, epoch: 1 });
const here = releasing(watched);

export const handoverStates: Readonly<Record<string, GalleryState>> = {
  'handover-elsewhere': { snapshot: elsewhere() },
  'handover-you-asked': { snapshot: elsewhere(asked(ana)) },
  'handover-kept': { snapshot: elsewhere({ kind: 'declined', by: ana, epoch: 1 }) },
  'handover-coming': { snapshot: elsewhere({ kind: 'given', to: ana, epoch: 1 }) },
  'handover-silent': {
    snapshot: elsewhere(undefined, { leaseEndsAtMs: galleryNowMs - 4000 }),
  },
  'handover-asked-of-you': {
    snapshot: { ...here, fleets: [carriedBy(releaseFleet(watched), ana, asked(ben))] },
  },
  'handover-given': {
    snapshot: aSnapshot(
      [carriedBy(releaseFleet(watched), ana, { kind: 'given', to: ben, epoch: 1 })],
      {
        outcomes: [
          anOutcome({
            ...{ kind: 'handed-over', text: 'ben on laptop carries it on.' },
            ...{ intent: releaseFleet(watched).rollout?.intent ?? cutOverIntent },
            firstResponseMs: null,
          }),
        ],
      },
    ),
  },
  'handover-cutover-elsewhere': {
    snapshot: aSnapshot([
      carriedBy({ ...aFleet(), rollout: aRollout(cutOverIntent) }, ben, undefined, {
        step: { title: 'Sending 100 % of the traffic to v002', waitsAt: null },
      }),
    ]),
  },
};
