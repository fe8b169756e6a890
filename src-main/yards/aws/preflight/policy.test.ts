import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { awsOperations, signInOperations } from './operations.ts';
import { policyOf, policyText } from './policy.ts';

const awsFolder = join(import.meta.dirname, '..');

/** Every `XCommand` and `paginateX` that a file which ships imports from a client of the SDK. */
function usedIn(source: string): readonly string[] {
  const imports = source.matchAll(/import\s*\{([^}]*)\}\s*from '@aws-sdk\/client-/g);
  return [...imports].flatMap(([, names = '']) =>
    [...names.matchAll(/\b(?:([A-Z]\w+)Command|paginate([A-Z]\w+))\b(?!Input|Output)/g)].map(
      ([, command, paged]) => command ?? paged ?? '',
    ),
  );
}

const used = new Set(
  readdirSync(awsFolder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(path))
    .flatMap((path) => usedIn(readFileSync(join(awsFolder, path), 'utf8'))),
);
const listed = [...awsOperations, ...signInOperations].map(({ action }) => action);

it('is the file in docs (run vitest with -u to write it again)', async () => {
  await expect(policyText()).toMatchFileSnapshot('../../../../docs/iam-policy.json');
});

it('lists every operation that the code uses', () => {
  expect(usedIn("import { AwfulCommand, paginateBad } from '@aws-sdk/client-ec2'")).toEqual(['Awful', 'Bad']); // prettier-ignore
  expect(used.size).toBeGreaterThan(5);
  expect([...used].filter((action) => !listed.includes(action))).toEqual([]);
});

it('lists nothing that the code does not use', () => {
  expect(listed.filter((action) => !used.has(action))).toEqual([]);
});

it('grants mutations on traffic and claims only, each on named resources', () => {
  const statements = policyOf().Statement;
  const wide = statements
    .filter(({ Resource }) => Resource === '*')
    .flatMap(({ Action }) => Action);
  expect(wide.filter((action) => !/:(Describe|Get)/.test(action))).toEqual([]);
  const all = statements.flatMap(({ Action }) => Action);
  expect(all.filter((action) => /:(Run|Terminate|Create|Pass)/.test(action))).toEqual([]);
  expect(new Set(all).size).toBe(all.length);
});
