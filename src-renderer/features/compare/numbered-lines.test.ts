import { describe, expect, it } from 'vitest';
import { numberedLines } from './numbered-lines.ts';

const line = (kind: 'same' | 'added' | 'removed', text: string) => ({ kind, text }) as const;

describe('numberedLines', () => {
  it('counts each side by itself, over what is left out, too', () => {
    const numbered = numberedLines([
      { kind: 'gap', text: '12 equal lines', skips: 12 },
      line('same', 'port'),
      line('removed', 'version 1'),
      line('added', 'version 2'),
      line('added', 'features'),
      line('same', 'exec'),
    ]);
    expect(numbered.map(({ left, right }) => [left, right])).toEqual([
      [null, null],
      [13, 13],
      [14, null],
      [null, 14],
      [null, 15],
      [15, 16],
    ]);
    expect(numbered.map(({ parted }) => parted?.changed)).toEqual([
      ...[undefined, undefined, '1', '2', undefined, undefined],
    ]);
  });

  it('gives no number behind a gap whose length is not told', () => {
    const numbered = numberedLines([
      line('same', 'a'),
      { kind: 'gap', text: 'They differ, in too much to show.' },
      line('added', 'b'),
    ]);
    expect(numbered.at(-1)).toMatchObject({ left: null, right: null });
  });
});
