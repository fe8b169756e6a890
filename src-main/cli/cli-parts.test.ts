import { join } from 'node:path';
import { expect, test } from 'vitest';
import { completionFor } from './completion.ts';
import { exitCodeFor, exitCodeOf, exitCodes } from './exit-code.ts';
import { usualDataFolder } from './places.ts';
import { table } from './table.ts';
import { createTerminal } from './terminal.ts';

test('The yards of the panel are found where Electron keeps its data', () => {
  expect(usualDataFolder('linux', {}, '/home/a')).toBe('/home/a/.config/Blockyard');
  expect(usualDataFolder('linux', { XDG_CONFIG_HOME: '/c' }, '/home/a')).toBe('/c/Blockyard');
  expect(usualDataFolder('darwin', {}, '/u/a')).toBe('/u/a/Library/Application Support/Blockyard');
  expect(usualDataFolder('win32', { APPDATA: '/r' }, '/u')).toBe('/r/Blockyard');
  expect(usualDataFolder('linux', { BLOCKYARD_DATA: '/d' }, '/home/a')).toBe('/d');
  // The host that is started there runs in another folder.
  expect(usualDataFolder('linux', { BLOCKYARD_DATA: 'd' }, '/home/a')).toBe(
    join(process.cwd(), 'd'),
  );
});

test('Columns stand below each other, and outside text cannot break a line or turn it around', () => {
  expect(table([['A', 'BB'], ['long\nname', 'x\u202e'], ['', 'y']])).toBe(
    'A          BB\nlong\ufffdname  x\ufffd\n           y',
  ); // prettier-ignore
});

test('Every end has a code, and only good ones are zero', () => {
  const kinds = ['verified', 'accepted', 'done', 'stopped', 'failed', 'overtaken', 'handed-over'] as const; // prettier-ignore
  expect(kinds.map(exitCodeOf)).toEqual([0, 6, 0, 5, 1, 5, 0]);
  expect(exitCodeFor({ code: 'refused' })).toBe(exitCodes.refused);
  expect(exitCodeFor({ code: 'signed-out' })).toBe(exitCodes.unreachable);
  expect(exitCodeFor({ code: 'internal' })).toBe(exitCodes.failed);
});

test('Machines get one object a line on one stream; people get answers and news apart', () => {
  const said = { out: '', err: '' };
  const streams = { out: (text: string) => (said.out += text), err: (text: string) => (said.err += text) }; // prettier-ignore
  const machine = createTerminal(streams, true);
  machine.tell('progress', { a: 1 }, 'half');
  machine.answer('done', { b: '\n' }, () => 'text');
  machine.fault({ code: 'refused', message: 'No.' });
  expect(said).toEqual({ err: '', out: '{"event":"progress","a":1}\n{"event":"done","b":"\\n"}\n{"event":"fault","fault":{"code":"refused","message":"No."}}\n' }); // prettier-ignore
  said.out = '';
  const people = createTerminal(streams, false);
  people.tell('progress', {}, 'half');
  people.answer('done', {}, () => 'two\nlines');
  people.fault({ code: 'refused', message: 'No.', todo: 'Wait.' });
  expect(said).toEqual({ out: 'two\nlines\n', err: 'half\nblockyard: No. Wait.\n' });
});

test('Completion knows each command with what may follow it', () => {
  const root = { name: 'blockyard', options: ['--json'], commands: [{ name: 'fleet', options: [], commands: [{ name: 'ls', options: [], commands: [] }] }] }; // prettier-ignore
  expect(completionFor('bash', root)).toContain("'fleet') words='ls'");
  expect(completionFor('zsh', root)).toMatch(/^#compdef blockyard/u);
  expect(completionFor('fish', root)).toContain('-a ls');
});
