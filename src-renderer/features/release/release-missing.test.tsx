import { afterEach, expect, it } from 'vitest';
import { usualTerms } from '../../../src-shared/release.ts';
import { aFleet, aSnapshot } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { ReleaseDialog } from './release-dialog.tsx';

let shown: ShownPart | null = null;
afterEach(() => shown?.remove());

function textOf(given: Parameters<typeof ReleaseDialog>[0]['given'], isFilledIn: boolean): string {
  const fleet = aFleet();
  const gone = 'The image is not in this yard any more. Choose what to release instead.';
  const file = { file: 'Release v002', size: null, terms: usualTerms, otherwise: [gone] };
  const props = { fleet, given, onClose: () => undefined, ...(isFilledIn && { file }) };
  shown = showPart(<ReleaseDialog {...props} />, aSnapshot([fleet]), { clock: { nowMs: () => 0 } });
  return document.body.textContent;
}

it('puts nothing in the place of what is not there any more, and says so', () => {
  const filledIn = textOf(null, true);
  expect(filledIn).toContain('is not in this yard any more');
  expect(filledIn).toContain('Choose what is released.');
  shown?.remove();
  // The control: a release that nobody has filled in begins with what stands by.
  expect(textOf(null, false)).not.toContain('Choose what is released.');
});
