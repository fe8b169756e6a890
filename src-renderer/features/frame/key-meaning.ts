/** Keys of this computer: what the browser tells of a press, and whether it has Cmd. */
import { meaningOf, type PressedMeaning } from '../../../src-shared/key-combination.ts';

export function isMac(): boolean {
  return navigator.userAgent.includes('Macintosh');
}

/** What filling in a field by a suggestion sends has no key at all. */
type KeyEvent = Pick<
  KeyboardEvent,
  'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'getModifierState'
> & { readonly key: string | undefined };

export function pressedIn(event: KeyEvent): PressedMeaning {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (key === undefined) return { kind: 'not-yet' };
  const isAltGraph = event.getModifierState('AltGraph');
  return meaningOf({ key, code, ctrlKey, metaKey, altKey, shiftKey, isAltGraph }, isMac());
}
