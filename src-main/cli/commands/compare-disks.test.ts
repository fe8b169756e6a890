import { expect, it } from 'vitest';
import type { DiskReading, DisksReport } from '../../../src-shared/disk-blocks.ts';
import { createBlockStrip } from '../../../src-shared/disk-strip.ts';
import { reportLines } from './compare-disks.ts';

function reportOf(changed: readonly number[], readBlocks = 16_384): DisksReport {
  const strip = createBlockStrip(16_384);
  changed.forEach(strip.mark);
  const told = { blocks: 16_384, blockBytes: 524_288, readBlocks, changed: strip.changed() };
  const shares = [...strip.shares(readBlocks)];
  const reading: DiskReading = { kind: 'compared', ...told, strip: shares };
  return { requests: 1, disks: [{ name: 'Root volume', notes: [], reading }] };
}

it('draws one changed block at the end, and none where none is', () => {
  const [head = '', strip = ''] = reportLines(reportOf([16_383]));
  expect(head).toContain('less than 0.1 % changed, 1 of 16384 blocks of 512 KiB');
  expect(strip).toMatch(/^ {2}\[ {59}\u2581\] 8 GiB$/u);
  expect(reportLines(reportOf([]))[1]).toMatch(/^ {2}\[ {60}\] 8 GiB$/u);
});

it('leaves open what was not read', () => {
  const [head = '', strip = '', ...rest] = reportLines(reportOf([0], 8192));
  expect(head).toContain('at least ');
  expect(strip).toMatch(/^ {2}\[\u2581 {29}\?{30}\]/u);
  expect(rest.join(' ')).toContain('Read up to 4 GiB; what lies beyond is not known.');
});
