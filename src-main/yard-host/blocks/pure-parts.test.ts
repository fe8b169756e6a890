import { expect, test } from 'vitest';
import { blockEnvironment } from './block-environment.ts';
import { exitReason } from './exit-reason.ts';
import type { ExitStory } from './exit-reason.ts';
import { openPortPool, usableRanges } from './free-port.ts';
import { lastWordsOf, saysPortTaken } from './last-words.ts';
import type { LogLine } from './log-tail.ts';
import { signalOfShellCode } from './spawned-block.ts';

const order = {
  portVariable: 'PORT',
  port: 21_000,
  block: 'b',
  generation: 'g',
  mark: 'm',
  recipeEnv: {},
};

test('the environment holds PATH, the recipe and what the yard says; nothing of the host', () => {
  const host = { PATH: '/bin', HOME: '/root', AWS_SECRET_ACCESS_KEY: 's', NODE_OPTIONS: '-r x' };
  expect(
    blockEnvironment({ ...order, recipeEnv: { COLOUR: 'blue', PORT: '1' } }, host, 'linux'),
  ).toEqual({
    PATH: '/bin',
    COLOUR: 'blue',
    PORT: '21000',
    HOST: '127.0.0.1',
    BLOCKYARD_BLOCK: 'b',
    BLOCKYARD_GENERATION: 'g',
    BLOCKYARD_LAUNCH: 'm',
  });
  expect(() => blockEnvironment({ ...order, recipeEnv: { 'A=B': '' } }, host, 'linux')).toThrow(
    /impossible variable "A=B"/,
  );
  expect(() => blockEnvironment({ ...order, recipeEnv: { A: '\0' } }, host, 'linux')).toThrow(
    /impossible variable/,
  );
});

const story: ExitStory = {
  exit: { code: 1, signal: null },
  asked: false,
  forced: false,
  codesHideSignals: false,
  livedMs: 60_000,
  lastWords: null,
};

test.each<[Partial<ExitStory>, string]>([
  [{}, 'It ended with code 1, unasked.'],
  [
    { livedMs: 40, lastWords: 'Error: no database' },
    'It ended with code 1 soon after its start, unasked. Its last words: Error: no database',
  ],
  [{ asked: true, exit: { code: 0, signal: null } }, 'It was asked to end, and ended with code 0.'],
  [{ asked: true, forced: true }, 'It did not end when asked to, and was killed.'],
  [
    { exit: { code: null, signal: 'SIGKILL' } },
    'It was ended by SIGKILL (by hand, or because the machine ran out of memory), unasked.',
  ],
  [
    { exit: { code: 9, signal: null }, codesHideSignals: true },
    'It ended with code 9 (or by SIGKILL), unasked.',
  ],
])('%j reads as a sentence', (more, sentence) => {
  expect(exitReason({ ...story, ...more })).toBe(sentence);
});

const err = (...lines: string[]): LogLine[] =>
  lines.map((text) => ({ stream: 'err' as const, text }));

test('the last words are the error, not the stack or the version below it', () => {
  expect(
    lastWordsOf(
      err(
        'node:events:497',
        "      throw er; // Unhandled 'error' event",
        'Error: listen EADDRINUSE: address already in use 127.0.0.1:80',
        '    at Server.setupListenHandle (node:net:1908:16)',
        '  code: 1',
        '}',
        '',
        'Node.js v20.20.2',
      ),
    ),
  ).toBe('Error: listen EADDRINUSE: address already in use 127.0.0.1:80');
  expect(lastWordsOf([{ stream: 'out', text: 'bye' }])).toBe('bye');
  expect(lastWordsOf(err('starting', 'cannot open config', 'see the manual'))).toBe(
    'cannot open config',
  );
  expect(lastWordsOf([])).toBeNull();
});

test('knows a taken port in several tongues', () => {
  expect(saysPortTaken(err('OSError: [Errno 98] Address already in use'))).toBe(true);
  expect(saysPortTaken(err('bind: address already in use'))).toBe(true);
  expect(saysPortTaken(err('code: EADDRINUSE'))).toBe(true);
  expect(saysPortTaken(err('no database'))).toBe(false);
});

test('shell codes above 128 are signals', () => {
  expect(signalOfShellCode({ code: 137, signal: null })).toEqual({ code: null, signal: 'SIGKILL' });
  expect(signalOfShellCode({ code: 3, signal: null })).toEqual({ code: 3, signal: null });
});

test('ports lie outside of the ephemeral range, and are given to one block at a time', async () => {
  expect(usableRanges({ low: 32_768, high: 60_999 })).toEqual([{ low: 20_000, high: 32_767 }]);
  expect(usableRanges({ low: 1024, high: 65_535 })).toEqual([{ low: 20_000, high: 60_999 }]);
  const pool = await openPortPool(Math.random);
  const ports = await Promise.all(Array.from({ length: 200 }, () => pool.take()));
  expect(new Set(ports).size).toBe(200);
  const stuck = await openPortPool(() => 0.5);
  const only = await stuck.take();
  await expect(stuck.take()).rejects.toThrow(/No free port/);
  stuck.give(only);
  expect(await stuck.take()).toBe(only);
});
