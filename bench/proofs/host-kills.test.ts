import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isMissed, lineOf } from '../figure.ts';
import { provesHostKills } from './host-kills.ts';

/** Those of each run of the suite, one with its panel and one without; `npm run prove` does 20. */
const kills = 2;

// The phase has built it before.
process.env['BLOCKYARD_APP'] ??= join(import.meta.dirname, '..', '..');

it(`carries ${kills} releases through a kill of the yard host under load`, async () => {
  const figures = await provesHostKills(kills, 7);
  for (const figure of figures) process.stdout.write(`${lineOf(figure)}\n`);
  // How long is a matter of `npm run prove`, which runs alone: here two other tests run beside it.
  const judged = figures.filter(({ unit }) => unit !== 'ms');
  expect(judged.filter(isMissed).map(lineOf)).toEqual([]);
}, 900_000);
