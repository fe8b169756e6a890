/**
 * One rehearsal of a way back: a second entry over the same blocks, with a split of its own, is cut over and reverted
 * under a steady flow of real requests, and put away. Nothing of it stands in the host's state while it runs, so a crash
 * of the host leaves nothing of it, and one of the panel does not matter to it.
 */
import type { GenerationId } from '../../../src-shared/ids.ts';
import type { Rehearsal } from '../../../src-shared/rehearsal-schema.ts';
import type { Clock } from '../../clock/clock.ts';
import type { PreviewEntry } from '../entry/previews.ts';
import type { HostInput, HostOutput } from '../protocol.ts';

export interface RehearsalGround {
  readonly clock: Clock;
  readonly open: (weights: Parameters<PreviewEntry['setSplit']>[0]) => Promise<PreviewEntry>;
  /** One real request. Rejects when nobody answered. */
  readonly ask: (url: string) => Promise<Pick<HostOutput<'probe'>, 'generation' | 'status'>>;
  /** Why it has to end at once, a sentence; null: it goes on. */
  readonly brokenOff: () => string | null;
}

/** A hundred requests a second: enough to see a gap, and little beside the live traffic. */
const everyMs = 10;
/** So long each side is asked once it has answered. */
const flowMs = 250;
const answersWithinMs = 5000;
/** Blocks that answer slowly are not buried under them. */
const underWayAtMost = 50;

export async function rehearse(
  { away, back, by }: HostInput<'rehearse'>,
  { clock, open, ask, brokenOff }: RehearsalGround,
): Promise<Rehearsal> {
  const entry = await open(allTo(back, away));
  const underWay = new Set<Promise<void>>();
  const counts = { requests: 0, lost: 0, errors: 0 };
  /** The moves so far, and when each was answered first: answers to requests of before a move say nothing of it. */
  let move = 0;
  let wanted = back;
  const firstAtMs = new Map<number, number>();

  const send = (): void => {
    counts.requests += 1;
    const [after, expected] = [move, wanted];
    const one: Promise<void> = ask(entry.url)
      .then(
        ({ generation, status }) => {
          // What no block has made the entry answered by itself.
          if (generation === null) counts.lost += 1;
          else if (status >= 500) counts.errors += 1;
          const isFirst = generation === expected && !firstAtMs.has(after);
          if (isFirst) firstAtMs.set(after, clock.monotonicMs());
        },
        () => {
          counts.lost += 1;
        },
      )
      .finally(() => underWay.delete(one));
    underWay.add(one);
  };
  const flow = async (limitMs: number, isDone: () => boolean): Promise<void> => {
    const endsAtMs = clock.monotonicMs() + limitMs;
    while (!isDone() && clock.monotonicMs() < endsAtMs && brokenOff() === null) {
      await clock.delay(everyMs);
      if (underWay.size < underWayAtMost) send();
    }
  };
  /** Milliseconds from the order to the first answer; null: there was none. */
  const moveTo = async (to: GenerationId, from: GenerationId): Promise<number | null> => {
    move += 1;
    wanted = to;
    const orderedAtMs = clock.monotonicMs();
    entry.setSplit(allTo(to, from));
    // Whatever is still under way: the first one does not wait.
    send();
    await flow(answersWithinMs, () => firstAtMs.has(move));
    const answeredAtMs = firstAtMs.get(move);
    if (answeredAtMs === undefined) return null;
    await flow(flowMs, () => false);
    return answeredAtMs - orderedAtMs;
  };
  const carryOut = async (): Promise<Rehearsal['end']> => {
    const times: number[] = [];
    for (const [to, from] of [
      [back, away],
      [away, back],
      [back, away],
    ] as const) {
      const ms = await moveTo(to, from);
      const because = brokenOff();
      if (because !== null) return { kind: 'broken-off', because };
      if (ms === null) return { kind: 'not-answered', by: to };
      times.push(ms);
    }
    await Promise.all(underWay);
    const [, cutOverMs = 0, revertMs = 0] = times;
    return { kind: 'measured', cutOverMs, revertMs };
  };

  try {
    const end = await carryOut();
    return { atMs: clock.now(), by, away, back, ...counts, end };
  } finally {
    await entry.close(0);
  }
}

function allTo(to: GenerationId, from: GenerationId) {
  return [
    { generation: to, weight: 100 },
    { generation: from, weight: 0 },
  ];
}
