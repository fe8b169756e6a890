/** Any answer of AWS as lines `Path.To.Value: value`, the same for the same content in any order. Pure. */

const deepest = 12;

export function dataText(data: unknown): string {
  return linesOf('', data, 0).join('\n');
}

function linesOf(path: string, value: unknown, depth: number): string[] {
  if (value === undefined || value === null || depth > deepest) return [];
  if (value instanceof Date) return [`${path}: ${value.toISOString()}`];
  if (Array.isArray(value)) return listLines(path, value, depth);
  if (typeof value === 'object') {
    return Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([key, inner]) => linesOf(path === '' ? key : `${path}.${key}`, inner, depth + 1));
  }
  // One value, one line: line ends in it would forge others.
  return [`${path}: ${JSON.stringify(value).replace(/^"|"$/gu, '')}`];
}

/** Tags by their key, plain values in one line, the rest by number. */
function listLines(path: string, list: readonly unknown[], depth: number): string[] {
  const tags = list.map(tagIn);
  if (list.length > 0 && tags.every((tag) => tag !== null)) {
    return tags
      .map(({ key, value }) => `${path}.${key}: ${value}`)
      .sort()
      .map((line) => line.replace(/[\r\n]+/gu, ' '));
  }
  if (list.every((each) => typeof each === 'string')) {
    return list.length === 0 ? [] : [`${path}: ${[...list].sort().join(', ')}`];
  }
  return list.flatMap((each, index) => linesOf(`${path}[${index}]`, each, depth + 1));
}

function tagIn(value: unknown): { readonly key: string; readonly value: string } | null {
  if (typeof value !== 'object' || value === null) return null;
  const key: unknown = Reflect.get(value, 'Key');
  const held: unknown = Reflect.get(value, 'Value');
  const isTag = typeof key === 'string' && Object.keys(value).length <= 2;
  return isTag && typeof held === 'string' ? { key, value: held } : null;
}
