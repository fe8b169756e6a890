/** One process of `npm run simulate`: lives the seeds that it is sent. */
import { carelessVariants } from '../src-main/rollouts/simulation/careless-variants.ts';
import { simulateAll } from '../src-main/rollouts/simulation/simulated-lives.ts';
import type { Broken, SeedsDone, SeedsWanted } from './simulate-workers.ts';

process.on('message', (wanted: SeedsWanted) => void live(wanted));

async function live(wanted: SeedsWanted): Promise<void> {
  const variant = carelessVariants.find(({ name }) => name === wanted.variant)?.variant ?? {};
  const broken: Broken[] = [];
  let crashes = 0;
  await simulateAll(wanted, variant, (run, seed) => {
    crashes += run.crashes;
    const { scene, problems } = run;
    if (problems.length > 0) broken.push({ seed, scene, problems });
    return false;
  });
  const done: SeedsDone = { seeds: wanted.count, crashes, broken };
  process.send?.(done);
}
