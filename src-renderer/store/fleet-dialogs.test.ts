import { expect, it } from 'vitest';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asFleetId } from '../../src-shared/ids.ts';
import { createFakeBridge } from '../bridge/fake-bridge.ts';
import { aFleet, aSnapshot, generationId } from '../gallery/fixtures.ts';
import { createActs } from './acts.ts';
import { createPanelStore } from './panel-store.ts';
import { createViewStore } from './view-store.ts';

const named = (name: string): Fleet => aFleet({ change: { id: asFleetId(name), name } });
const [a, b] = [named('a'), named('b')];
const release = { kind: 'release', source: null } as const;
const retire = { kind: 'retire', generation: generationId(1) } as const;

function window(...fleets: Fleet[]) {
  const panel = createPanelStore();
  const view = createViewStore();
  const { bridge } = createFakeBridge(aSnapshot([]));
  const timers = { after: () => () => undefined };
  const { acts } = createActs({ bridge, panel, view, clock: { nowMs: () => 0 }, timers });
  panel.load(aSnapshot(fleets));
  view.setState({ fleet: a.id });
  const next = (): number => (panel.getState().panel?.sequence ?? 0) + 1;
  return {
    ...{ view, acts },
    loses: (fleet: Fleet) => {
      panel.apply({ kind: 'fleet-removed', sequence: next(), fleet: fleet.id });
    },
    shows: (fleet: Fleet) => {
      panel.apply({ kind: 'fleet', sequence: next(), fleet, observedAtMs: 1 });
    },
    said: () => view.getState().fault?.message,
  };
}

it('closes with its fleet, says that nothing was sent, and opens for no other one', () => {
  const { view, loses, said } = window(a, b);
  view.setState({ dialog: release });
  loses(b);
  expect(view.getState().dialog).toBe(release);
  loses(a);
  expect(view.getState().dialog).toBeNull();
  expect(said()).toBe('The dialog was closed: a is not seen any more. Nothing was sent.');
});

it('closes when another fleet comes on screen under it, and not when that one brings its own', () => {
  const { view, said } = window(a, b);
  view.setState({ dialog: release });
  view.setState({ fleet: b.id });
  expect(view.getState().dialog).toBeNull();
  expect(said()).toContain('a is not on screen any more');
  view.setState({ fleet: a.id, dialog: { ...release } });
  expect(view.getState().dialog).toEqual(release);
});

it('closes with the generation that it names, and claims nothing of what was sent', () => {
  const { view, acts, shows, said } = window(a);
  const without = { ...a, generations: a.generations.filter(({ id }) => id !== generationId(1)) };
  view.setState({ dialog: retire });
  shows(without);
  expect(view.getState().dialog).toBeNull();
  expect(said()).toBe('The dialog was closed: v001 of a is not there any more. Nothing was sent.');
  shows(a);
  view.setState({ dialog: { ...retire }, fault: null });
  void acts.noteData(a.id, generationId(1), { change: 'none', text: '' });
  shows(without);
  expect(said()).toContain('What was pressed in it was sent.');
});

it('leaves alone what is about no fleet', () => {
  const { view, loses } = window(a);
  view.setState({ dialog: { kind: 'connect' } });
  loses(a);
  expect(view.getState().dialog).toEqual({ kind: 'connect' });
});
