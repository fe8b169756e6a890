import { focusLed } from '../../ui/focus-led.ts';

/** A field of the release dialog that can be led to. */
export type DialogAnchor =
  'release-source' | 'release-size' | 'release-path' | 'release-bake' | 'release-steps';

/** Gives it the focus, and opens what it is folded in. */
export function focusInDialog(anchor: DialogAnchor): void {
  const place = document.querySelector<HTMLElement>(`[data-anchor="${anchor}"]`);
  const fold = place?.closest('details');
  if (fold instanceof HTMLDetailsElement) fold.open = true;
  const control = place?.querySelector<HTMLElement>('input, button, select');
  if (control !== null && control !== undefined) focusLed(control);
}
