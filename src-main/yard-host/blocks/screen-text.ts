/** Output of servers as text for a screen: hostile until it has been through here. */
import { unshowable } from '../../../src-shared/wording.ts';

/**
 * ANSI sequences, 7-bit forms: CSI (colours, cursor), OSC (titles, links) up to BEL or ST, other
 * two-byte escapes. An unfinished OSC swallows at most its own line.
 */
const ANSI =
  /\u001B\[[0-?]*[ -/]*[@-~]|\u001B\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|\u001B[PX^_][^\u001B]*(?:\u001B\\)?|\u001B[ -/]*[0-~]/g;
/** What is unshowable in a sentence, but tab, and but the joiners that emoji and scripts need. */
const INVISIBLE = new RegExp(`(?![\\t\\u200C\\u200D])${unshowable.source}`, 'gu');

export const LONGEST_LINE = 2000;

/** Where the text ends without these characters at its end; a pattern for it goes back over each run of them. */
function endWithout(text: string, character: string): number {
  let end = text.length;
  while (text[end - 1] === character) end -= 1;
  return end;
}

/** One line for the screen: no escapes, invisible characters spelled out, at most 2000 characters. */
export function screenLine(raw: string): string {
  // A progress bar redraws its line with \r: what a terminal would show last is after the last one.
  const redrawn = raw.slice(0, endWithout(raw, '\r'));
  const last = redrawn.slice(redrawn.lastIndexOf('\r') + 1);
  const cut = last.length > LONGEST_LINE ? last.slice(0, LONGEST_LINE) : last;
  const shown = cut
    .replace(ANSI, '')
    .replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return last.length > cut.length ? `${shown}… (${last.length - cut.length} more)` : shown;
}
