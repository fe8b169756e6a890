import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asImageId } from '../../src-shared/ids.ts';
import type { Image } from '../../src-shared/image.ts';
import { compareImages } from './compare-images.ts';

const first: Image = {
  id: asImageId(`sha256:${'1'.repeat(64)}`),
  name: 'storefront',
  version: '1.0.0',
  start: { kind: 'node', entry: 'server.mjs' },
  healthPath: '/health',
  portVariable: 'PORT',
  facts: {
    commit: 'abc',
    builtAt: '2026-03-01T10:00:00Z',
    base: 'node:22.3-slim',
    recipe: 'build.yml',
  },
  fileCount: 12,
  bytes: 3_400_000,
  importedAtMs: 0,
};
const second: Image = {
  ...first,
  id: asImageId(`sha256:${'2'.repeat(64)}`),
  version: '1.1.0',
  facts: { ...first.facts, commit: 'def', builtAt: '2026-03-09T10:00:00Z' },
  fileCount: 14,
  bytes: 3_910_000,
};

const dangers = (a: Image, b: Image): string[] =>
  compareImages(a, b, 0)
    .rows.filter((row) => row.danger !== null)
    .map((row) => row.fact);
const row = (a: Image, b: Image, fact: string) =>
  compareImages(a, b, 0).rows.find((one) => one.fact === fact);

describe('compareImages', () => {
  it('puts what changed first and tells amounts in words', () => {
    const { rows, a, b } = compareImages(first, second, 0);
    expect([a, b]).toEqual(['storefront 1.0.0', 'storefront 1.1.0']);
    expect(rows.filter((one) => one.change !== 'equal').map((one) => one.fact)).toEqual(
      rows.slice(0, 6).map((one) => one.fact),
    );
    expect(rows.slice(0, 6).map((one) => one.fact)).toEqual([
      'Version',
      'Content',
      'Build time',
      'Commit',
      'Number of files',
      'Size',
    ]);
    expect(row(first, second, 'Number of files')?.b).toBe('14 (2 more)');
    expect(row(first, second, 'Size')?.b).toBe('3.9 MB (510 kB more, +15 %)');
    expect(row(first, second, 'Build time')?.b).toBe('2026-03-09 10:00 UTC');
    expect(dangers(first, second)).toEqual([]);
  });

  it('has nothing to say about the same image', () => {
    const { rows } = compareImages(first, first, 0);
    expect(rows.every((one) => one.change === 'equal' && one.danger === null)).toBe(true);
  });

  it.each<[string, Image, string]>([
    [
      'an older build',
      { ...second, facts: { ...second.facts, builtAt: '2026-02-01T00:00:00Z' } },
      'Build time',
    ],
    ['the same version with other content', { ...second, version: '1.0.0' }, 'Content'],
    ['an older base', { ...second, facts: { ...second.facts, base: 'node:20.11-slim' } }, 'Base'],
    [
      'another way of starting',
      { ...second, start: { kind: 'command', command: ['./serve'] } },
      'Start',
    ],
    ['another health path', { ...second, healthPath: '/up' }, 'Health path'],
    ['another port variable', { ...second, portVariable: 'HTTP_PORT' }, 'Port variable'],
    ['another name', { ...second, name: 'billing' }, 'Name'],
    ['half of it missing', { ...second, bytes: 1_000_000 }, 'Size'],
  ])('marks %s', (_, image, fact) => {
    expect(dangers(first, image)).toEqual([fact]);
    expect(compareImages(first, image, 0).rows[0]?.fact).toBe(fact);
  });

  it('does not mark a newer base or another one', () => {
    for (const base of ['node:22.4-slim', 'node:24.0-slim', 'alpine:3', 'node:22.3']) {
      expect(dangers(first, { ...second, facts: { ...second.facts, base } })).toEqual([]);
    }
  });

  it('tells facts that came or went', () => {
    const bare: Image = { ...second, facts: {} };
    expect(row(first, bare, 'Commit')).toMatchObject({ b: null, change: 'removed' });
    expect(row(bare, first, 'Commit')).toMatchObject({ a: null, change: 'added' });
  });

  it('makes hostile text harmless and short, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const hostile = { commit: text, builtAt: text, base: text, recipe: text };
        const image: Image = { ...second, name: text, version: text, facts: hostile };
        for (const { a, b } of compareImages(first, image, 0).rows) {
          for (const shown of [a, b]) {
            expect((shown ?? '').length).toBeLessThanOrEqual(1000);
            expect(shown ?? '').not.toMatch(/[\u0000-\u001f\u202e\u2066]/u);
          }
        }
      }),
    );
  });
});
