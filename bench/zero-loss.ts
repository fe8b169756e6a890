/**
 * Requests lost over cutovers and reverts of a real yard under open-loop load, with blocks replaced and
 * generations retired on the way. The control kills the old generation instead of letting it finish:
 * losing nothing proves nothing unless the same client notices a loss.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { percentile, summarise } from '../e2e/load/summary.ts';
import { above, atLeast, atMost, told, type Figure } from './figure.ts';
import { runRelease, type ReleaseRun, type Story } from './release-run.ts';
import { firstAnswersMs, ratePerSecond, shortNearP99Ms } from './switch-times.ts';
import type { HostKind } from './yard-process.ts';

/** A little above what is asked for, so that a late client cannot fall below it. */
const requestsPerSecond = 415;
const wantedMs = 51_000;

export async function zeroLoss(host: HostKind): Promise<readonly Figure[]> {
  const run = await runRelease(host, requestsPerSecond, releases);
  const { sent, lost, lostBy, posts, lagP99Ms } = summarise(run.records);
  if (lost > 0) console.error(`Lost, by reason: ${JSON.stringify(lostBy)}`);
  const name = host === 'electron' ? 'zero-loss' : 'zero-loss-node-host';
  const first = firstAnswersMs(run.records, run.switches);
  return [
    atLeast(`${name}-requests`, sent, 'requests', 20_000),
    atLeast(`${name}-rate`, ratePerSecond(run.records), 'requests/s', 400),
    atLeast(`${name}-switches`, run.switches.length, 'switches', 20),
    atMost(`${name}-lost`, lost, 'requests', 0),
    ...ledgerFigures(name, run),
    told(`${name}-posts`, posts, 'requests'),
    told(`${name}-blocks-replaced`, run.replaced, 'blocks'),
    told(`${name}-generations-retired`, run.retired, 'generations'),
    told(`${name}-first-response-p50`, percentile(first, 0.5) ?? NaN, 'ms'),
    told(`${name}-first-response-max`, Math.max(...first), 'ms'),
    told(`${name}-short-p99-after-switch`, shortNearP99Ms(run.records, run.switches) ?? NaN, 'ms'),
    told(`${name}-client-late-p99`, lagP99Ms ?? NaN, 'ms'),
  ];
}

export async function zeroLossControl(): Promise<readonly Figure[]> {
  const run = await runRelease('node', requestsPerSecond, killings);
  return [
    above('control-lost', summarise(run.records).lost, 'requests', 0),
    ...ledgerFigures('control', run),
    told('control-switches', run.switches.length, 'switches'),
  ];
}

function ledgerFigures(name: string, run: ReleaseRun): readonly Figure[] {
  return [
    atMost(`${name}-posts-twice`, run.twice.length, 'requests', 0),
    atMost(`${name}-posts-missing`, run.missing.length, 'requests', 0),
  ];
}

/** Cutovers and reverts; now and then a block of the serving side is replaced, at last a release goes through to its end. */
async function releases(story: Story): Promise<void> {
  const { first, second } = story;
  for (let pair = 0; pair < 10; pair += 1) {
    await story.cutOver(second);
    await pause(300);
    if (pair % 4 === 1) await story.replaceOne(second);
    await story.revert(first);
    await pause(300);
    if (pair % 4 === 3) await story.replaceOne(first);
  }
  const third = await story.launch();
  await story.cutOver(third);
  await story.retire(first);
  while (story.elapsedMs() < wantedMs) {
    await story.cutOver(second);
    await pause(300);
    await story.revert(third);
    await pause(300);
  }
}

async function killings(story: Story): Promise<void> {
  const { first, second } = story;
  // As long as a stream takes: then some are under way at any moment.
  await pause(3000);
  await Promise.all([story.cutOver(second), story.killOnceLeft(first)]);
  const third = await story.launch();
  await Promise.all([story.cutOver(third), story.killOnceLeft(second)]);
}
