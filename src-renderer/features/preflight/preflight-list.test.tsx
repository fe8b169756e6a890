import { act } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import type { PreflightCheck } from '../../../src-shared/preflight-shape.ts';
import { aFleet, aSnapshot } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { PreflightList } from './preflight-list.tsx';
import { useFixes } from './use-fixes.ts';

let shown: ShownPart | null = null;
afterEach(() => shown?.remove());

const fleet = aFleet();
const check = (what: string, verdict: PreflightCheck['verdict']): PreflightCheck => {
  return { what, verdict, text: 'It is so.', todo: '', stops: false };
};
const preflight = {
  forward: [check('Nothing else runs', 'failed'), check('Difference', 'warning')],
  back: [check('Its size', 'warning'), check('Its image', 'passed')],
  cost: '',
};

function List({ onAskAgain }: { readonly onAskAgain: () => void }) {
  const target = fleet.generations[1]?.id ?? fleet.generations[0]?.id;
  if (target === undefined) throw new Error('The fixture has no generation.');
  const fixOf = useFixes(fleet, { kind: 'cut-over', to: target, expectedRevision: 1 });
  return <PreflightList {...{ preflight, fixOf, onAskAgain }} heading="h3" />;
}

it('leads from what did not pass to its control, and sends nothing', () => {
  const onAskAgain = vi.fn();
  shown = showPart(<List onAskAgain={onAskAgain} />, aSnapshot([fleet]), {
    clock: { nowMs: () => 0 },
  });
  const { root, asked } = shown;
  const buttons = [...root.querySelectorAll('button')];
  const names = buttons.map((one) => one.getAttribute('aria-label') ?? one.textContent);
  expect(names).toEqual([
    'Ask again',
    'Show that change\u2026 (Nothing else runs)',
    'Compare the images\u2026 (Difference)',
  ]);
  act(() => {
    for (const button of buttons) button.click();
  });
  expect(onAskAgain).toHaveBeenCalledOnce();
  expect(asked).toEqual([]);
});
