import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { releaseFileJsonSchema } from './release-json-schema.ts';

const path = join(import.meta.dirname, '..', '..', 'docs', 'release-file.json');

/** Written anew by: npx blockyard release --schema > docs/release-file.json */
test('The published schema of a release file is the one that is read by', async () => {
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(releaseFileJsonSchema());
});
