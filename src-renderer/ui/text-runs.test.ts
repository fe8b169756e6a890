import { describe, expect, it } from 'vitest';
import { textRuns } from './text-runs.ts';

/** In brackets what stands for itself. */
const shown = (text: string): string =>
  textRuns(text)
    .map(({ text: part, isRightToLeft }) => (isRightToLeft ? `[${part}]` : part))
    .join('');
const store = '\u0645\u062e\u0632\u0646';
const shop = '\u05d7\u05e0\u05d5\u05ea';

describe('textRuns', () => {
  it('leaves what is written from left to right in one piece', () => {
    expect(textRuns('Cut over to v002')).toEqual([
      { text: 'Cut over to v002', isRightToLeft: false },
    ]);
    expect(textRuns('')).toEqual([]);
  });

  it('parts a name from the version after it, also one that ends in such letters', () => {
    expect(shown(`${store} abc 2.0.0`)).toBe(`[${store}] abc 2.0.0`);
    expect(shown(`abc ${store} 2.0.0 serves`)).toBe(`abc [${store}] 2.0.0 serves`);
    expect(shown(`Launch v003 of ${shop}`)).toBe(`Launch v003 of [${shop}]`);
  });

  it('keeps the words of one name together, and names apart', () => {
    expect(shown(`${shop} - ${store}, 4 of 4`)).toBe(`[${shop} - ${store}], 4 of 4`);
    expect(shown(`${shop} 1 ${store} 2`)).toBe(`[${shop}] 1 [${store}] 2`);
    expect(shown('\u{10840}\u{1e900}1')).toBe('[\u{10840}\u{1e900}]1');
  });

  it('loses nothing', () => {
    const text = `a ${shop} 1 ${store}${shop} \u{1f680} b`;
    expect(
      textRuns(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});
