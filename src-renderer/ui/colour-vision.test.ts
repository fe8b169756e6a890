import { describe, expect, it } from 'vitest';
import { dichromacies, distance } from './colour-vision.ts';
import { palettes, type ThemeName } from './tokens.ts';

const themes = Object.keys(palettes) as ThemeName[];
const eyes = [['full colour vision', null], ...Object.entries(dichromacies)] as const;

describe.each(themes)('%s palette', (theme) => {
  const palette = palettes[theme];

  it.each(eyes)('keeps the two lanes apart under %s', (_, seenBy) => {
    // The requirement is 20; the pair was chosen for far more and must not lose it unnoticed.
    expect(distance(palette.old, palette.new, seenBy)).toBeGreaterThan(60);
    expect(distance(palette.oldText, palette.newText, seenBy)).toBeGreaterThan(20);
  });

  it.each(eyes)('keeps both lanes apart from the bricks that stand by under %s', (_, seenBy) => {
    for (const hue of [palette.old, palette.new]) {
      expect(distance(hue, palette.idle, seenBy)).toBeGreaterThan(20);
    }
  });
});

describe('distance', () => {
  it('knows equal colours, black and white, and a pair that only some tell apart', () => {
    expect(distance('#56b4e9', '#56b4e9', dichromacies.tritanopia)).toBe(0);
    expect(distance('#000000', '#ffffff', null)).toBeCloseTo(100, 0);
    // The usual green and red: what the lanes would be without this test.
    expect(distance('#22a02c', '#d62728', null)).toBeGreaterThan(100);
    expect(distance('#4a8f3a', '#a0702c', dichromacies.deuteranopia)).toBeLessThan(20);
  });
});
