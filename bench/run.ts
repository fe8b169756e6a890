/**
 * `npm run bench [-- subject ...]`: one line per figure, `bench/results.json`, and an exit code that is
 * not zero when a target is missed. Subjects run one after another: they would measure each other.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissed, lineOf, type Figure } from './figure.ts';
import { machineFacts, machineLine, type MachineFacts } from '../e2e/load/machine.ts';
import { subjects } from './subjects.ts';

interface Results {
  readonly machine: MachineFacts;
  readonly figures: readonly (Figure & { readonly measuredAt: string })[];
}

/** Load average of an idle machine after a build. */
const busyLoad = 1.5;
const resultsPath = join(import.meta.dirname, 'results.json');

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !subjects.some((subject) => subject.name === name));
  if (unknown.length > 0) {
    const known = subjects.map((subject) => subject.name).join(', ');
    console.error(`There is no bench called ${unknown.join(', ')}: choose from ${known}.`);
    return 2;
  }
  const wanted = subjects.filter(({ name }) => names.length === 0 || names.includes(name));
  const machine = machineFacts();
  console.log(machineLine(machine));
  if (machine.loadBefore > busyLoad) {
    console.log('# Others are at work on this machine: every time below is worse for it.');
  }
  const figures: Results['figures'][number][] = [];
  let broken = 0;
  for (const subject of wanted) {
    try {
      for (const figure of await subject.measure()) {
        console.log(lineOf(figure));
        figures.push({ ...figure, measuredAt: new Date().toISOString() });
      }
    } catch (error) {
      broken += 1;
      console.log(`${subject.name} could not be measured MISSED`);
      console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
  await writeResults({ machine, figures }, names.length === 0);
  const missed = figures.filter(isMissed);
  const sum = `${figures.length} figures, ${missed.length} missed, ${broken} subjects not measured`;
  console.log(missed.length === 0 ? sum : `${sum}: ${missed.map(({ name }) => name).join(', ')}`);
  return missed.length + broken === 0 ? 0 : 1;
}

/** A run of some subjects keeps what was measured of the others before. */
async function writeResults(results: Results, isWhole: boolean): Promise<void> {
  const before = isWhole ? [] : await figuresBefore();
  const measured = new Set(results.figures.map(({ name }) => name));
  const kept = before.filter(({ name }) => !measured.has(name));
  const all: Results = { ...results, figures: [...kept, ...results.figures] };
  await writeFile(resultsPath, `${JSON.stringify(all, null, 2)}\n`);
}

async function figuresBefore(): Promise<Results['figures']> {
  try {
    return (JSON.parse(await readFile(resultsPath, 'utf8')) as Results).figures;
  } catch {
    return [];
  }
}

// An interrupted bench still ends what it started: see newYardFolder.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(130));
}
process.exit(await main(process.argv.slice(2)));
