import { describe, expect, it } from 'vitest';
import { writeLink, type LinkPlace, type OpenedLink } from '../../src-shared/deep-link.ts';
import {
  asFleetId,
  asRolloutId,
  asYardId,
  type RolloutId,
  type YardId,
} from '../../src-shared/ids.ts';
import type { PanelSnapshot, YardSummary } from '../../src-shared/panel.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { aFleet, aSnapshot } from '../gallery/fixtures.ts';
import type { Acts } from './acts.ts';
import { followLinks, linkPatienceMs } from './follow-links.ts';
import { createPanelStore } from './panel-store.ts';
import { createViewStore } from './view-store.ts';

const local = { yard: 'local', fleet: asFleetId('storefront'), part: null };
const shop = { ...aFleet({ serves: 2, previous: 1 }), id: asFleetId('shop'), name: 'shop' };
const aws: YardSummary = {
  id: asYardId('aws-1'),
  name: 'shop',
  kind: 'aws',
  detail: '123456789012 eu-west-1',
  status: 'closed',
  running: null,
};

function scene(first: PanelSnapshot | null = aSnapshot([aFleet({ serves: 2, previous: 1 })])) {
  const panel = createPanelStore();
  const view = createViewStore();
  if (first !== null) panel.load(first);
  const chosen: YardId[] = [];
  const waits: { readonly ms: number; readonly run: () => void }[] = [];
  let tell: (link: OpenedLink) => void = () => undefined;
  const records = new Map<RolloutId, Awaited<ReturnType<Acts['record']>>>();
  const follower = followLinks({
    ...{ panel, view },
    onLink: (listener) => {
      tell = listener;
      return () => undefined;
    },
    acts: {
      chooseYard: (yard) => chosen.push(yard),
      record: (rollout) =>
        Promise.resolve(records.get(rollout) ?? fail({ code: 'not-found', message: 'No.' })),
    },
    timers: {
      after: (ms, run) => {
        const wait = { ms, run };
        waits.push(wait);
        return () => {
          waits.splice(waits.indexOf(wait), waits.includes(wait) ? 1 : 0);
        };
      },
    },
  });
  const open = (place: LinkPlace): void => {
    tell({ kind: 'place', ...place });
  };
  return {
    panel,
    view,
    chosen,
    waits,
    records,
    follower,
    open,
    tell: (link: OpenedLink) => tell(link),
  };
}

describe('a link that was opened', () => {
  it('leads to the fleet, or to a generation in its lane', () => {
    const { view, open } = scene();
    view.setState({ screen: 'images' });
    open(local);
    expect(view.getState()).toMatchObject({ screen: 'fleet', fleet: 'storefront', link: null });
    open({ ...local, part: 'storefront-v001' });
    expect(view.getState().lane).toBe('storefront-v001');
  });

  it('waits for the first snapshot', () => {
    const { panel, view, open } = scene(null);
    open(local);
    expect(view.getState().link?.kind).toBe('going');
    panel.load(aSnapshot([aFleet()]));
    expect(view.getState()).toMatchObject({ fleet: 'storefront', link: null });
  });

  it('shows the yard that it names by its account, once, and waits for its fleets', () => {
    const first = aSnapshot([aFleet()]);
    const { panel, view, chosen, open, waits } = scene({ ...first, yards: [...first.yards, aws] });
    open({ yard: '123456789012.eu-west-1', fleet: shop.id, part: null });
    const there = { ...first, yards: [...first.yards, aws], yard: aws.id, fleets: [] };
    panel.load({ ...there, link: { kind: 'starting' } });
    expect(waits.map(({ ms }) => ms)).toEqual([linkPatienceMs.opening]);
    panel.load(there);
    expect(waits.map(({ ms }) => ms)).toEqual([linkPatienceMs.live]);
    panel.load({ ...there, fleets: [shop] });
    expect(view.getState()).toMatchObject({ screen: 'fleet', fleet: 'shop', link: null });
    expect(chosen).toEqual(['aws-1']);
  });

  it('says so and does nothing when yard or fleet are not known', () => {
    const { view, chosen, open, waits } = scene();
    const before = view.getState();
    open({ ...local, yard: 'elsewhere' });
    expect(view.getState().link).toMatchObject({
      kind: 'refused',
      fault: { message: 'The link leads to the yard elsewhere, which this panel does not know.' },
    });
    open({ ...local, fleet: asFleetId('nowhere') });
    waits[0]?.run();
    expect(view.getState().link).toMatchObject({
      fault: { message: 'The link leads to the fleet nowhere, which is not in this yard.' },
    });
    expect({ ...view.getState(), link: null }).toEqual(before);
    expect(chosen).toEqual([]);
  });

  it('that is none is said, and changes nothing', () => {
    const { view, tell } = scene();
    const before = view.getState();
    tell({ kind: 'bad', because: 'It is too long.' });
    expect(view.getState().link).toMatchObject({
      fault: { message: 'A link was opened that leads nowhere. It is too long.' },
    });
    expect({ ...view.getState(), link: null }).toEqual(before);
  });

  it('is only offered to somebody who has a dialog open, and followed when they want', () => {
    const { view, open, follower } = scene();
    const dialog = { kind: 'keyboard' } as const;
    view.setState({ screen: 'images', dialog });
    open(local);
    expect(view.getState()).toMatchObject({ screen: 'images', dialog, link: { kind: 'offered' } });
    view.setState({ dialog: null });
    expect(view.getState().screen).toBe('images');
    follower.go();
    expect(view.getState()).toMatchObject({ screen: 'fleet', fleet: 'storefront', link: null });
  });

  it('takes no other fleet under the finger of somebody whose change runs', () => {
    const first = aSnapshot([aFleet({ serves: 2, previous: 1 }), shop]);
    const { view, open } = scene(first);
    view.setState({
      ...{ fleet: local.fleet },
      assumed: { kind: 'revert', fleet: local.fleet, to: shop.generations[0]!.id, pressedAtMs: 0 },
    });
    open({ ...local, fleet: shop.id });
    expect(view.getState()).toMatchObject({ fleet: 'storefront', link: { kind: 'offered' } });
    // Control: to the fleet on screen it leads at once, and without a change to any.
    open(local);
    expect(view.getState().link).toBeNull();
    view.setState({ assumed: null });
    open({ ...local, fleet: shop.id });
    expect(view.getState()).toMatchObject({ fleet: 'shop', link: null });
  });

  it('leads to the record of a change of that fleet, and says when there is none', async () => {
    const { view, open, records } = scene();
    const record = (fleet: string) => succeed({ audit: { fleet } }) as unknown as Result<never>;
    records.set(asRolloutId('r-1'), record('storefront'));
    records.set(asRolloutId('r-2'), record('other'));
    open({ ...local, part: 'r-1' });
    await Promise.resolve();
    expect(view.getState()).toMatchObject({ screen: 'timeline', record: 'r-1' });
    for (const part of ['r-2', 'r-3']) {
      open({ ...local, part });
      await Promise.resolve();
      expect(view.getState()).toMatchObject({ screen: 'fleet', link: { kind: 'refused' } });
    }
  });

  it('is left when somebody wants to stay', () => {
    const { panel, view, open } = scene(null);
    open(local);
    view.setState({ link: null, screen: 'images' });
    panel.load(aSnapshot([aFleet()]));
    expect(view.getState().screen).toBe('images');
    expect(writeLink(local)).toBe('blockyard://local/storefront');
  });
});
