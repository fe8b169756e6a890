import { describe, expect, it } from 'vitest';
import {
  ago,
  bytes,
  clockTime,
  count,
  errorShare,
  latency,
  plural,
  rate,
  shortId,
  span,
} from './format.ts';

const plainSpaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('format', () => {
  it('groups thousands and leaves small numbers alone', () => {
    expect(plainSpaces(count(999))).toBe('999');
    expect(plainSpaces(count(1842))).toBe('1 842');
    expect(plainSpaces(count(1_234_567))).toBe('1 234 567');
  });

  it('never shows a negative age, whatever the clock does', () => {
    expect(plainSpaces(span(-5000))).toBe('0 s');
    expect(ago(-5000)).toBe('just now');
    expect(plainSpaces(ago(12_400))).toBe('12 s ago');
    expect(plainSpaces(span(86_400_000))).toBe('1 day');
  });

  it('says when nothing was measured and when a time is no time', () => {
    expect(latency(null)).toBe('-');
    expect(plainSpaces(latency(27.4))).toBe('27 ms');
    expect(plainSpaces(latency(3.14))).toBe('3.1 ms');
    expect(clockTime(Number.NaN)).toBe('--:--:--');
  });

  it('keeps small error shares visible', () => {
    expect(plainSpaces(errorShare(0.02, 200))).toBe('0.01 % errors');
    expect(plainSpaces(errorShare(0, 200))).toBe('0 % errors');
    expect(plainSpaces(errorShare(0, 0))).toBe('no errors');
  });

  it('shortens ids and sizes without losing what tells them apart', () => {
    expect(shortId(`sha256:${'a'.repeat(60)}beef`)).toBe('sha256:aaaaaa\u2026beef');
    expect(shortId('short')).toBe('short');
    expect(plainSpaces(bytes(38_400_000))).toBe('38 MB');
    expect(plainSpaces(rate(0.42))).toBe('0.4 req/s');
    expect(plural(1, 'block')).toBe('1 block');
    expect(plural(4, 'block')).toBe('4 blocks');
  });
});
