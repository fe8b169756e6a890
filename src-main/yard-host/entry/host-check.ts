/**
 * Which names a request may be addressed to. A page of a foreign site that rebinds its own name to
 * 127.0.0.1 would otherwise read everything behind the entry with the visitor's browser.
 */
const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** True for the names of this machine's loopback, with any port or none. */
export function isOwnHost(host: string): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]*)(?::\d{1,5})?$/iu.exec(host.trim());
  return match?.[1] !== undefined && loopbackNames.has(match[1].toLowerCase());
}
