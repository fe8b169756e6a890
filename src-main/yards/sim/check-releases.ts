/** What a release promises beside the rules: proof before traffic, words obeyed, a bake that was watched. */
import type { ReleaseTerms, Word } from '../../../src-shared/release-schema.ts';
import { waitsBefore, type ReleaseIntent } from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import { launchedBy, rolloutOf, type EventOf } from './log-reading.ts';
import type { SimEvent } from './sim-log.ts';

export function releasesKept(log: readonly SimEvent[]): string[] {
  const ids = new Set(log.flatMap((event) => (event.kind === 'asked' ? [event.rollout] : [])));
  return [...ids].flatMap((id) => {
    const intent = rolloutOf(log, id)?.intent;
    if (intent?.kind !== 'release') return [];
    const shifts = shiftsOf(log, id, intent);
    return [
      ...provedFirst(log, shifts, intent),
      ...pressedFirst(log, shifts, id, intent.terms),
      ...acceptedFirst(log, shifts, id, intent.terms),
      ...wordsObeyed(log, shifts, id),
      ...bakedWhole(log, id, intent),
      ...badTakenBack(log, id, intent),
      ...onlyBeforeTraffic(log, id),
    ];
  });
}

type Asked = EventOf<'asked'>;

/** Writes that give the candidate traffic, each told with when it was first sent. */
function shiftsOf(log: readonly SimEvent[], id: string, intent: ReleaseIntent): Asked[] {
  return log.flatMap((event) =>
    event.kind === 'asked' &&
    event.rollout === id &&
    event.verb === 'route' &&
    event.target !== intent.from
      ? [event]
      : [],
  );
}

/** Not one request of a client before so many good checks in isolation, by whichever panel. */
function provedFirst(
  log: readonly SimEvent[],
  [first]: readonly Asked[],
  { terms }: ReleaseIntent,
): string[] {
  if (first === undefined) return [];
  let inARow = 0;
  let best = 0;
  for (const event of log.slice(0, log.indexOf(first))) {
    if (event.kind !== 'checked' || event.generation !== first.target) continue;
    inARow = event.status === terms.checks.status ? inARow + 1 : 0;
    best = Math.max(best, inARow);
  }
  if (best >= terms.checks.inARow) return [];
  return [`proof: ${first.target} got traffic after ${best} good checks in a row`];
}

/** Each place where it waits for a person was passed before the share behind it. */
function pressedFirst(
  log: readonly SimEvent[],
  shifts: readonly Asked[],
  id: string,
  terms: ReleaseTerms,
): string[] {
  const waits = waitsBefore(terms);
  return shifts.flatMap((shift) => {
    const at = terms.steps.findIndex(({ percent }) => percent === shift.share);
    const place = waits.slice(0, (at === -1 ? terms.steps.length : at) + 1).filter(Boolean).length;
    const passed = saidBefore(log, id, shift).filter(
      ({ change }) => change.kind === 'pass' && change.place >= place,
    );
    return place === 0 || passed.length > 0
      ? []
      : [`press: ${String(shift.share)} % were sent without a press`];
  });
}

/** A mark that no comparison ever has: whoever accepts it has read something else. */
export const otherMark = '0000000000000000';

/** Where findings are required, a person has accepted them before the first share, and not something else. */
function acceptedFirst(
  log: readonly SimEvent[],
  [first]: readonly Asked[],
  id: string,
  { findings }: ReleaseTerms,
): string[] {
  if (findings !== 'strict' || first === undefined) return [];
  const accepted = saidBefore(log, id, first).findLast(
    ({ change }) => change.kind === 'pass' && change.accepts !== undefined,
  )?.change;
  const isAccepted =
    accepted?.kind === 'pass' &&
    accepted.accepts !== undefined &&
    accepted.accepts.mark !== otherMark;
  return isAccepted
    ? []
    : [`findings: ${String(first.share)} % were sent with findings that nobody had accepted`];
}

/** A look may be so old, and a word is on its way for so long. */
const wordsMs = 3000;

