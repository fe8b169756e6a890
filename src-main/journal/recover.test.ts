import { beforeAll, describe, expect, it } from 'vitest';
import { asFleetId, asGenerationId, asRolloutId, asToken } from '../../src-shared/ids.ts';
import type { JournalEntry } from './entries.ts';
import { chainStart, encodeLine, hashOf, journalVersion } from './line.ts';
import { recover } from './recover.ts';

const rollout = asRolloutId('rollout-1');
const token = asToken('rollout-1.route');

const entries: JournalEntry[] = [
  {
    type: 'begun',
    rollout,
    fleet: asFleetId('storefront'),
    intent: {
      kind: 'cut-over',
      to: asGenerationId('storefront-v002'),
      from: asGenerationId('storefront-v001'),
      expectedRevision: 1,
    },
    owner: { name: 'ann', host: 'desk', panel: 'panel-1' },
    pressedAtMs: 1_700_000_000_000,
    label: 'Cut over to v002 - 4 blocks, 100 %',
    split: 'v001 100 %',
    revision: 1,
  },
  { type: 'claimed', epoch: 1, isTakeover: false },
  {
    type: 'intended',
    key: 'route',
    token,
    attempt: 1,
    epoch: 1,
    title: 'Send 100 % of the traffic to v002',
    reason: 'Grüße, 世界',
  },
  {
    type: 'answered',
    key: 'route',
    token,
    receipt: { kind: 'routed', revision: 2, atMs: 1_700_000_000_100, overtook: null },
  },
  { type: 'ended', kind: 'verified', text: 'v002 serves all traffic.', firstResponseMs: 18 },
];

function write(lines: readonly JournalEntry[]): Buffer {
  let prev = chainStart(rollout);
  let text = '';
  lines.forEach((entry, index) => {
    const line = encodeLine(index + 1, prev, 1_700_000_000_000 + index, entry);
    prev = line.hash;
    text += line.text;
  });
  return Buffer.from(text);
}

/** Where each line ends. */
function lineEnds(bytes: Buffer): number[] {
  return [...bytes.keys()].filter((at) => bytes[at] === 0x0a).map((at) => at + 1);
}

describe('recover', () => {
  let bytes: Buffer;
  beforeAll(() => {
    bytes = write(entries);
  });

  it('reads back what was written', () => {
    const recovery = recover(rollout, bytes);
    expect(recovery.state).toEqual({ kind: 'whole' });
    expect(recovery.entries.map((written) => written.entry)).toEqual(entries);
  });

  it('opens every byte prefix to a whole number of entries, and cuts only the unfinished line', () => {
    const ends = [0, ...lineEnds(bytes)];
    for (let length = 0; length <= bytes.length; length += 1) {
      const recovery = recover(rollout, bytes.subarray(0, length));
      const whole = ends.filter((end) => end <= length);
      expect(recovery.entries.length).toBe(whole.length - 1);
      expect(recovery.goodBytes).toBe(whole.at(-1));
      expect(recovery.state.kind).toBe(whole.at(-1) === length ? 'whole' : 'torn-tail');
    }
  });

  it('notices every single flipped bit, and keeps what stands before it', () => {
    const ends = lineEnds(bytes);
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        const recovery = recover(rollout, flipped);
        const line = ends.findIndex((end) => at < end);
        expect(recovery.state.kind, `byte ${at}, bit ${bit}`).not.toBe('whole');
        expect(recovery.entries.map((written) => written.entry)).toEqual(entries.slice(0, line));
        // Damage that is not in the last line is never taken for an unfinished write.
        if (line < entries.length - 1) expect(recovery.state.kind).toBe('damaged');
      }
    }
  });

  it('refuses a line taken out, doubled, moved, or from another rollout', () => {
    const lines = bytes.toString('utf8').split(/(?<=\n)/);
    const [first = '', second = '', third = ''] = lines;
    for (const wrong of [first + third, first + first, second + first, first + second + second]) {
      expect(recover(rollout, Buffer.from(wrong)).state.kind).toBe('damaged');
    }
    expect(recover(asRolloutId('rollout-2'), bytes).state.kind).toBe('damaged');
  });

  it('only reads what a newer version wrote, when it is whole', () => {
    const body = JSON.stringify({
      seq: 1,
      prev: chainStart(rollout),
      v: journalVersion + 1,
      t: 0,
      type: 'new-thing',
    });
    const newer = Buffer.from(`${hashOf(body)} ${body}\n`);
    expect(recover(rollout, newer).state).toEqual({
      kind: 'newer',
      version: journalVersion + 1,
    });
    newer[20] = 0x21;
    expect(recover(rollout, newer).state.kind).toBe('damaged');
  });

  it('survives files that were never a journal', () => {
    for (const text of [
      '\n',
      '\r\n',
      '\0'.repeat(100),
      'hello\n',
      '{}\n',
      `${'a'.repeat(16)} {}\n`,
    ]) {
      expect(recover(rollout, Buffer.from(text)).entries).toEqual([]);
    }
    const crlf = Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r\n'));
    expect(recover(rollout, crlf).state.kind).toBe('damaged');
  });
});
