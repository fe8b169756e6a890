import { describe, expect, it } from 'vitest';
import type { GenerationFacts } from '../yards/port.ts';
import { maskSecrets } from '../masking/mask-secrets.ts';
import { secretMark } from '../masking/secret-mark.ts';
import { anAmi } from './ami.fixture.ts';
import { compareGenerations } from './compare-generations.ts';

const mark = secretMark(new Uint8Array(32));
const userData = (version: string, password: string): string =>
  maskSecrets(
    `#!/bin/sh\nset -eu\n# one\n# two\n# three\n# four\nexport VERSION=${version}\nexport DB_PASSWORD=${password}\nexec /srv/app\n`,
    mark,
  );
const usualFacts = [
  { fact: 'Instance type', value: 't3.small' },
  { fact: 'Zones', value: 'eu-central-1a 2, eu-central-1b 2' },
  { fact: 'Metadata tokens', value: 'required' },
  { fact: 'Launch template version', value: '3' },
];
const usualTexts = [{ title: 'User data', text: userData('1', 'hunter2') }];

interface Told {
  readonly image?: null;
  readonly label?: string;
  readonly missing?: readonly string[];
  readonly unread?: readonly string[];
  readonly facts?: readonly { readonly fact: string; readonly value: string }[];
  readonly texts?: readonly { readonly title: string; readonly text: string }[];
}
/** Its facts are one part, its texts another one. */
const generation = ({ facts, texts, ...change }: Told = {}): GenerationFacts => ({
  label: 'v001',
  image: anAmi(),
  facts: (facts ?? usualFacts).map((fact) => ({ ...fact, part: 'servers' })),
  texts: (texts ?? usualTexts).map((text) => ({ ...text, part: 'userData' })),
  ...{ missing: [], unread: [] },
  ...change,
});
const compare = (b: Told) =>
  compareGenerations(generation(), generation({ label: 'v002', ...b }), 0);

describe('compareGenerations', () => {
  it('has nothing to say about the same recipe and image', () => {
    const same = compare({});
    expect(same.rows.filter((row) => row.change !== 'equal' || row.danger !== null)).toEqual([]);
    expect(same.texts).toEqual([{ title: 'User data', lines: [] }]);
    expect(same.missing).toEqual([]);
  });

  it('marks what hurts in a recipe', () => {
    const { rows } = compare({
      facts: [
        { fact: 'Instance type', value: 't3.medium' },
        { fact: 'Zones', value: 'eu-central-1a 4' },
        { fact: 'Metadata tokens', value: 'optional' },
        { fact: 'Launch template version', value: '$Latest' },
        { fact: 'constructor', value: 'hostile' },
      ],
    });
    expect(rows.slice(0, 5).map((row) => [row.fact, row.danger !== null])).toEqual([
      ['Zones', true],
      ['Metadata tokens', true],
      ['Launch template version', true],
      ['Instance type', false],
      ['constructor', false],
    ]);
  });

  it('shows texts with three lines around, and that a masked value changed, never its mark', () => {
    const [text] = compare({ texts: [{ title: 'User data', text: userData('2', 'other') }] }).texts;
    expect(text?.lines.map(({ kind, text: line }) => `${kind} ${line}`)).toEqual([
      'gap 3 equal lines',
      'same # two',
      'same # three',
      'same # four',
      'removed export VERSION=1',
      'removed export DB_PASSWORD=\u2022\u2022\u2022\u2022 (changed)',
      'added export VERSION=2',
      'added export DB_PASSWORD=\u2022\u2022\u2022\u2022 (changed)',
      'same exec /srv/app',
    ]);
  });

  it('does not call a secret changed that is equal', () => {
    const [text] = compare({
      texts: [{ title: 'User data', text: userData('2', 'hunter2') }],
    }).texts;
    const lines = text?.lines.map(({ text: line }) => line) ?? [];
    expect(lines).toContain('export DB_PASSWORD=\u2022\u2022\u2022\u2022');
    expect(lines.join('\n')).not.toMatch(/changed|\u27e8/u);
  });

  it('tells a changed secret also where the other side has this one in another place', () => {
    const secrets = (...all: string[]): Told => ({
      texts: [{ title: 'T', text: maskSecrets(all.map((one) => `export DB_PASSWORD=${one}`).join('\n'), mark) }], // prettier-ignore
    });
    const [text] = compareGenerations(
      generation(secrets('hunter2', 'other')),
      generation(secrets('hunter2', 'hunter2')),
      0,
    ).texts;
    expect(text?.lines.map(({ kind, text: line }) => `${kind} ${line}`)).toEqual([
      'same export DB_PASSWORD=\u2022\u2022\u2022\u2022',
      'removed export DB_PASSWORD=\u2022\u2022\u2022\u2022 (changed)',
      'added export DB_PASSWORD=\u2022\u2022\u2022\u2022 (changed)',
    ]);
  });

  it('says what is missing, and compares no image with nothing', () => {
    const { missing, rows } = compare({ image: null, missing: ['User data was not read.'] });
    expect(missing).toEqual([
      'v002: User data was not read.',
      'v002: its image is not known to the yard.',
      'The images are not compared.',
    ]);
    expect(rows.map((row) => row.fact)).toEqual([
      ...['Instance type', 'Zones', 'Metadata tokens', 'Launch template version'],
    ]);
  });

  it('calls nothing removed that was not read, and warns of nothing by it', () => {
    const lost = { facts: [{ fact: 'Instance type', value: 't3.small' }], texts: [] };
    const because = ['Its servers were not read. Slow down.'];
    const { rows, texts, missing } = compare({
      ...lost,
      ...{ unread: ['servers', 'userData'], missing: because },
    });
    expect(rows.filter((row) => row.change !== 'equal' || row.danger !== null)).toEqual([]);
    expect(rows.map((row) => row.fact)).toContain('Instance type');
    expect(texts).toEqual([]);
    expect(missing).toEqual([
      'v002: Its servers were not read. Slow down.',
      'v002: not read, so not compared: Zones, Metadata tokens, Launch template version, User data.',
    ]);
    // The control: read and not there, it is removed and hurts.
    const read = compare(lost);
    expect(read.rows.find((row) => row.fact === 'Metadata tokens')).toMatchObject({ change: 'removed', danger: expect.stringContaining('IMDSv2') as string }); // prettier-ignore
    expect(read.texts[0]?.lines).not.toEqual([]);
    expect(read.missing).toEqual([]);
    // And the other way round: what was not read on the left was not added.
    const added = compareGenerations(
      generation({ ...lost, unread: ['servers', 'userData'] }),
      generation({ label: 'v002' }),
      0,
    );
    expect(added.rows.filter((row) => row.change !== 'equal')).toEqual([]);
    expect(added.missing).toHaveLength(1);
  });

  it('stays quick and short for texts that differ throughout', () => {
    const lines = (seed: number): string =>
      Array.from({ length: 30_000 }, (_, index) => String(index * seed)).join('\n');
    const startedAt = performance.now();
    const [text] = compareGenerations(
      generation({ texts: [{ title: 'T', text: lines(3) }] }),
      generation({ texts: [{ title: 'T', text: lines(7) }] }),
      0,
    ).texts;
    expect(text?.lines).toHaveLength(1);
    expect(text?.lines[0]?.text).toMatch(/^They differ, in too much to show/u);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});
