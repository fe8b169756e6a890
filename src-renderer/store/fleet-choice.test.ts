import { describe, expect, it } from 'vitest';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asFleetId, asYardId } from '../../src-shared/ids.ts';
import type { Settings } from '../../src-shared/panel.ts';
import { createFakeBridge } from '../bridge/fake-bridge.ts';
import { aFleet, aSnapshot } from '../gallery/fixtures.ts';
import { createActs } from './acts.ts';
import { allFleets, fleetOnScreen } from './fleet-choice.ts';
import { createPanelStore } from './panel-store.ts';
import { createViewStore, nothingChosen } from './view-store.ts';

const named = (name: string): Fleet => aFleet({ change: { id: asFleetId(name), name } });
const [a, b] = [named('a'), named('b')];
const tick = { link: { kind: 'live' }, observedAtMs: 1 } as const;

/** The stores as the window has them, told by deltas. */
function window(settings: Partial<Settings> = {}) {
  const panel = createPanelStore();
  const view = createViewStore();
  const { bridge, asked } = createFakeBridge(aSnapshot([]));
  const own = { ...aSnapshot([]).settings, ...settings };
  const timers = { after: () => () => undefined };
  createActs({ bridge, panel, view, clock: { nowMs: () => 0 }, timers });
  const next = (): number => (panel.getState().panel?.sequence ?? 0) + 1;
  return {
    view,
    saved: () => asked.filter(({ name }) => name === 'settings.set').map(({ input }) => input),
    load: (...fleets: Fleet[]) => {
      panel.load(aSnapshot(fleets, { settings: own }));
    },
    shows: (fleet: Fleet) => {
      panel.apply({ kind: 'fleet', sequence: next(), fleet, observedAtMs: 1 });
    },
    loses: (fleet: Fleet) => {
      panel.apply({ kind: 'fleet-removed', sequence: next(), fleet: fleet.id });
    },
    tells: () => {
      panel.apply({ kind: 'link', sequence: next(), ...tick });
    },
    choosesYard: (id: string, ...fleets: Fleet[]) => {
      panel.load(aSnapshot(fleets, { yard: asYardId(id), settings: own }));
    },
    onScreen: () =>
      fleetOnScreen(panel.getState().panel?.fleets ?? [], view.getState())?.name ?? null,
  };
}

describe('the fleet on screen', () => {
  it('is the only one, and stays it when another one appears', () => {
    const { load, shows, tells, onScreen } = window();
    load(a);
    expect(onScreen()).toBe('a');
    shows(b);
    tells();
    expect(onScreen()).toBe('a');
  });

  it('is the one that was open last, where there are several, and only in its yard', () => {
    const lastFleets = [{ yard: aSnapshot([]).yard, fleet: b.id }];
    const { load, choosesYard, shows, tells, onScreen, view } = window({ lastFleets });
    load(a, b);
    expect(onScreen()).toBe('b');
    choosesYard('other', a, b);
    expect(onScreen()).toBeNull();
    // Told one by one, it is waited for no longer than for the second of them.
    view.setState(nothingChosen);
    load();
    shows(a);
    shows(b);
    tells();
    expect(onScreen()).toBe('b');
    // All of them were asked for: that is a choice, too.
    view.setState(allFleets);
    tells();
    expect(onScreen()).toBeNull();
  });

  it('is remembered once it is picked of several, and never for being the only one', () => {
    const { load, view, saved } = window();
    load(a);
    expect(saved()).toEqual([]);
    load(a, b);
    view.setState({ fleet: b.id });
    const lastFleets = [{ yard: aSnapshot([]).yard, fleet: b.id }];
    expect(saved()).toMatchObject([{ theme: 'system', lastFleets }]);
  });

  it('is nobody of several, in whatever order they are told', () => {
    const { load, shows, tells, onScreen } = window();
    load();
    shows(a);
    shows(b);
    tells();
    expect(onScreen()).toBeNull();
  });

  it('is the only one also when it is told late', () => {
    const { load, shows, tells, onScreen } = window();
    load();
    shows(a);
    tells();
    shows(b);
    expect(onScreen()).toBe('a');
  });

  it('is never another one in place of the chosen one', () => {
    const { load, loses, tells, shows, onScreen, view } = window();
    load(a, b);
    view.setState({ fleet: a.id });
    loses(a);
    tells();
    expect(onScreen()).toBeNull();
    expect(view.getState()).toMatchObject({ fleet: 'a', lostFleet: 'a' });
    // Seen again, it is the chosen one still.
    shows(a);
    expect(onScreen()).toBe('a');
  });

  it('is not what is left over of a list', () => {
    const { load, loses, tells, onScreen } = window();
    load(a, b);
    loses(a);
    tells();
    tells();
    expect(onScreen()).toBeNull();
  });

  it('is nobody after all were asked for', () => {
    const { load, loses, tells, onScreen, view, shows } = window();
    load(a);
    shows(b);
    loses(a);
    view.setState(allFleets);
    tells();
    expect(onScreen()).toBeNull();
  });

  it('is found anew in another yard', () => {
    const { load, choosesYard, onScreen } = window();
    load(a, b);
    choosesYard('other', b);
    expect(onScreen()).toBe('b');
    choosesYard('third', a, b);
    expect(onScreen()).toBeNull();
  });
});
