/** Whoever reads a copied text may sit elsewhere: its times are UTC. */
export function utcText(atMs: number): string {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime()) ? 'unknown' : at.toISOString();
}
