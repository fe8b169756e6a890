/** What the gallery must hold: a component or a state that nobody can look at is one that nobody looks at. */
import { describe, expect, it } from 'vitest';
import type { YardLink, Outcome } from '../../src-shared/panel.ts';
import { blockStateKinds } from '../features/fleet/block-cell.ts';
import { screens, type OpenDialog } from '../store/view-store.ts';
import { componentStates } from './component-states.tsx';
import type { GalleryState } from './gallery-state.ts';
import { galleryStates } from './states.ts';

const modules = import.meta.glob<Record<string, unknown>>(
  ['../ui/**/*.tsx', '!../ui/**/*.test.tsx'],
  { eager: true },
);

/** Files of `ui` that export a component, below it. */
function componentFiles(): readonly string[] {
  return Object.entries(modules)
    .filter(([, exported]) => Object.keys(exported).some((name) => /^[A-Z]/u.test(name)))
    .map(([path]) => path.replace('../ui/', ''));
}

const states: readonly GalleryState[] = Object.values(galleryStates);
const blocks = states
  .flatMap(({ snapshot }) => snapshot.fleets)
  .flatMap(({ generations }) => generations)
  .flatMap((generation) => generation.blocks);

/** Each kind is named here, so that a new one does not compile before it is thought of. */
const dialogs = {
  ...{ launch: true, release: true, retire: true, scale: true },
  ...{ adopt: true, stop: true, start: true },
  ...{ 'cut-over': true, plan: true, connect: true, keyboard: true },
  ...{ palette: true, 'release-file': true, 'data-note': true },
  findings: true,
} as const satisfies Record<OpenDialog['kind'], true>;
const links = {
  ...{ starting: true, live: true, stale: true, gone: true, stopped: true },
  ...{ incompatible: true, 'signed-out': true, failed: true },
} as const satisfies Record<YardLink['kind'], true>;
const outcomes = {
  ...{ verified: true, accepted: true, done: true, stopped: true, failed: true },
  ...{ overtaken: true, 'handed-over': true },
} as const satisfies Record<Outcome['kind'], true>;

const missing = (wanted: readonly string[], shown: readonly (string | undefined)[]): string[] =>
  wanted.filter((each) => !shown.includes(each));

describe('the gallery', () => {
  it('shows every component of ui, and none that is gone', () => {
    const files = componentFiles();
    expect(files.length).toBeGreaterThan(15);
    expect(Object.keys(componentStates).sort()).toEqual([...files].sort());
  });

  it('shows at least one state of each, by a state of the panel where it fills the window', () => {
    for (const [file, entry] of Object.entries(componentStates)) {
      const shown = 'shownIn' in entry ? entry.shownIn : Object.keys(entry.states);
      expect(shown.length, file).toBeGreaterThan(0);
      if ('shownIn' in entry)
        expect(missing(entry.shownIn, Object.keys(galleryStates))).toEqual([]);
    }
  });

  it('has every screen, dialog, link, outcome and state of a block', () => {
    const shownScreens = states.map(({ view }) => view?.screen ?? 'fleet');
    expect(missing(screens, shownScreens)).toEqual([]);
    expect(
      missing(
        Object.keys(dialogs),
        states.map(({ view }) => view?.dialog?.kind),
      ),
    ).toEqual([]);
    expect(
      missing(
        Object.keys(links),
        states.map(({ snapshot }) => snapshot.link.kind),
      ),
    ).toEqual([]);
    expect(
      missing(
        Object.keys(outcomes),
        states.flatMap(({ snapshot }) => snapshot.outcomes.map(({ kind }) => kind)),
      ),
    ).toEqual([]);
    expect(
      missing(
        blockStateKinds,
        blocks.map(({ state }) => state.kind),
      ),
    ).toEqual([]);
  });

  it('would miss one that is not there', () => {
    expect(missing(['fleet', 'palette'], ['fleet'])).toEqual(['palette']);
  });
});
