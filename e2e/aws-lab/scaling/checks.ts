/** Refusals of Auto Scaling, in its words. */
export class RefusedError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'RefusedError';
    this.code = code;
  }
}

export function refusalOf(size: {
  readonly min: number;
  readonly max: number;
  readonly desired: number;
}): string | null {
  const { min, max, desired } = size;
  if (max < min) return 'Max bound, 0, must be greater than or equal to min bound';
  if (desired < min)
    return `Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`;
  return desired > max
    ? `Desired capacity:${desired} must be between the specified min size:${min} and max size:${max}`
    : null;
}
