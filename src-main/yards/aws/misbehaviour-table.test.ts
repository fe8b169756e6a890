/** The table of what AWS does wrong names tests: each of them has to be there, under that title. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8');

it('names tests that exist, and for each way of misbehaving at least one', async () => {
  const text = await read('docs/aws-misbehaviour.md');
  const rows = text.split('\n').filter((line) => /^\| (?!what happens|---)/u.test(line));
  expect(rows.length).toBeGreaterThan(40);
  const missing: string[] = [];
  for (const row of rows) {
    const named = [...row.matchAll(/`([^`]+\.test\.ts)`: "([^"]+)"/gu)];
    if (named.length === 0) missing.push(row.slice(0, 80));
    for (const [, path = '', title = ''] of named) {
      const source = await read(path).catch(() => '');
      if (!source.includes(`'${title}'`)) missing.push(`${path}: ${title}`);
    }
  }
  // What nobody can see from here has none.
  expect(missing).toEqual([
    '| A change of a database makes the old generation useless | Blockyard cannot see',
  ]);
});
