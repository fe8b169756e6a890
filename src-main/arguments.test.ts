import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.ts';

describe('readArguments', () => {
  it('opens the panel when nothing is said', () => {
    expect(readArguments(['electron', '.'])).toEqual({
      kind: 'panel',
      dataFolder: null,
      yardFolder: null,
    });
  });

  it('becomes the yard host when told so, whatever Chromium adds', () => {
    expect(
      readArguments(['blockyard', '--no-sandbox', '--yard-host=/tmp/y', '--disable-gpu']),
    ).toEqual({
      kind: 'yard-host',
      yardFolder: '/tmp/y',
    });
  });

  it('takes an empty value as not given', () => {
    expect(readArguments(['blockyard', '--yard-host=', '--data=/d'])).toEqual({
      kind: 'panel',
      dataFolder: '/d',
      yardFolder: null,
    });
  });
});
