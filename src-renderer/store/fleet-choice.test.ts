import { describe, expect, it } from 'vitest';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asFleetId, asYardId } from '../../src-shared/ids.ts';
import { createFakeBridge } from '../bridge/fake-bridge.ts';
import { aFleet, aSnapshot } from '../gallery/fixtures.ts';
import { createActs } from './acts.ts';
import { allFleets, fleetOnScreen } from './fleet-choice.ts';
import { createPanelStore } from './panel-store.ts';
import { createViewStore } from './view-store.ts';

const named = (name: string): Fleet => aFleet({ change: { id: asFleetId(name), name } });
const [a, b] = [named('a'), named('b')];
const tick = { link: { kind: 'live' }, observedAtMs: 1 } as const;

/** The stores as the window has them, told by deltas. */
function window() {
  const panel = createPanelStore();
  const view = createViewStore();
  const { bridge } = createFakeBridge(aSnapshot([]));
  const timers = { after: () => () => undefined };
  createActs({ bridge, panel, view, clock: { nowMs: () => 0 }, timers });
  const next = (): number => (panel.getState().panel?.sequence ?? 0) + 1;
  return {
    view,
    load: (...fleets: Fleet[]) => {
      panel.load(aSnapshot(fleets));
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
      panel.load(aSnapshot(fleets, { yard: asYardId(id) }));
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
