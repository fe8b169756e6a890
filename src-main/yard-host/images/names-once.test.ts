import { expect, test } from 'vitest';
import { faultOf } from '../../../src-shared/result.ts';
import { readManifest } from './manifest.ts';
import { refuseNamesTwice } from './names-once.ts';

function said(text: string): string {
  const bytes = Buffer.from(text);
  // Known to be whole before: what is refused here is read, and has been.
  readManifest(bytes);
  try {
    refuseNamesTwice(bytes);
    return 'nothing';
  } catch (error) {
    const { message, where } = faultOf(error);
    return `${message} (${where ?? ''})`;
  }
}

const start = '"start": { "server": "server.mjs" }';

test('tells the name that stands twice in one object, and both lines', () => {
  expect(said(`{\n  "name": "a",\n  "version": "1",\n  ${start},\n  "version": "2"\n}`)).toBe(
    '"version" stands twice in blockyard.json, in line 3 and in line 5. ("version")',
  );
  expect(
    said(`{ "name": "a", "version": "1", ${start}, "build": { "commit": "x", "commit": "y" } }`),
  ).toBe('"build.commit" stands twice in blockyard.json, in line 1. ("build.commit")');
  // As JSON reads them they are one.
  expect(said(`{ "name": "a", "n\\u0061me": "b", "version": "1", ${start} }`)).toContain('"name"');
});

test('takes no offence at a name that is there once in each of two objects, or in a text', () => {
  const texts = [
    `{ "name": "name", "version": "\\"name\\": 1, {", ${start} }`,
    `{ "name": "a", "version": "1", ${start}, "x-a": [{ "b": 1 }, { "b": [2, "b"] }], "x-b": { "b": "b" } }`,
    `{ "name": "a", "version": "1", "start": { "command": ["name", "name"] } }`,
  ];
  expect(texts.map(said)).toEqual(['nothing', 'nothing', 'nothing']);
});

test('is quick with as much as a manifest may hold', () => {
  const many = Array.from({ length: 20_000 }, (_, at) => `"x${String(at)}":1`).join(',');
  const begunMs = performance.now();
  refuseNamesTwice(Buffer.from(`{${many}}`));
  refuseNamesTwice(Buffer.from('['.repeat(200_000)));
  expect(performance.now() - begunMs).toBeLessThan(1000);
});
