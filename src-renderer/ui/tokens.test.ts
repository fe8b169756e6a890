import { describe, expect, it } from 'vitest';
import { contrast, mix } from './contrast.ts';
import { tokenSheet } from './token-sheet.ts';
import { palettes, type ThemeName } from './tokens.ts';

describe.each(Object.keys(palettes) as ThemeName[])('%s palette', (theme) => {
  const palette = palettes[theme];
  const surfaces = [palette.ground, palette.panel, palette.raised];

  it('keeps every text at 4.5:1 or better', () => {
    for (const surface of [...surfaces, palette.bandLocal, palette.bandReal]) {
      for (const name of ['text', 'dim'] as const) {
        expect(contrast(palette[name], surface), `${name} on ${surface}`).toBeGreaterThanOrEqual(
          4.5,
        );
      }
    }
    for (const surface of surfaces) {
      for (const name of ['faint', 'oldText', 'newText', 'badText', 'okText'] as const) {
        expect(contrast(palette[name], surface), `${name} on ${surface}`).toBeGreaterThanOrEqual(
          4.5,
        );
      }
    }
  });

  it('keeps coloured text readable on its own wash', () => {
    for (const [text, hue] of [
      [palette.oldText, palette.old],
      [palette.newText, palette.new],
      [palette.badText, palette.bad],
    ] as const) {
      expect(contrast(text, mix(hue, 0.14, palette.panel))).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('keeps bricks, marks, control edges and the focus ring at 3:1 or better', () => {
    for (const surface of surfaces) {
      for (const name of ['old', 'new', 'bad', 'idle', 'edge', 'focus', 'ok'] as const) {
        expect(contrast(palette[name], surface), `${name} on ${surface}`).toBeGreaterThanOrEqual(3);
      }
    }
    for (const name of ['old', 'new', 'bad'] as const) {
      expect(contrast(palette.mark, palette[name]), `mark on ${name}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('contrast', () => {
  it('knows black on white and a pair that must fail', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#87929b', '#ffffff')).toBeLessThan(4.5);
  });
});

describe('tokens.css', () => {
  it('is what tokens.ts says', async () => {
    await expect(tokenSheet()).toMatchFileSnapshot('./tokens.css');
  });
});
