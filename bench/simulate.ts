/**
 * `npm run simulate -- --seeds N [--first-seed K] [--variant NAME] [--processes N]`: seeded lives of the real
 * engine over all cores, with an exit code that is not zero when a rule was broken. `--seed K` tells one life.
 * What a life is about is said by its seed: see `rollouts/simulation/simulated-kinds.ts`.
 * Without numbers: of each kind as many as in a run of the suite. `--commands N [--commands-seed S]` draws what
 * happens, and tells the fewest commands that break a rule.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { carelessVariants } from '../src-main/rollouts/simulation/careless-variants.ts';
import { kindOf, lifeKinds } from '../src-main/rollouts/simulation/simulated-kinds.ts';
import type { Seeds } from '../src-main/rollouts/simulation/simulated-lives.ts';
import type { SimulatedVariant } from '../src-main/rollouts/simulation/simulated-panel.ts';
import { simulate } from '../src-main/rollouts/simulation/simulated-run.ts';
import { manyCommands, sameCommands } from './simulate-commands.ts';
import { runSeeds, type Broken, type HowToRun } from './simulate-workers.ts';
import { storyOf } from './simulate-story.ts';

const progressMs = 5000;
/** More of them say nothing new. */
const mostShown = 40;

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      'first-seed': { type: 'string' },
      seed: { type: 'string' },
      variant: { type: 'string' },
      processes: { type: 'string' },
      commands: { type: 'string' },
      'commands-seed': { type: 'string' },
      'commands-path': { type: 'string' },
      'commands-replay': { type: 'string' },
    },
  });
  const { variant } = values;
  if (variant !== undefined && carelessVariants.every(({ name }) => name !== variant)) {
    const known = carelessVariants.map(({ name }) => name).join(', ');
    throw new Error(`There is no variant called ${variant}: choose from ${known}.`);
  }
  const { 'commands-path': path, 'commands-replay': replay } = values;
  const drawn = numberOf(values['commands-seed'], 'commands-seed') ?? 1;
  if (path !== undefined) return sameCommands({ seed: drawn, path, replay }, variant);
  const runs = numberOf(values.commands, 'commands');
  if (runs !== null) return manyCommands({ runs, seed: drawn, variant });
  const one = numberOf(values.seed, 'seed');
  if (one !== null) return tellOne(one, variant);
  const first = numberOf(values['first-seed'], 'first-seed');
  const count = numberOf(values.seeds, 'seeds');
  const processes = numberOf(values.processes, 'processes') ?? availableParallelism();
  const how = { variant, processes };
  if (first !== null || count !== null) {
    return runMany({ first: first ?? 1, count: count ?? kindOf(first ?? 1).ofEachRun }, how);
  }
  let worst = 0;
  for (const { above, ofEachRun } of lifeKinds) {
    worst = Math.max(worst, await runMany({ first: above + 1, count: ofEachRun }, how));
  }
  return worst;
}

function numberOf(text: string | undefined, name: string): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new Error(`--${name} takes a number from 1 on, not ${text}.`);
  return Number(text);
}

async function runMany({ first, count }: Seeds, how: HowToRun): Promise<number> {
  const startedAtMs = performance.now();
  const { name } = kindOf(first);
  const perSecond = (done: number): string =>
    `${((done * 1000) / (performance.now() - startedAtMs)).toFixed(1)} ${name} per second`;
  let done = 0;
  let crashes = 0;
  const broken: Broken[] = [];
  const told = setInterval(() => {
    console.log(`${done} of ${count} ${name}, ${broken.length} broken, ${perSecond(done)}`);
  }, progressMs);
  try {
    await runSeeds({ first, count }, how, (part) => {
      done += part.seeds;
      crashes += part.crashes;
      for (const one of part.broken) {
        broken.push(one);
        if (broken.length <= mostShown) console.log(brokenText(one, how.variant));
      }
    });
  } finally {
    clearInterval(told);
  }
  if (broken.length > mostShown) console.log(`... and ${broken.length - mostShown} more.`);
  console.log(
    `${done} ${name}, seeds from ${first} on, ${crashes} crashes, ${broken.length} with a broken rule, ${perSecond(done)}`,
  );
  return broken.length === 0 ? 0 : 1;
}

function brokenText({ seed, scene, problems }: Broken, variant: string | undefined): string {
  const again = `npm run simulate -- --seed ${seed}${variant === undefined ? '' : ` --variant ${variant}`}`;
  return [`seed ${seed}, ${scene}:`, ...problems, again].join('\n  ');
}

async function tellOne(seed: number, name: string | undefined): Promise<number> {
  const variant: SimulatedVariant =
    carelessVariants.find((one) => one.name === name)?.variant ?? {};
  const run = await simulate(seed, variant);
  console.log(storyOf(run).join('\n'));
  const { length } = run.problems;
  console.log(
    `seed ${seed}, ${run.scene}: ${length === 0 ? 'every rule held' : `${length} broken`}`,
  );
  for (const problem of run.problems) console.log(`  ${problem}`);
  return length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
