import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../clock/system-clock.ts';
import { openHostLog } from './host-log.ts';

it('stays bounded, keeps what came last, makes outside text safe, and never throws', () => {
  const folder = mkdtempSync(join(tmpdir(), 'by-log-'));
  const log = openHostLog(folder, systemClock);
  for (let line = 0; line < 3000; line += 1) log.write(`${String(line)} ${'x'.repeat(10_000)}`);
  log.write('last \u202e\nforged line');
  const newest = readFileSync(join(folder, 'host.log'), 'utf8');
  expect(newest).toMatch(/last \ufffd\ufffdforged line\n$/u);
  const total = newest.length + statSync(join(folder, 'host.1.log')).size;
  expect(total).toBeLessThan(2.2 * 1024 * 1024);
  rmSync(folder, { recursive: true });
  expect(() => {
    log.write('nowhere to go');
  }).not.toThrow();
});
