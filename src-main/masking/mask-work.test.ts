/**
 * How the work of masking grows with the text, whoever wrote it: user data is what another person's
 * tools left there, and it is masked in the process that has the revert button to serve.
 */
import { describe, expect, it } from 'vitest';
import { longestLine, maskSecrets } from './mask-secrets.ts';
import { secretMark } from './secret-mark.ts';

const mark = secretMark(new Uint8Array(32).fill(7));

/** One line each, when repeated. */
const pieces = [
  ...[' ', '\t', 'a', 'A1b', '~', '-', '=', ',', '\\', '\\"', "'", '|', '| ', '/a', '-b', '--a '],
  ...['password=', 'password: ', '"password":"', 'password=x, ', 'token="', 'name=', '"a":', '$1$'],
  ...['://a@', 'a://', 'https://a:b@', '<a>', '<password>x', '--password x ', 'setx TOKEN x '],
  ...['key="token" value=', 'PASSWORD "', 'IDENTIFIED BY ', 'user a password ', 'net user a '],
  ...['curl ', 'curl -u ', 'curl -u a:b ', 'mysql ', 'mysql -pa ', 'docker login ', 'docker login -p '],
  ...['echo ', 'echo a | ', 'echo a | b/', 'echo a | chpasswd ', 'htpasswd ', 'htpasswd -b '],
  ...['eyJ-', 'eyJabcdefgh.', 'eyJabcdefgh.eyJabcdefgh', 'ghp_a', 'glpat-', 'SG.a', 'sk-ssh-', 'Bearer '],
  ...['-----BEGIN ', 'PRIVATE KEY', 'arn:aws:', 'arn:aws', '{ ', '- ', '#', ' #', 'QUJD', '\u2028', '\r'],
]; // prettier-ignore
/** What opens a pattern that then looks for an end in vain, before what it may look through. */
const openings = ['password=', 'name', 'echo ', 'curl -u', 'htpasswd -', '-----BEGIN PRIVATE KEY', 'a: |', 'ConvertTo-SecureString ']; // prettier-ignore
/** Behind it: what shows a pattern at the very end that it was in vain. */
const endings = ['', '!', '/'];
const shapes = [
  ...pieces.flatMap((piece) => endings.map((ending) => ({ opening: '', piece, ending }))),
  ...openings.flatMap((opening) =>
    [' ', '=', ',', '-b', 'PRIVATE KEY'].map((piece) => ({ opening, piece, ending: '!' })),
  ),
];
const lines = shapes.map(({ opening, piece, ending }) => ({
  called: `${opening}${piece}${ending}`,
  of: (length: number): string => {
    const room = length - opening.length - ending.length;
    return opening + piece.repeat(Math.ceil(room / piece.length)).slice(0, room) + ending;
  },
}));

/** What all patterns together were given to look through: steps, not seconds. */
function lookedThrough(work: () => void): number {
  const exec = RegExp.prototype.exec; // eslint-disable-line @typescript-eslint/unbound-method
  let characters = 0;
  RegExp.prototype.exec = function counted(text: string) {
    const from = this.global ? this.lastIndex : 0;
    const found = exec.call(this, text);
    characters += (found === null ? text.length : found.index + found[0].length) - from;
    return found;
  };
  try {
    work();
  } finally {
    RegExp.prototype.exec = exec;
  }
  return characters;
}

/** The least of some runs: what else the machine does only ever adds. */
function leastMs(text: string, runs: number): number {
  const took = Array.from({ length: runs }, () => {
    const startedAt = performance.now();
    // Without the hashes: they are linear by themselves, and the memory that they take is not ours to time.
    maskSecrets(text, () => '');
    return performance.now() - startedAt;
  });
  return Math.min(...took);
}

describe('the work of masking', () => {
  it('grows with the text and not with its square, counted in characters given to patterns', () => {
    const [short, long] = [longestLine / 4, longestLine];
    for (const { called, of } of lines) {
      const [one, four] = [short, long].map((length) => {
        const text = of(length);
        return lookedThrough(() => maskSecrets(text, mark));
      });
      expect((four ?? NaN) / (one ?? NaN), called).toBeLessThan(4.5);
    }
  });

  it('grows so inside the patterns too', () => {
    const slow: string[] = [];
    for (const { called, of } of lines) {
      const [short, long] = [of(longestLine / 8), of(longestLine)];
      // Eight times as much: 8 when it is linear, 64 when it is quadratic. Too quick to tell is quick.
      const isQuadratic = (runs: number): boolean => {
        const took = leastMs(long, runs);
        return took > 4 && took / leastMs(short, runs * 2) > 24;
      };
      if (isQuadratic(1) && isQuadratic(5)) slow.push(called);
    }
    expect(slow).toEqual([]);
  }, 120_000);

  it('is none for a line that is longer than all of user data may be: it is hidden whole', () => {
    const line = `export A=1 ${'x '.repeat(longestLine / 2)}`;
    const shown = maskSecrets(`first\n  ${line}\nlast`, mark);
    expect(shown).toMatch(/^first\n {2}\u2022{4}\S+ \nlast$/u);
    expect(lookedThrough(() => maskSecrets(line, mark))).toBeLessThan(100);
    // The control: up to there it is read.
    const fits = `export A=1 ${'x '.repeat(100)}`;
    expect(maskSecrets(fits, mark)).toBe(fits);
  });
});
