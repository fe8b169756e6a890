/** Many simulated lives, some beside each other. Test support. */
import type { SimulatedRun } from './simulated-life.ts';
import type { SimulatedVariant } from './simulated-panel.ts';
import { simulate } from './simulated-run.ts';

export interface Seeds {
  readonly first: number;
  readonly count: number;
}

/** Lives share nothing, so that some wait for the disk while others go on. */
const atOnce = 16;

/** @param look answers true when enough was seen. */
export async function simulateAll(
  { first, count }: Seeds,
  variant: SimulatedVariant,
  look: (run: SimulatedRun, seed: number) => boolean,
): Promise<void> {
  let next = first;
  const worker = async (): Promise<void> => {
    while (next < first + count) {
      const seed = next;
      next += 1;
      if (look(await simulate(seed, variant), seed)) next = first + count;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}
