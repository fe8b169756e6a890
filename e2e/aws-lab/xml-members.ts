/** Just enough XML for the lists in moto's answers, which have neither attributes nor comments inside. */

/** The text between `<NAME>` and its end; undefined without it. */
export function inside(text: string, name: string): string | undefined {
  const start = text.indexOf(`<${name}>`);
  const end = text.lastIndexOf(`</${name}>`);
  return start < 0 || end < start ? undefined : text.slice(start + name.length + 2, end);
}

/** The outermost `<member>` elements of a list, with their tags. */
export function members(list: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (const match of list.matchAll(/<(\/?)member(\/?)>/g)) {
    if (match[2] === '/') continue;
    if (match[1] === '') {
      if (depth === 0) start = match.index;
      depth += 1;
    } else {
      depth -= 1;
      if (depth === 0) found.push(list.slice(start, match.index + match[0].length));
    }
  }
  return found;
}

/** The text of the first `<NAME>` in it; elements inside others count too. */
export function textOf(text: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
}
