/** Times as a person types and reads them in a form: `30 s`, `5 min`, `1 h 30 min`. Pure. */

const unitMs = new Map([
  ['ms', 1],
  ['s', 1000],
  ['sec', 1000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['day', 86_400_000],
  ['days', 86_400_000],
]);

/** Far more than any time that a person types. */
const longest = 60;

// eslint-disable-next-line regexp/no-super-linear-move -- at most 60 characters
const part = /(\d+(?:[.,]\d+)?)\s*([a-z]+)/gu;

/** In milliseconds; null when it cannot be read, also for a number without a unit, and for units that do not fall. */
export function readSpan(text: string): number | null {
  if (text.length > longest) return null;
  const typed = text.trim().toLowerCase();
  if (/^0+$/u.test(typed)) return 0;
  const parts = [...typed.matchAll(part)];
  if (parts.length === 0 || typed.replace(part, '').trim() !== '') return null;
  let sum = 0;
  let lastUnitMs = Infinity;
  for (const [, value = '', unit = ''] of parts) {
    const ms = unitMs.get(unit);
    // Whoever writes 5 min 5 min has not meant ten.
    if (ms === undefined || ms >= lastUnitMs) return null;
    lastUnitMs = ms;
    sum += Number(value.replace(',', '.')) * ms;
  }
  const whole = Math.round(sum);
  return whole === 0 && sum > 0 ? null : whole;
}

const printed = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
  [1, 'ms'],
] as const;

/** Exact, in as few units as it takes: `1 min`, `1 h 30 min`. What is read back is the same. */
export function spanText(ms: number): string {
  const parts: string[] = [];
  let rest = ms;
  for (const [size, unit] of printed) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${String(count)} ${unit}`);
  }
  return parts.length === 0 ? '0 s' : parts.join(' ');
}
