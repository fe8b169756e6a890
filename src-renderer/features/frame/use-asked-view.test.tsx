import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { asYardId } from '../../../src-shared/ids.ts';
import { aFleet, aSnapshot, storefront } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { useSetView, useView } from '../../store/panel-context.ts';
import { useAskedView } from './use-asked-view.ts';

let shown: ShownPart | null = null;
afterEach(() => shown?.remove());

function Page() {
  useAskedView();
  const setView = useSetView();
  const dialog = useView((view) => view.dialog?.kind ?? 'none');
  const lead = useView((view) => view.lead ?? 'nowhere');
  return (
    <button
      onClick={() => {
        setView({ dialog: null });
      }}
    >
      {dialog} {lead}
    </button>
  );
}

it('turns to another yard only when no dialog is open, once, and leads there then', async () => {
  const other = asYardId('other');
  const snapshot = aSnapshot([aFleet()]);
  shown = showPart(<Page />, snapshot, {
    clock: { nowMs: () => 0 },
    view: { fleet: storefront, dialog: { kind: 'release', source: null } },
  });
  const { root, asked, askView, load, settle } = shown;
  const chosen = (): readonly unknown[] =>
    asked.filter(({ name }) => name === 'yard.choose').map(({ input }) => input);
  askView({ yard: other, fleet: storefront, focus: 'revert' });
  expect(chosen()).toEqual([]);
  expect(root.textContent).toBe('release nowhere');
  act(() => root.querySelector('button')?.click());
  await settle();
  expect(chosen()).toEqual([{ yard: other }]);
  load({ ...snapshot, yard: other });
  expect(root.textContent).toBe('none revert');
  expect(chosen()).toHaveLength(1);
});
