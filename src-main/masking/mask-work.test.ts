/**
 * How the work of masking grows with the text, whoever wrote it: user data is what another person's
 * tools left there, and it is masked in the process that has the revert button to serve. What a single
 * pattern does by itself is looked at by the linter (regexp/no-super-linear-*) and timed by `npm run bench`.
 */
import { describe, expect, it } from 'vitest';
import { hardLines } from './hard-lines.fixture.ts';
import { longestLine, maskSecrets } from './mask-secrets.ts';
import { secretMark } from './secret-mark.ts';

const mark = secretMark(new Uint8Array(32).fill(7));

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

describe('the work of masking', () => {
  it('grows with the text and not with its square, counted in characters given to patterns', () => {
    const [short, long] = [longestLine / 4, longestLine];
    for (const { called, of } of hardLines) {
      const [one, four] = [short, long].map((length) => {
        const text = of(length);
        return lookedThrough(() => maskSecrets(text, mark));
      });
      expect((four ?? NaN) / (one ?? NaN), called).toBeLessThan(4.5);
    }
  });

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
