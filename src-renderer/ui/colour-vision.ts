/**
 * How far two colours are apart for people who see colours otherwise. Used by the tests that guard the tokens.
 * Matrices: Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB. Distance: CIE 1976 (Lab, D65).
 */
type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

export const dichromacies = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Record<string, Matrix>;

const toXyz: Matrix = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const white: Triple = [0.95047, 1, 1.08883];

/** @param seenBy null: with full colour vision. */
export function distance(one: string, other: string, seenBy: Matrix | null): number {
  const [a, b] = [labOf(one, seenBy), labOf(other, seenBy)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function labOf(colour: string, seenBy: Matrix | null): Triple {
  const linear = map((_, i) => linearOf(Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16)));
  const seen = seenBy === null ? linear : times(seenBy, linear);
  // What a screen cannot show it clips.
  const shown = map((_, i) => Math.min(1, Math.max(0, seen[i] ?? 0)));
  const xyz = times(toXyz, shown);
  const [x, y, z] = map((_, i) => cubeRoot((xyz[i] ?? 0) / (white[i] ?? 1)));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function linearOf(channel: number): number {
  const part = channel / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function cubeRoot(share: number): number {
  return share > (6 / 29) ** 3 ? Math.cbrt(share) : share / (3 * (6 / 29) ** 2) + 4 / 29;
}

function times(matrix: Matrix, [a, b, c]: Triple): Triple {
  return map((_, i) => {
    const [x, y, z] = matrix[i] ?? matrix[0];
    return x * a + y * b + z * c;
  });
}

function map(of: (nothing: undefined, index: number) => number): Triple {
  return [of(undefined, 0), of(undefined, 1), of(undefined, 2)];
}
