import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import { markerDeclarationSchema } from '../../../src-shared/marker.ts';
import { draftOf, markerErrors, markerOf, type MarkerDraft } from './marker-draft.ts';
import { markerWords } from './marker-words.ts';

const blue = asGenerationId('web-blue/1');
const green = asGenerationId('web-green/2');
const gone = asGenerationId('web-red/3');
const shown = [blue, green];
const empty = draftOf({ kind: 'none' }, shown);
const complete: MarkerDraft = {
  ...{ kind: 'header', main: 'x-app-version', after: '', path: '/', host: '' },
  ...{ values: new Map(shown.map((id) => [id, ''])), others: [] },
};
const errorsOf = (part: Partial<MarkerDraft>) =>
  markerErrors({ ...complete, ...part }, (id) => id.split('/')[0] ?? '');

describe('the marker form', () => {
  it('gives back what it was opened with, also what it has no field for', () => {
    const text = fc.string({ minLength: 1, maxLength: 12 }).filter((value) => value.trim() === value); // prettier-ignore
    const meaning = fc.dictionary(
      text.filter((value) => value !== '__proto__'),
      fc.constantFrom(blue, green, gone),
      { maxKeys: 6, noNullPrototype: true },
    );
    fc.assert(
      fc.property(meaning, fc.constantFrom(null, 'shop.example.com'), (meant, host) => {
        const asking = { path: '/version', host, meaning: meant };
        for (const carrier of [
          { kind: 'header', name: 'x-app' },
          { kind: 'json', member: 'build.version' },
          { kind: 'text', before: ' v', after: '' },
        ] as const) {
          const marker = markerDeclarationSchema.parse({ ...carrier, ...asking });
          expect(markerOf(draftOf(marker, shown))).toEqual(marker);
        }
      }),
    );
  });

  it('is complete with a name alone, and says nothing of what is still empty', () => {
    expect(markerOf(complete)).toMatchObject({ name: 'x-app-version', host: null, meaning: {} });
    expect(markerOf({ ...complete, main: '' })).toBeNull();
    expect(errorsOf({ main: '' })).toEqual({ values: new Map() });
    expect(markerOf(empty)).toEqual({ kind: 'none' });
    expect([...empty.values.keys()]).toEqual(shown);
  });

  it.each([
    [{ main: 'x app' }, { main: /Letters, digits and dashes/u }],
    [{ kind: 'json', main: 'build..version' }, { main: /one dot between/u }],
    [{ kind: 'text', main: 'x'.repeat(201) }, { main: /200/u }],
    [{ kind: 'text', main: 'v', after: 'x'.repeat(201) }, { after: /200/u }],
    [{ path: 'version' }, { path: /begins with \// }],
    [{ path: 'http://x/version' }, { path: /path alone/u }],
    [{ host: 'https://shop.example.com' }, { host: /no http/u }],
    [{ host: 'shop.example.com:8080' }, { host: /no port/u }],
  ] as const)('says what is wrong with %o, and saves nothing', (part, expected) => {
    const [[field, pattern]] = Object.entries(expected) as [[keyof typeof expected, RegExp]];
    expect(errorsOf(part)[field]).toMatch(pattern);
    expect(markerOf({ ...complete, ...part })).toBeNull();
  });

  it('lets no value mean two generations', () => {
    const values = new Map([[blue, 'a'], [green, 'a ']]); // prettier-ignore
    expect(errorsOf({ values }).values.get(green)).toBe('web-blue has this value too.');
    expect(markerOf({ ...complete, values })).toBeNull();
    const others = [{ value: 'a', generation: gone }];
    const one = new Map([[blue, 'a']]);
    expect(errorsOf({ values: one, others }).values.get(blue)).toBe('web-red has this value too.');
    expect(markerOf({ ...complete, values: one })).toMatchObject({ meaning: { a: blue } });
  });

  it('says in words what was declared', () => {
    const marker = markerOf({ ...complete, host: 'a.example', values: new Map([[blue, 'x']]) });
    expect(marker === null ? '' : markerWords(marker)).toBe(
      'header x-app-version of / at a.example; 1 value is declared',
    );
  });
});
