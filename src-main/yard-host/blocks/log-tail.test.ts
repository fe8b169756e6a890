import { expect, test } from 'vitest';
import { openLogTail } from './log-tail.ts';
import { screenLine } from './screen-text.ts';

const texts = (tail: ReturnType<typeof openLogTail>): string[] =>
  tail.lines().map((line) => line.text);

test('keeps lines of both streams in order, also when they come in pieces', () => {
  const tail = openLogTail();
  tail.write('out', Buffer.from('one\ntw'));
  tail.write('err', Buffer.from('oops\n'));
  tail.write('out', Buffer.from('o\nthree'));
  expect(tail.lines()).toEqual([
    { stream: 'out', text: 'one' },
    { stream: 'err', text: 'oops' },
    { stream: 'out', text: 'two' },
    { stream: 'out', text: 'three' },
  ]);
  expect(tail.droppedBytes()).toBe(0);
  expect(tail.lines(1)).toEqual([{ stream: 'out', text: 'three' }]);
});

test.each([1, 7, 100, 4096, 65_536, 1_000_000])(
  'in pieces of %i bytes: bounded, whole lines only, every byte accounted for',
  (size) => {
    const limit = 32 * 1024;
    const tail = openLogTail(limit);
    const all = Buffer.from(
      Array.from({ length: 20_000 }, (_, index) => `line ${index} 🧱\n`).join(''),
    );
    for (let at = 0; at < all.length; at += size) tail.write('out', all.subarray(at, at + size));
    const lines = texts(tail);
    const keptBytes = Buffer.byteLength(lines.map((line) => `${line}\n`).join(''));
    expect(keptBytes).toBeLessThanOrEqual(limit);
    expect(keptBytes).toBeGreaterThan(limit / 3);
    expect(tail.droppedBytes() + keptBytes).toBe(all.length);
    expect(lines.at(-1)).toBe('line 19999 🧱');
    for (const line of lines) expect(line).toMatch(/^line \d+ 🧱$/);
  },
);

test('two streams that take turns with tiny lines stay bounded in pieces too', () => {
  const tail = openLogTail(32 * 1024);
  for (let index = 0; index < 50_000; index += 1) {
    tail.write(index % 2 === 0 ? 'out' : 'err', Buffer.from('x\n'));
  }
  expect(tail.lines().length).toBeLessThan(1000);
});

test('a line without an end does not grow for ever, and no character is cut', () => {
  const tail = openLogTail(64 * 1024);
  const brick = Buffer.from('🧱'.repeat(1000));
  for (let index = 0; index < 500; index += 1) tail.write('out', brick);
  const lines = tail.lines();
  expect(lines.length).toBeLessThan(10);
  for (const line of lines) expect(line.text).not.toContain('\uFFFD');
});

test.each<[string, string, string]>([
  ['colours', '\u001B[31mred\u001B[0m', 'red'],
  ['cursor tricks', 'a\u001B[2J\u001B[1;1Hb', 'ab'],
  ['a window title', '\u001B]0;owned\u0007text', 'text'],
  ['a terminal link', '\u001B]8;;http://evil\u001B\\click\u001B]8;;\u001B\\', 'click'],
  ['a progress bar', '10%\r20%\r30%\r', '30%'],
  ['a bell and a zero byte', 'a\u0007b\0c', 'a\\u{7}b\\u{0}c'],
  ['bidi marks', 'user\u202Egnp.exe', 'user\\u{202e}gnp.exe'],
  ['line separators', 'a\u2028b', 'a\\u{2028}b'],
  ['markup stays text', '<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['tabs and emoji families stay', '\t👨‍👩‍👧', '\t👨‍👩‍👧'],
  ['C1 controls', 'a\u009B31mb', 'a\\u{9b}31mb'],
])('%s on the screen', (_, raw, shown) => {
  expect(screenLine(raw)).toBe(shown);
});

test('a long line is cut and says by how much', () => {
  const shown = screenLine('x'.repeat(10_000));
  expect(shown.length).toBeLessThan(2100);
  expect(shown).toMatch(/… \(8000 more\)$/);
});
