import { describe, expect, it } from 'vitest';
import { asGenerationId, asImageId } from '../../../../src-shared/ids.ts';
import { markerDeclarationSchema } from '../../../../src-shared/marker.ts';
import { generationOfMarker, markerValueOf } from './marker.ts';

const asking = { path: '/', host: null, meaning: {} };
const response = {
  headers: { 'x-version': ' v2 ' },
  body: '{"build":{"version":7,"list":["a"]},"__proto__":{"x":1}}',
};
const generations = [
  { id: asGenerationId('web-v1/aa'), number: 1, image: asImageId('ami-1') },
  { id: asGenerationId('web-blue/bb'), number: 2, label: 'blue', image: asImageId('ami-2') },
  { id: asGenerationId('web-v3/cc'), number: 3, image: asImageId('ami-2') },
];
const generationOf = (value: string, meaning = {}) =>
  generationOfMarker(value, meaning, generations, (image) =>
    image === 'ami-1' ? '4.1.0' : undefined,
  );

describe('the marker of a response', () => {
  it('is found in a header, in JSON, and between two texts', () => {
    expect(markerValueOf({ kind: 'header', name: 'X-Version', ...asking }, response)).toBe('v2');
    const json = (member: string) => markerValueOf({ kind: 'json', member, ...asking }, response);
    expect(json('build.version')).toBe('7');
    expect(json('build.list.0')).toBe('a');
    expect(json('build.list')).toBeNull();
    expect(json('build.missing')).toBeNull();
    expect(json('constructor.name')).toBeNull();
    const text = (before: string, after: string, body: string) =>
      markerValueOf({ kind: 'text', before, after, ...asking }, { headers: {}, body });
    expect(text('<b>', '</b>', 'x <b>v9</b> y')).toBe('v9');
    expect(text('version: ', '', 'version: v9\nmore')).toBe('v9');
    expect(text('version: ', '', 'version: v9')).toBe('v9');
    expect(text('<b>', '</b>', 'x <b>v9')).toBeNull();
    expect(text('<b>', '</b>', `<b>${'x'.repeat(400)}</b>`)).toBeNull();
  });

  it('is no marker in a page that is no JSON', () => {
    const page = { headers: {}, body: '<html>' };
    expect(markerValueOf({ kind: 'json', member: 'a', ...asking }, page)).toBeNull();
  });

  it('names a generation by everything that it is called', () => {
    for (const name of ['web-v1/aa', 'web-v1', '1', 'v1', 'v001', 'ami-1', '4.1.0']) {
      expect(generationOf(name)).toBe('web-v1/aa');
    }
    expect(generationOf('blue')).toBe('web-blue/bb');
  });

  it('names none when two are called so, or none is', () => {
    expect(generationOf('ami-2')).toBeNull();
    expect(generationOf('nobody')).toBeNull();
    expect(generationOf('ami-2', { 'ami-2': 'web-v3/cc' })).toBe('web-v3/cc');
    expect(generationOf('toString', {})).toBeNull();
    expect(generationOf('x', { x: 'gone' })).toBeNull();
  });

  it('can be declared only as something that is safe to ask', () => {
    const marker = { kind: 'header', name: 'x-v' };
    expect(markerDeclarationSchema.parse(marker)).toEqual({ ...marker, ...asking });
    expect(markerDeclarationSchema.parse({ kind: 'none' })).toEqual({ kind: 'none' });
    const json = { kind: 'json', member: 'build.version' };
    expect(markerDeclarationSchema.parse(json)).toEqual({ ...json, ...asking });
    const text = { kind: 'text', before: 'version: ', after: '' };
    expect(markerDeclarationSchema.parse(text)).toEqual({ ...text, ...asking });
    const whole = {
      ...json,
      path: '/v?x=1',
      host: 'www.example.com',
      meaning: { '7': 'web-v1/aa' },
    };
    expect(markerDeclarationSchema.parse(whole)).toEqual(whole);
    for (const wrong of [
      { ...json, member: '' },
      { ...text, before: '' },
      { ...json, meaning: { x: 1 } },
      { kind: 'cookie', name: 'x' },
      { ...marker, path: '/a b' },
      { ...marker, path: 'x' },
      { ...marker, host: 'a\r\nb' },
      { ...marker, name: 'x:y' },
    ]) {
      expect(markerDeclarationSchema.safeParse(wrong).success).toBe(false);
    }
  });
});
