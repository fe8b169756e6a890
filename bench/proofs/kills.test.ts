import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isMissed, lineOf } from '../figure.ts';
import { provesKills } from './kills.ts';

/** Those of each run of the suite, on three yards beside each other; `npm run prove` does 200. */
const releases = 8;

// The phase has built it before.
process.env['BLOCKYARD_APP'] ??= join(import.meta.dirname, '..', '..');

it(`carries ${releases} whole releases through kills of the panel under load`, async () => {
  const figures = await provesKills(releases, 7);
  for (const figure of figures) process.stdout.write(`${lineOf(figure)}\n`);
  expect(figures.filter(isMissed).map(lineOf)).toEqual([]);
}, 900_000);
