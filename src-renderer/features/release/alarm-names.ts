/** Names of alarms in one line of a form: commas between them, and quotes around a name that holds one. Pure. */

export function alarmsText(names: readonly string[]): string {
  return names.map((name) => (/[",]|^\s|\s$/u.test(name) ? JSON.stringify(name) : name)).join(', ');
}

/** Null when a quote is not closed. */
export function readAlarms(text: string): readonly string[] | null {
  const names: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const quoted = /^"(?:[^"\\]|\\.)*"/u.exec(rest)?.[0];
    const name = quoted === undefined ? plainName(rest) : unquoted(quoted);
    if (name === null) return null;
    rest = rest.slice(quoted?.length ?? rest.split(',', 1)[0]?.length ?? 0).trimStart();
    if (rest !== '' && !rest.startsWith(',')) return null;
    rest = rest.slice(1).trimStart();
    if (name !== '' && !names.includes(name)) names.push(name);
  }
  return names;
}

function plainName(text: string): string | null {
  const [name = ''] = text.split(',', 1);
  return name.includes('"') ? null : name.trim();
}

function unquoted(text: string): string | null {
  try {
    const name: unknown = JSON.parse(text);
    return typeof name === 'string' ? name : null;
  } catch {
    return null;
  }
}
