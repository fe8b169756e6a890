/** `npm run simulate -- --commands N`: runs of drawn commands; what breaks a rule is told as the fewest that do. */
import { carelessVariants } from '../src-main/rollouts/simulation/careless-variants.ts';
import {
  runCommands,
  type CommandRuns,
  type CommandsBroken,
  type CommandsDone,
} from '../src-main/rollouts/simulation/simulated-commands.fixture.ts';
import { storyOf } from './simulate-story.ts';

export interface CommandsWanted {
  readonly runs: number;
  readonly seed: number;
  readonly variant: string | undefined;
}

/** Of one seed; the next ones follow with the next seed. */
const runsOfASeed = 250;
/** Lives share nothing, so that some wait for the disk while others go on. */
const atOnce = 4;

/** @returns the code to exit with. */
export async function manyCommands({ runs, seed, variant }: CommandsWanted): Promise<number> {
  const startedAtMs = performance.now();
  const engine = variantOf(variant);
  let next = 0;
  let done = 0;
  const found: CommandsBroken[] = [];
  const work = async (): Promise<void> => {
    while (next * runsOfASeed < runs && found.length === 0) {
      const part = { seed: seed + next, runs: Math.min(runsOfASeed, runs - next * runsOfASeed) };
      next += 1;
      const answer: CommandsDone = await runCommands(part, engine);
      done += answer.runs;
      if (answer.broken !== null) found.push(answer.broken);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const perSecond = ((done * 1000) / (performance.now() - startedAtMs)).toFixed(1);
  for (const one of found) tell(one, variant);
  console.log(
    `${done} runs of commands, seeds from ${seed} on, ${found.length} with a broken rule, ${perSecond} runs per second`,
  );
  return found.length === 0 ? 0 : 1;
}

/** One run again, with its story. */
export async function sameCommands(
  again: Omit<CommandRuns, 'runs'>,
  variant: string | undefined,
): Promise<number> {
  const { broken } = await runCommands({ ...again, runs: 1 }, variantOf(variant));
  if (broken === null) {
    console.log('every rule held');
    return 0;
  }
  console.log(storyOf(broken.run).join('\n'));
  tell(broken, variant);
  return 1;
}

function variantOf(name: string | undefined) {
  return carelessVariants.find((one) => one.name === name)?.variant ?? {};
}

function tell(
  { commands, run, seed, path, replay }: CommandsBroken,
  name: string | undefined,
): void {
  const variant = name === undefined ? '' : ` --variant ${name}`;
  const again = `npm run simulate -- --commands-seed ${seed} --commands-path ${path} --commands-replay ${replay}${variant}`;
  console.log([`${commands.length} commands:`, ...commands].join('\n  '));
  console.log([...run.problems, again].join('\n  '));
}
