/**
 * A revert beside a rollout whose runner hangs: from the press to the first response that a client gets
 * from the old generation. The real engine on a real yard host under load, and a release that bakes. In
 * turns with the same press beside the same release with nothing hung, so that a busy machine strikes all.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { percentile, summarise } from '../e2e/load/summary.ts';
import { isServed, type ServedFleet } from '../src-shared/entry-of.ts';
import { asRolloutId, type GenerationId, type RolloutId } from '../src-shared/ids.ts';
import type { Outcome } from '../src-shared/panel.ts';
import { usualTerms } from '../src-shared/release.ts';
import { sendsAllTo } from '../src-shared/split.ts';
import { systemClock } from '../src-main/clock/system-clock.ts';
import { createObservations } from '../src-main/fleets/observations.ts';
import { openJournal } from '../src-main/journal/journal.ts';
import { createRollouts, type Rollouts } from '../src-main/rollouts/rollouts.ts';
import { openLocalYard, type LocalYard } from '../src-main/yards/local/local-yard.ts';
import { healthyIn, must } from './engine.ts';
import { atLeast, atMost, told, type Figure } from './figure.ts';
import { startLoadProcess } from './load-process.ts';
import { median } from './median.ts';
import { stuckYard, type Stuck, type StuckYard } from './stuck-yard.ts';
import { firstAnswersMs, ratePerSecond, type Switch } from './switch-times.ts';
import { until } from './until.ts';
import { wallOffsetMs } from './wall-clock.ts';
import { newYardFolder, startHost } from './yard-process.ts';

const rounds = 12;
const requestsPerSecond = 405;
const cases = ['nothing', 'runner', 'reads'] as const satisfies readonly Stuck[];

/** So long it has been stuck at the press: looks that hang so long are no longer young enough to send on. */
const stuckForMs = { nothing: 500, runner: 500, reads: 2600 } as const satisfies Record<
  Stuck,
  number
>;

interface Bench {
  /** Past everything that gets stuck. */
  readonly yard: LocalYard;
  readonly stuck: StuckYard;
  readonly rollouts: Rollouts;
  readonly outcomes: ReadonlyMap<RolloutId, Outcome>;
}

interface Press extends Switch {
  readonly stuck: Stuck;
  /** What of the engine waited for an answer then. */
  readonly held: number;
}

export async function measureHungRunner(): Promise<readonly Figure[]> {
  const place = await newYardFolder();
  try {
    await startHost('electron', place);
    const clock = systemClock;
    const yard = openLocalYard({ dataFolder: place.yard, clock, onLink: () => undefined });
    const stuck = stuckYard(yard);
    const outcomes = new Map<RolloutId, Outcome>();
    const observations = createObservations(stuck.looks, clock);
    const rollouts = createRollouts({
      yard: stuck.yard,
      journal: await openJournal(join(place.folder, 'journal'), clock.now),
      observations: stuck.observationsOf(observations),
      clock,
      newRolloutId: () => asRolloutId(randomUUID()),
      owner: { name: 'bench', host: 'bench', panel: 'bench' },
      onEvent: (event) => {
        if (event.kind === 'outcome') outcomes.set(event.outcome.rollout, event.outcome);
      },
    });
    try {
      await until('a connection', 15_000, () => (yard.link().kind === 'live' ? true : null));
      observations.start();
      await rollouts.resume();
      return await pressed({ yard, stuck, rollouts, outcomes });
    } finally {
      stuck.get('nothing');
      await rollouts.stop();
      observations.stop();
      yard.close();
    }
  } finally {
    await place.close();
  }
}

async function pressed(bench: Bench): Promise<readonly Figure[]> {
  const { entry } = await wholeFleet(bench);
  const load = startLoadProcess({ url: entry.url, requestsPerSecond, name: 'hung' });
  const presses: Press[] = [];
  try {
    await pause(2000);
    for (let round = 0; round < rounds; round += 1) {
      // None of them always comes first.
      for (let each = 0; each < cases.length; each += 1) {
        presses.push(
          await onePress(bench, cases[(round + each) % cases.length] ?? 'nothing', round),
        );
      }
    }
    await pause(1000);
    return figures(await load.stop(), presses);
  } finally {
    load.kill();
  }
}

