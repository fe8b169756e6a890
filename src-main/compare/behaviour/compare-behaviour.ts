/**
 * The same sample requests to two generations: GET, one after the other, the sides in turn and each first as often as the
 * other, so that both meet the same weather. Bounded in number and in time.
 */
import type { AppearanceProgress } from '../../../src-shared/appearance-schema.ts';
import type { BehaviourReport, SampleOrder } from '../../../src-shared/behaviour-schema.ts';
import { samplesPerPath } from '../../../src-shared/behaviour.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { fail, succeed, type Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { askPath } from '../appearance/ask-path.ts';
import { addressOf, pageAddress, type PageAddress } from '../appearance/page-address.ts';
import { pathFigures, type Pair, type Sample } from './path-figures.ts';

export interface BehaviourGround {
  /** Epoch milliseconds. */
  readonly nowMs: number;
  readonly monotonicMs: () => number;
  readonly onProgress: (progress: AppearanceProgress) => void;
  /** Its end: nothing of it is kept. */
  readonly signal: AbortSignal;
  /** Its early end: what was measured by then is told, but for the pair that is on its way. */
  readonly enough?: AbortSignal;
}

export interface BehaviourOrder extends Omit<SampleOrder, 'fleet' | 'paths'> {
  readonly fleet: Fleet;
  readonly paths: readonly SampleOrder['paths'][number][];
}

/** A side that answers nothing would take its whole time limit for each of them. */
const longestRunMs = 120_000;
/** So that a thousand steps are not a thousand messages. */
const progressEvery = 5;

/** Faults: `refused` when it was stopped, and what `pageAddress` says. */
export async function compareBehaviour(
  ground: BehaviourGround,
  { fleet, a, b, paths, waitsSeconds }: BehaviourOrder,
): Promise<Result<BehaviourReport>> {
  const [left, right] = [pageAddress(fleet, a), pageAddress(fleet, b)];
  if (!left.ok) return left;
  if (!right.ok) return right;
  const rounds = samplesPerPath(paths.length);
  const total = rounds * paths.length;
  const pairs = new Map<string, Pair[]>();
  const endsAtMs = ground.monotonicMs() + longestRunMs;
  const isStopped = (): boolean => ground.signal.aborted;
  const isEnough = (): boolean => ground.enough?.aborted === true;
  const signal = AbortSignal.any([ground.signal, ...(ground.enough ? [ground.enough] : [])]);
  const isOver = (): boolean => signal.aborted;
  let done = 0;
  // Round after round, not path after path: what comes over a side for ten seconds must not be one path's.
  // The first round is for what only a first request costs, and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { path, allowsBadCertificate = false } of paths) {
      if (isOver() || ground.monotonicMs() >= endsAtMs) break;
      if (done % progressEvery === 0) ground.onProgress({ title: path, done, total });
      const ask = (side: PageAddress): Promise<Sample> =>
        sampleOf(side, path, { allowsBadCertificate, timeoutMs: waitsSeconds * 1000, signal }); // prettier-ignore
      const pair = await inTurn(left.value, right.value, ask, round % 2 === 0);
      if (round === 0 || isOver()) continue;
      done += 1;
      pairs.set(path, [...(pairs.get(path) ?? []), pair]);
    }
  }
  if (isStopped()) {
    return fail({ code: 'refused', message: 'The sample requests were stopped.' });
  }
  const sent = `${String(done)} of ${String(total)} requests to each side`;
  const missing =
    done >= total
      ? []
      : isEnough()
        ? [`It was ended with ${sent}: there was no more time for it.`]
        : [`It ended after ${String(longestRunMs / 1000)} s, with ${sent}: the answers took too long.`]; // prettier-ignore
  const told = paths.map(({ path }) => pathFigures(plain(path, 300), pairs.get(path) ?? []));
  return succeed({ atMs: ground.nowMs, fleet: fleet.id, a, b, paths: told, missing });
}

async function inTurn(
  left: PageAddress,
  right: PageAddress,
  ask: (side: PageAddress) => Promise<Sample>,
  isLeftFirst: boolean,
): Promise<Pair> {
  if (isLeftFirst) {
    const a = await ask(left);
    return { a, b: await ask(right) };
  }
  const b = await ask(right);
  return { a: await ask(left), b };
}

async function sampleOf(
  side: PageAddress,
  path: string,
  limits: { allowsBadCertificate: boolean; timeoutMs: number; signal: AbortSignal },
): Promise<Sample> {
  const url = addressOf(side, path);
  if (url === null) return { status: null, ms: 0, bytes: 0 };
  const answer = await askPath({ url, headers: side.headers, ...limits });
  return answer.kind === 'answered'
    ? { status: answer.status, ms: answer.ms, bytes: answer.body.length }
    : { status: null, ms: answer.ms, bytes: 0 };
}
