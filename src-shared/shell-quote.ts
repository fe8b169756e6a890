/** One word for a POSIX shell, taken literally whatever it holds. */
export function shellQuote(word: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** As `shellQuote`, for PowerShell, whose own signs are others: what begins with `@` takes a variable apart. */
export function powershellQuote(word: string): string {
  if (/^(?:--[a-z][a-z-]*|[A-Za-z0-9_][\w@.:/=+-]*)$/.test(word)) return word;
  return powershellLiteral(word);
}

/** In quotes always: each of the single quotes that PowerShell knows, curly ones too, ends a text unless it is doubled. */
export function powershellLiteral(word: string): string {
  return `'${word.replace(/['\u2018\u2019\u201a\u201b]/gu, '$&$&')}'`;
}