/** Held or aborted, nothing new is moved; what was sent already may be sent again. */
function wordsObeyed(log: readonly SimEvent[], shifts: readonly Asked[], id: string): string[] {
  const sent = new Set<string>();
  return shifts.flatMap((shift) => {
    const isAgain = sent.has(shift.token);
    sent.add(shift.token);
    const words = saidBefore(log, id, shift).filter(({ atMs }) => atMs <= shift.atMs - wordsMs);
    const last = words.findLast(({ change }) => change.kind === 'hold' || change.kind === 'resume');
    const isHeld = last?.change.kind === 'hold';
    const isAborted = words.some(({ change }) => change.kind === 'abort');
    const resumed = saidBefore(log, id, shift).findLast(isOfHold)?.change.kind === 'resume';
    if (isAgain || (!isAborted && (!isHeld || resumed))) return [];
    return [
      `words: ${String(shift.share)} % were sent while it was ${isHeld ? 'held' : 'aborted'}`,
    ];
  });
}

function isOfHold({ change }: { readonly change: Word }): boolean {
  return change.kind === 'hold' || change.kind === 'resume';
}

/** Verified only when all traffic had been there for the whole bake at least. */
function bakedWhole(log: readonly SimEvent[], id: string, { terms }: ReleaseIntent): string[] {
  const all = log.find(
    (event) => event.kind === 'did' && event.rollout === id && event.share === 100,
  );
  return endsOf(log, id).flatMap(({ atMs }) =>
    all !== undefined && atMs - all.atMs >= terms.bakeMs
      ? []
      : [`bake: it was called verified after ${atMs - (all?.atMs ?? atMs)} of ${terms.bakeMs} ms`],
  );
}

/** Share of errors under traffic above which no bake may end well. */
const badShare = 0.1;

function badTakenBack(log: readonly SimEvent[], id: string, intent: ReleaseIntent): string[] {
  if (intent.terms.bakeMs === 0) return [];
  return log.flatMap((event) => {
    if (event.kind !== 'said' || event.outcome.rollout !== id) return [];
    if (event.outcome.kind !== 'verified') return [];
    const candidate = releasedId(event.fleet, intent);
    const traffic = event.fleet.traffic.generations.find((one) => one.generation === candidate);
    const share = (traffic?.errorsPerSecond ?? 0) / Math.max(1, traffic?.requestsPerSecond ?? 0);
    return share > badShare ? [`guards: ${candidate} was called verified while it errs`] : [];
  });
}

/** What it launched is taken away only before it had any of the traffic. */
function onlyBeforeTraffic(log: readonly SimEvent[], id: string): string[] {
  const launched = launchedBy(log, id);
  return log.flatMap((event, index) => {
    if (event.kind !== 'asked' || event.rollout !== id || event.verb !== 'retireGeneration')
      return [];
    const hadTraffic = log
      .slice(0, index)
      .some((one) => one.kind === 'did' && one.verb === 'route' && one.target === event.target);
    if (!launched.has(event.target)) return [`rule 9: ${event.target} was not launched by it`];
    return hadTraffic ? [`rule 4: ${event.target} had had traffic and was removed`] : [];
  });
}

function saidBefore(
  log: readonly SimEvent[],
  id: string,
  event: SimEvent,
): EventOf<'controlled'>[] {
  return log
    .slice(0, log.indexOf(event))
    .flatMap((one) => (one.kind === 'controlled' && one.rollout === id ? [one] : []));
}

/** When it was concluded that it is verified. */
function endsOf(log: readonly SimEvent[], id: string): { readonly atMs: number }[] {
  return log.flatMap((event) => {
    if (event.kind !== 'said' || event.outcome.rollout !== id) return [];
    if (event.outcome.kind !== 'verified') return [];
    const at = log.findLast(
      (one) => one.kind === 'concluded' && one.rollout === id && one.session === event.session,
    );
    return [{ atMs: at?.atMs ?? event.atMs }];
  });
}
