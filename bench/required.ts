/** @throws when `npm run bench` did not say it. */
export function required(name: 'BLOCKYARD_ELECTRON' | 'BLOCKYARD_APP'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: start this through npm run bench.`);
  return value;
}
