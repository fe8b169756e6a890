import { expect, test } from 'vitest';
import { faultOf } from '../../../src-shared/result.ts';
import type { Fault } from '../../../src-shared/result.ts';
import { readManifest } from './manifest.ts';

const good = { name: 'shop', version: '1', start: { server: 'server.mjs' } };

function bytesOf(value: unknown): Uint8Array {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

function faultFrom(value: unknown): Fault {
  try {
    readManifest(bytesOf(value));
  } catch (error) {
    return faultOf(error);
  }
  throw new Error(`accepted ${JSON.stringify(value)}`);
}

test('reads a whole manifest', () => {
  const manifest = readManifest(
    bytesOf({
      ...good,
      health: '/up?deep=1',
      port: 'LISTEN_PORT',
      build: { commit: '4f2a9c1', time: '2026-11-20T08:00:00Z', base: 'b 1', recipe: 'r' },
      'x-owner': { any: 'thing' },
    }),
  );
  expect(manifest).toEqual({
    name: 'shop',
    version: '1',
    start: { kind: 'node', entry: 'server.mjs' },
    healthPath: '/up?deep=1',
    portVariable: 'LISTEN_PORT',
    facts: { commit: '4f2a9c1', builtAt: '2026-11-20T08:00:00Z', base: 'b 1', recipe: 'r' },
  });
});

test('fills in health path, port variable and empty facts; accepts a command and a BOM', () => {
  const manifest = readManifest(
    bytesOf(`\uFEFF${JSON.stringify({ ...good, start: { command: ['./bin/x', '--flag', ''] } })}`),
  );
  expect(manifest.healthPath).toBe('/health');
  expect(manifest.portVariable).toBe('PORT');
  expect(manifest.facts).toEqual({});
  expect(manifest.start).toEqual({ kind: 'command', command: ['./bin/x', '--flag', ''] });
});

test.each<[string, unknown, RegExp, string?]>([
  ['empty file', '', /blockyard\.json is empty/],
  [
    'broken JSON',
    '{\n  "name": "a",\n  oops\n}',
    /not valid JSON: it breaks off at line 3, column 3/,
  ],
  ['cut off', '{"name": "a"', /not valid JSON/],
  ['a list', [], /must be one object in braces/],
  ['null', 'null', /must be one object in braces/],
  [
    'missing name',
    { version: '1', start: { server: 'a' } },
    /"name" in blockyard\.json is missing/,
    'name',
  ],
  ['name a number', { ...good, name: 7 }, /"name" .* must be a text/, 'name'],
  ['name too long', { ...good, name: 'x'.repeat(10_000) }, /longer than 200 characters/, 'name'],
  ['name with line break', { ...good, name: 'a\nb' }, /line breaks/, 'name'],
  ['name only spaces', { ...good, name: '   ' }, /only spaces/, 'name'],
  ['missing start', { name: 'a', version: '1' }, /"start" in blockyard\.json is missing/, 'start'],
  ['start a text', { ...good, start: 'server.mjs' }, /must be \{ "server"/, 'start'],
  ['both starts', { ...good, start: { server: 'a', command: ['b'] } }, /exactly one/, 'start'],
  ['neither start', { ...good, start: {} }, /exactly one/, 'start'],
  ['entry outside', { ...good, start: { server: '../a.mjs' } }, /must not leave/, 'start.server'],
  ['entry absolute', { ...good, start: { server: '/a.mjs' } }, /must be relative/, 'start.server'],
  ['command a text', { ...good, start: { command: 'x' } }, /must be a list/, 'start.command'],
  ['command empty', { ...good, start: { command: [] } }, /is empty/, 'start.command'],
  ['command outside', { ...good, start: { command: ['../x'] } }, /must not leave/, 'start.command'],
  ['health no path', { ...good, health: 'health' }, /must be a path/, 'health'],
  ['health another host', { ...good, health: '//evil/x' }, /must be a path/, 'health'],
  ['port a number', { ...good, port: 8080 }, /environment variable, in quotes/, 'port'],
  ['port reserved', { ...good, port: 'PATH' }, /the yard itself sets/, 'port'],
  ['port ours', { ...good, port: 'BLOCKYARD_BLOCK' }, /the yard itself sets/, 'port'],
  ['stateful a number', { ...good, stateful: true }, /must be a text/, 'stateful'],
  ['build time', { ...good, build: { time: 'yesterday' } }, /ISO 8601/, 'build.time'],
])('refuses %s with a sentence', (_, value, message, where) => {
  const fault = faultFrom(value);
  expect(fault.code).toBe('bad-input');
  expect(fault.message).toMatch(message);
  expect(fault.message).toContain('blockyard.json');
  expect(fault.todo).toBeTruthy();
  if (where !== undefined) expect(fault.where).toMatch(where);
});

test('says why its servers keep data, where it says so', () => {
  expect(readManifest(bytesOf({ ...good, stateful: 'its queue' })).stateful).toBe('its queue');
  expect(readManifest(bytesOf(good))).not.toHaveProperty('stateful');
});

test('an unknown field is refused with the name that was probably meant', () => {
  expect(faultFrom({ ...good, helth: '/x' }).todo).toMatch(/Did you mean "health"/);
  expect(faultFrom({ ...good, build: { comit: 'x' } })).toMatchObject({
    where: 'build.comit',
    todo: expect.stringMatching(/"commit"/) as unknown,
  });
  expect(faultFrom({ ...good, start: { sevrer: 'x' } }).todo).toMatch(/"server"/);
  expect(faultFrom({ ...good, zzzzzz: 1 }).todo).toMatch(/Known are name, version/);
  expect(faultFrom({ ...good, ['y'.repeat(10_000)]: 1 }).message.length).toBeLessThan(300);
});

test('own fields are tolerated only with their prefix, and __proto__ is no way in', () => {
  expect(readManifest(bytesOf({ ...good, start: { server: 'a', 'x-note': 1 } })).name).toBe('shop');
  const text = `{"name":"a","version":"1","start":{"server":"a"},"__proto__":{"port":"EVIL"}}`;
  try {
    expect(readManifest(bytesOf(text)).portVariable).toBe('PORT');
  } catch (error) {
    expect(faultOf(error).code).toBe('bad-input');
  }
  expect(({} as Record<string, unknown>)['port']).toBeUndefined();
});

test('markup and bidi marks in a name are plain text', () => {
  const name = '<img src=x onerror=alert(1)> \u202Egnp.exe';
  expect(readManifest(bytesOf({ ...good, name })).name).toBe(name);
});

test('refuses bytes that are not UTF-8, and a huge manifest', () => {
  expect(() => readManifest(Buffer.from([0x7b, 0xff, 0x7d]))).toThrow(/not UTF-8/);
  expect(() => readManifest(Buffer.alloc(300 * 1024, 0x20))).toThrow(/larger than 256 KiB/);
});
