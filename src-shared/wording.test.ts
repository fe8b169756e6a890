import { describe, expect, it } from 'vitest';
import { plain, plainEnds, roughDuration } from './wording.ts';

describe('plain', () => {
  it.each([
    ['a control', '\u0007'],
    ['a line end', '\n'],
    ['the Arabic letter mark', '\u061c'],
    ['a zero width space', '\u200b'],
    ['a non-joiner', '\u200c'],
    ['a joiner', '\u200d'],
    ['a left-to-right mark', '\u200e'],
    ['a right-to-left mark', '\u200f'],
    ['a line separator', '\u2028'],
    ['a paragraph separator', '\u2029'],
    ['a direction override', '\u202e'],
    ['a word joiner', '\u2060'],
    ['a direction isolate', '\u2067'],
    ['a byte order mark', '\ufeff'],
    ['a soft hyphen', '\u00ad'],
    ['an invisible tag', '\u{e0041}'],
    ['half a character', '\ud800'],
  ])('shows %s as a visible mark', (_, character) => {
    expect(plain(`v1${character}2`)).toBe('v1\ufffd2');
  });

  it('leaves what can be seen as it is, in any script', () => {
    const text = 'Stra\u00dfe <b>\u05e9\u05dc\u05d5\u05dd</b> \u{1f680} 100 %';
    expect(plain(text)).toBe(text);
  });

  it('keeps both ends of what is known by its end', () => {
    const host =
      'vpce-0a1b2c3d4e5f67890-abcdefgh.elasticloadbalancing.eu-central-1.vpce.amazonaws.com';
    const cut = plainEnds(host, 60);
    expect(cut).toBe(`${host.slice(0, 23)}\u2026${host.slice(-36)}`);
    expect(Array.from(cut)).toHaveLength(60);
    expect(plainEnds('http://127.0.0.1:5000', 60)).toBe('http://127.0.0.1:5000');
    expect(plainEnds('\u202e'.repeat(3), 60)).toBe('\ufffd'.repeat(3));
    expect(plainEnds('\u{1f680}'.repeat(10_000), 5)).toBe(
      '\u{1f680}\u2026\u{1f680}\u{1f680}\u{1f680}',
    );
  });

  it('cuts a long text', () => {
    expect(plain('x'.repeat(10_000), 10)).toBe(`${'x'.repeat(9)}\u2026`);
    expect(plain('\u{1f680}'.repeat(10_000), 3)).toBe('\u{1f680}\u{1f680}\u2026');
  });
});

it('says lengths of time in the unit that a person would take', () => {
  const minutes = (count: number): string => roughDuration(count * 60_000);
  expect([
    roughDuration(900),
    roughDuration(40_000),
    minutes(10),
    minutes(119),
    minutes(1440),
  ]).toEqual(['under 1 s', 'about 40 s', 'about 10 min', 'about 119 min', 'about 24 h']);
});
