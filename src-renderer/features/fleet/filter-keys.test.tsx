import { afterEach, expect, it } from 'vitest';
import type { Settings } from '../../../src-shared/panel.ts';
import { aFleet, aSnapshot, galleryNowMs } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { TimelineScreen } from '../timeline/timeline-screen.tsx';
import { FilterToggle } from './block-views.tsx';
import { FilterBar } from './filter-bar.tsx';

let shown: ShownPart | null = null;
afterEach(() => shown?.remove());

const fleet = aFleet();

function promised(shortcuts?: Settings['shortcuts']) {
  const { settings } = aSnapshot([]);
  const snapshot = aSnapshot([fleet], {
    settings: { ...settings, ...(shortcuts !== undefined && { shortcuts }) },
  });
  const parts = (
    <>
      <FilterToggle fleet={fleet} />
      <FilterBar fleet={fleet} lanes={fleet.generations} />
      <TimelineScreen />
    </>
  );
  shown?.remove();
  shown = showPart(parts, snapshot, {
    clock: { nowMs: () => galleryNowMs },
    view: { fleet: fleet.id, isFilterOpen: true },
  });
  const { root } = shown;
  const fields = [...root.querySelectorAll('input[type=search]')];
  return {
    keys: root.querySelector('[aria-keyshortcuts]')?.getAttribute('aria-keyshortcuts') ?? null,
    places: fields.map((field) => field.getAttribute('placeholder') ?? ''),
  };
}

it('promises the keys that lead to a filter, and none where none do', () => {
  const usual = promised();
  expect(usual.places).toHaveLength(2);
  expect(usual.keys).toBe('/');
  for (const place of usual.places) expect(place).toMatch(/ \( \/ \)$/u);
  const off = promised({ singleKeys: 'off', changed: {} });
  expect(off.keys).toBeNull();
  for (const place of off.places) expect(place).not.toContain('(');
  const other = promised({ changed: { filter: ['Mod+J'] } });
  expect(other.keys).toBe('Control+J');
  for (const place of other.places) expect(place).toMatch(/ \( Ctrl J \)$/u);
});
