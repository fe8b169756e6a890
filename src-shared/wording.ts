/** Sentences that appear in more than one place. Outside text goes through `plain` before it is shown. */

/**
 * Controls, line ends, direction marks, everything else that nobody sees, and halves of characters:
 * in a sentence they forge lines, hide words or turn the reading order around. The joiners of emoji
 * and of some scripts are among them: a sentence can spare them. For `replace` only.
 */
export const unshowable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Outside text made safe to read: what is unshowable becomes a visible mark, and
 * length is bounded. Markup needs nothing: we never interpret text.
 * @param limit characters kept; a cut text ends in an ellipsis.
 */
export function plain(text: string, limit = 200): string {
  const visible = text.replace(unshowable, '\ufffd');
  // A character is one unit of it at least: most texts need not be taken apart.
  if (visible.length <= limit) return visible;
  const characters = Array.from(visible.slice(0, limit * 2 + 2));
  return characters.length <= limit ? visible : `${characters.slice(0, limit - 1).join('')}\u2026`;
}

/** `ana on desk` */
export function ownerText({
  name,
  host,
}: {
  readonly name: string;
  readonly host: string;
}): string {
  return `${plain(name, 60)} on ${plain(host, 60)}`;
}

/**
 * The same, shortened in its middle: of an address the end decides whose it is. A little more of the end
 * is kept than of the beginning.
 */
export function plainEnds(text: string, limit: number): string {
  const characters = Array.from(plain(text, text.length + 1));
  if (characters.length <= limit) return characters.join('');
  const head = Math.floor((limit - 1) * 0.4);
  const tail = limit - 1 - head;
  return `${characters.slice(0, head).join('')}\u2026${characters.slice(-tail).join('')}`;
}

/** The same of a text of several lines, which keeps its lines. @param limit characters kept. */
export function plainText(text: string, limit = 20_000): string {
  return text
    .slice(0, limit)
    .split('\n')
    .map((line) => plain(line, limit))
    .join('\n');
}

/** `under 1 s`, `about 40 s`, `about 3 min`: never a precision we do not have. */
export function roughDuration(ms: number): string {
  if (ms < 1000) return 'under 1 s';
  if (ms < 90_000) return `about ${String(Math.round(ms / 1000))} s`;
  if (ms < 2 * 3_600_000) return `about ${String(Math.round(ms / 60_000))} min`;
  return `about ${String(Math.round(ms / 3_600_000))} h`;
}

export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 1) return '<1 %';
  if (value > 99 && value < 100) return '>99 %';
  return `${String(Math.round(value))} %`;
}

/** `1234-5678-9012`: an account is compared by eye, and twelve digits in a row are not. */
export function accountNumber(id: string): string {
  return /^\d{12}$/u.test(id) ? id.replace(/(\d{4})(?=\d)/gu, '$1-') : plain(id, 40);
}
