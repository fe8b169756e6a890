/** Texts for places of the operating system that interpret some of it. Pure. */

const lookalikes: Readonly<Record<string, string>> = {
  '<': '\u2039',
  '>': '\u203a',
  '&': '\uff06',
};

/**
 * For notifications: the desktops of Linux read markup in them, some of them links, and drop a text that is
 * none. Escaped, it would show its escapes on those that read none.
 */
export function withoutMarkup(text: string): string {
  return text.replace(/[<>&]/gu, (found) => lookalikes[found] ?? found);
}

/** For menus: a single `&` is the mark of an access key there. */
export function withoutAccessKeys(text: string): string {
  return text.replaceAll('&', '&&');
}
