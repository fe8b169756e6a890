import { expect, test } from 'vitest';
import { cliLine, releaseScript } from './cli-line.ts';
import { asYardId, asBlockId, asImageId } from './ids.ts';
import { aFleet } from './fleet.fixture.ts';
import { usualTerms } from './release.ts';

const fleet = aFleet();
const [first] = fleet.generations;
const local = asYardId('local');

test('Each change has its line, with names that a shell takes as one word', () => {
  if (first === undefined) throw new Error('The fleet has no generation.');
  const line = (wish: Parameters<typeof cliLine>[2], yard = local) => cliLine(yard, fleet, wish);
  const to = first.id;
  expect(line({ kind: 'cut-over', to, expectedRevision: 1 })).toBe(`blockyard cutover v001 --fleet ${fleet.id}`); // prettier-ignore
  expect(line({ kind: 'revert', to })).toBe(`blockyard revert --to ${to} --fleet ${fleet.id}`);
  expect(line({ kind: 'retire', generation: to, typedName: '' })).toContain(`retire v001 --confirm ${to}`); // prettier-ignore
  expect(line({ kind: 'scale', generation: to, size: 7 })).toContain('scale v001 --size 7');
  expect(line({ kind: 'replace', generation: to, block: asBlockId('b 1;rm') })).toContain("replace 'b 1;rm'"); // prettier-ignore
  expect(line({ kind: 'launch', image: asImageId('sha256:ab'), size: 2 }, asYardId('aws-1'))).toBe(
    `blockyard --yard aws-1 launch sha256:ab --size 2 --fleet ${fleet.id}`,
  );
});

test('A release is its file', () => {
  const image = asImageId('sha256:ab');
  const wish = { kind: 'release', source: { kind: 'image', image, size: 4 }, terms: usualTerms, expectedRevision: 1 } as const; // prettier-ignore
  const text = releaseScript(local, fleet, wish);
  expect(text).toContain('blockyard: 1\nyard: "local"\n');
  expect(text).toContain(`fleet: ${JSON.stringify(fleet.id)}`);
  expect(text).toContain('image: "sha256:ab"\nsize: 4\n');
});
