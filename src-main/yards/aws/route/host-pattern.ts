/**
 * Whether a host name meets the pattern of a rule, as ELBv2 matches them: `*` stands for any characters
 * and `?` for one; capitals do not count. No regular expression: a pattern is outside text, and one with
 * many stars would take an expression for ever.
 */
export function takesHost(pattern: string, name: string): boolean {
  return takesPath(pattern.toLowerCase(), name.toLowerCase());
}

/** The same for a path, where capitals count. */
export function takesPath(wanted: string, given: string): boolean {
  let [at, from] = [0, 0];
  /** Where the last star was, and how far the name had been met then. */
  let star: { readonly at: number; from: number } | null = null;
  while (from < given.length) {
    if (wanted[at] === '*') {
      star = { at, from };
      at += 1;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[from])) {
      at += 1;
      from += 1;
    } else if (star === null) {
      return false;
    } else {
      star.from += 1;
      at = star.at + 1;
      from = star.from;
    }
  }
  return /^\**$/u.test(wanted.slice(at));
}
