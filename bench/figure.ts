/** One measured number with its target: what `npm run bench` prints and judges. */

export type Target =
  | { readonly kind: 'at-most'; readonly value: number }
  | { readonly kind: 'at-least'; readonly value: number }
  | { readonly kind: 'above'; readonly value: number }
  /** Told for comparison; nothing hangs on it. */
  | { readonly kind: 'none' };

export interface Figure {
  /** Kebab-case, the subject first: `zero-loss-lost`. */
  readonly name: string;
  readonly value: number;
  /** `ms`, `requests`, `%`, `x` for a ratio... */
  readonly unit: string;
  readonly target: Target;
}

export function atMost(name: string, value: number, unit: string, target: number): Figure {
  return { name, value: rounded(value), unit, target: { kind: 'at-most', value: target } };
}

export function atLeast(name: string, value: number, unit: string, target: number): Figure {
  return { name, value: rounded(value), unit, target: { kind: 'at-least', value: target } };
}

export function above(name: string, value: number, unit: string, target: number): Figure {
  return { name, value: rounded(value), unit, target: { kind: 'above', value: target } };
}

export function told(name: string, value: number, unit: string): Figure {
  return { name, value: rounded(value), unit, target: { kind: 'none' } };
}

/** A value that is not a number was not measured, and that is a miss. */
export function isMissed({ value, target }: Figure): boolean {
  switch (target.kind) {
    case 'at-most':
      return !(value <= target.value);
    case 'at-least':
      return !(value >= target.value);
    case 'above':
      return !(value > target.value);
    case 'none':
      return false;
  }
}

/** `name value unit target verdict` */
export function lineOf(figure: Figure): string {
  const { name, value, unit } = figure;
  const verdict = figure.target.kind === 'none' ? '' : isMissed(figure) ? ' MISSED' : ' ok';
  return `${name} ${String(value)} ${unit} ${targetText(figure.target)}${verdict}`;
}

function targetText(target: Target): string {
  switch (target.kind) {
    case 'at-most':
      return `<=${String(target.value)}`;
    case 'at-least':
      return `>=${String(target.value)}`;
    case 'above':
      return `>${String(target.value)}`;
    case 'none':
      return '-';
  }
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
