/**
 * `npm run prove [-- races=N kills=N host-kills=N aws-scenes=N seed=S]`: proofs that take too long for every test run. Prints one line per
 * figure, writes them to docs/proofs.md when all was proven, and ends with a code that is not zero else.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissed, lineOf, type Figure } from './figure.ts';
import { machineFacts, machineLine } from '../e2e/load/machine.ts';
import { provesAwsScenes } from './proofs/aws-scenes.ts';
import { provesHostKills } from './proofs/host-kills.ts';
import { provesKills } from './proofs/kills.ts';
import { provesRaces } from './proofs/races.ts';

const resultPath = join(import.meta.dirname, '..', 'docs', 'proofs.md');

async function main(args: readonly string[]): Promise<number> {
  const order = { races: 200, kills: 200, 'host-kills': 20, 'aws-scenes': 1, seed: 1 };
  for (const argument of args) {
    const [, name, value] =
      /^(races|kills|host-kills|aws-scenes|seed)=(\d{1,9})$/u.exec(argument) ?? [];
    if (name === undefined || value === undefined) {
      console.error(
        `"${argument}" is not understood: write races=N, kills=N, host-kills=N, aws-scenes=0 or seed=S.`,
      );
      return 2;
    }
    order[name as keyof typeof order] = Number(value);
  }
  const machine = machineLine(machineFacts());
  console.log(machine);
  const figures: Figure[] = [];
  const proofs = [
    () => provesRaces(order.races, order.seed),
    () => provesKills(order.kills, order.seed),
    () => provesHostKills(order['host-kills'], order.seed),
    () => (order['aws-scenes'] === 0 ? Promise.resolve([]) : provesAwsScenes()),
  ];
  for (const proof of proofs) {
    const proven = await proof();
    for (const figure of proven) console.log(lineOf(figure));
    figures.push(...proven);
  }
  if (figures.some(isMissed)) return 1;
  await writeFile(resultPath, pageOf(machine, figures));
  return 0;
}

function pageOf(machine: string, figures: readonly Figure[]): string {
  return `# Proofs

Written by \`npm run prove\` on ${new Date().toISOString().slice(0, 10)}: ${machine.slice(2)}.

Two engines in processes of their own press at nearly the same moment on one local yard (bench/proofs/races.ts): two
cutovers to different generations, two to the same one, or a cutover and a revert. The yard's own counter says how many
writes there were. The control is the same with engines that hold nothing and bind no write: it has to be caught.

Then whole releases under load on three yards beside each other - launched, proved, moved in two shares, baked - with the
panel killed by SIGKILL (bench/proofs/kills.ts): right before or right after one of its writes to the journal, for which the next
release takes the next place, and then at a random moment. The next panel goes on. Then the old generation is retired, and
in each fifth a block is replaced, with a kill in each, at a place in the journal and at random in turn. Each run of the
suite does 8 releases.

Then releases with a kill of the yard host at a random moment, in each second together with its panel
(bench/proofs/host-kills.ts). The host is started again and the release goes on. Entry and blocks die with their host: a request
that was under way between the kill and the first good answer after it is counted apart, and all others have to be
answered. The control is the count with nothing apart: it has to find losses. Each run of the suite does 2 of them.

Then the engine's scenarios on the AWS lab (bench/proofs/aws-scenes.ts): cutovers under load, releases by shares, waits that end badly,
panels that die in the middle, with generations of servers and then with generations of auto scaling groups. Each run of the
suite has them with servers, and the contract of yards with both.

\`\`\`
${figures.map(lineOf).join('\n')}
\`\`\`
`;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(130));
}
process.exit(await main(process.argv.slice(2)));
