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

  it('draws pages when told so, and never from the command line', () => {
    expect(readArguments(['blockyard', '--camera', '--user-data-dir=/tmp/p'])).toEqual({
      kind: 'camera',
    });
    const args = ['fleet', 'ls', '--camera'];
    expect(readArguments(['blockyard', 'cli', ...args])).toEqual({ kind: 'cli', args });
  });

  it('takes an empty value as not given', () => {
    expect(readArguments(['blockyard', '--yard-host=', '--data=/d'])).toEqual({
      kind: 'panel',
      dataFolder: '/d',
      yardFolder: null,
    });
  });

  it('is the command line when that is its first word, and passes on all that follows', () => {
    const cli = (...argv: string[]) => readArguments(argv);
    const args = ['--json', 'fleet', 'ls'];
    expect(cli('blockyard', 'cli', ...args)).toEqual({ kind: 'cli', args });
    expect(cli('electron', '--no-sandbox', '/a/b', '--x', 'cli', ...args)).toEqual({
      kind: 'cli',
      args,
    });
    expect(cli('blockyard', 'open', 'cli').kind).toBe('panel');
  });
});