async function onePress(bench: Bench, kind: Stuck, round: number): Promise<Press> {
  const { stuck, rollouts } = bench;
  const fleet = await wholeFleet(bench);
  const [first, second] = fleet.generations.map(({ id }) => id);
  if (first === undefined || second === undefined) throw new Error('Two generations are wanted.');
  const released = must(
    await rollouts.begin(
      fleet.id,
      {
        kind: 'release',
        source: { kind: 'generation', generation: second },
        expectedRevision: fleet.split.revision,
        terms: { ...usualTerms, waitsForPress: false, bakeMs: 3_600_000 },
      },
      Date.now(),
    ),
  );
  await serves(bench, second);
  // It is under way in any case, and at no fixed phase of its looks.
  await pause(700 + ((round * 137) % 400));
  stuck.get(kind);
  await pause(stuckForMs[kind] + ((round * 211) % 400));
  const held = stuck.held();
  if (kind !== 'nothing' && held === 0) throw new Error('Nothing of the runner was stuck.');
  if (bench.outcomes.has(released)) throw new Error('The release ended before the press.');
  const offsetMs = wallOffsetMs();
  const pressedAtMs = performance.timeOrigin + performance.now() + offsetMs;
  const reverted = must(await rollouts.revert(fleet.id, first, pressedAtMs));
  await serves(bench, first);
  await pause(200);
  stuck.get('nothing');
  await endsAs(bench, reverted, 'verified');
  await endsAs(bench, released, 'overtaken');
  return { to: first, pressedAtMs, stuck: kind, held: kind === 'nothing' ? 0 : held };
}

async function endsAs(
  { outcomes }: Bench,
  rollout: RolloutId,
  kind: Outcome['kind'],
): Promise<void> {
  const ended = await until(`the end of ${rollout}`, 60_000, () => outcomes.get(rollout) ?? null);
  if (ended.kind !== kind) throw new Error(`It ended as ${ended.kind}: ${ended.text}`);
}

async function fleetOf({ yard }: Bench): Promise<ServedFleet> {
  const [fleet] = must(await yard.observe()).fleets;
  if (fleet === undefined || !isServed(fleet)) throw new Error('The yard has no fleet.');
  return fleet;
}

async function wholeFleet(bench: Bench): Promise<ServedFleet> {
  return until('a whole fleet at rest', 60_000, async () => {
    const fleet = await fleetOf(bench);
    const isWhole = fleet.generations.every(({ id, size }) => healthyIn(fleet, id) >= size);
    return isWhole && fleet.rollout === null ? fleet : null;
  });
}

async function serves(bench: Bench, to: GenerationId): Promise<void> {
  await until('the switch', 30_000, async () => (sendsAllTo(await fleetOf(bench), to) ? true : null), 50); // prettier-ignore
}

function figures(
  records: Parameters<typeof summarise>[0],
  presses: readonly Press[],
): readonly Figure[] {
  const times = firstAnswersMs(records, presses);
  const of = (kind: Stuck): readonly number[] =>
    times.filter((_, index) => presses[index]?.stuck === kind);
  const [control, runner, reads] = cases.map(of);
  if (control === undefined || runner === undefined || reads === undefined) return [];
  const p95 = (values: readonly number[]): number => percentile(values, 0.95) ?? NaN;
  const { lost, lagP99Ms } = summarise(records);
  const held = presses.filter(({ stuck }) => stuck !== 'nothing').map((press) => press.held);
  return [
    atLeast('hung-runner-presses', Math.min(control.length, runner.length, reads.length), 'of each', rounds), // prettier-ignore
    atLeast('hung-runner-load', ratePerSecond(records), 'requests/s', 400),
    atMost('hung-runner-lost', lost, 'requests', 0),
    atLeast('hung-runner-calls-held-least', Math.min(...held), 'calls', 1),
    told('hung-runner-control-p50', median(control), 'ms'),
    told('hung-runner-control-p95', p95(control), 'ms'),
    told('hung-runner-p50', median(runner), 'ms'),
    atMost('hung-runner-p95', p95(runner), 'ms', 1000),
    atMost('hung-runner-max', Math.max(...runner), 'ms', 1000),
    atMost('hung-runner-over-control', median(runner) / median(control), 'x', 1.5),
    told('hung-reads-p50', median(reads), 'ms'),
    atMost('hung-reads-p95', p95(reads), 'ms', 1000),
    atMost('hung-reads-max', Math.max(...reads), 'ms', 1000),
    told('hung-runner-client-late-p99', lagP99Ms ?? NaN, 'ms'),
  ];
}
