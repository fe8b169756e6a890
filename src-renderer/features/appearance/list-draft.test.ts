/** What is typed of a list of pages becomes that list, or a sentence beside the field. */
import { describe, expect, it } from 'vitest';
import {
  appearanceListSchema,
  type AppearanceList,
} from '../../../src-shared/appearance-schema.ts';
import { firstList } from '../../../src-shared/appearance.ts';
import { draftOf, listOf, newPath, type ListDraft } from './list-draft.ts';

const first = draftOf(firstList);
const errorsOf = (change: Partial<ListDraft>) => {
  const read = listOf({ ...first, ...change });
  return read.kind === 'errors' ? read.errors : null;
};

const list: AppearanceList = {
  ...firstList,
  ...{ themes: ['light', 'dark'], extent: 'viewport', hosts: ['cdn.example:8443', '[::1]:80'] },
  paths: [
    {
      ...{ kind: 'page', path: '/a?b=%20c', allowsBadCertificate: true, allowsWrites: true },
      ignore: [
        { kind: 'selector', selector: '.who, footer' },
        { kind: 'area', viewport: 1280, box: { x: 1, y: 2, width: 3, height: 4 } },
      ],
    },
    { kind: 'api', path: '/api', ignore: [{ kind: 'json', path: '$.a[*].b' }, { kind: 'header', name: 'x-block' }] }, // prettier-ignore
  ],
};

describe('a list of pages', () => {
  it('comes back from what is shown of it, and is one that main takes', () => {
    for (const one of [firstList, list]) {
      expect(listOf(draftOf(one))).toEqual({ kind: 'list', list: one });
      expect(appearanceListSchema.parse(one)).toEqual(one);
    }
  });

  it.each<[string, Partial<ListDraft>]>([
    ['paths', { paths: [{ ...newPath, path: 'checkout' }] }],
    ['paths', { paths: [{ ...newPath, path: '//evil.example' }] }],
    ['paths', { paths: [{ ...newPath, path: '/\\evil.example' }] }],
    ['paths', { paths: [{ ...newPath, path: '/caf\u00e9' }] }],
    ['ignores', { paths: [{ ...newPath, kind: 'api', ignore: '.clock' }] }],
    ['sizes', { sizes: '1280' }],
    ['sizes', { sizes: '' }],
    ['sizes', { sizes: '100 x 800' }],
    ['themes', { isLight: false }],
    ['hosts', { hosts: 'https://cdn.example' }],
    ['waits', { waits: '0' }],
    ['waits', { waits: '1.5' }],
  ])('is not taken with wrong %s: %o', (part, change) => {
    const errors = errorsOf(change);
    const said = errors?.[part as keyof typeof errors];
    expect(typeof said === 'string' ? said : Object.values(said ?? {}).join('')).toMatch(/\.$/u);
  });
});
