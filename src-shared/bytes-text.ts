const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `512 bytes`, `3.4 MB`, `38 MB`: powers of 1000, the same text for the same amount everywhere. */
export function bytesText(bytes: number): string {
  let rest = bytes;
  let unit = 0;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || rest >= 10 ? 0 : 1;
  return `${rest.toFixed(digits)} ${units[unit] ?? ''}`;
}
