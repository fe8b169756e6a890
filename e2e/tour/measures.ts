/** Figures of a tour, from the records of its requests. Pure. */
import { lossReason, type RequestRecord } from '../load/request-record.ts';
import type { LedgerMatch } from '../load/ledger.ts';
import { summarise } from '../load/summary.ts';
import type { TrafficFigures, WayBack } from './tour-report.ts';

/** @param bad the generation whose errors are the story; null: there is none. */
export function trafficFigures(
  what: Pick<TrafficFigures, 'name' | 'during'>,
  records: readonly RequestRecord[],
  match: LedgerMatch,
  bad: string | null,
): TrafficFigures {
  const isWrong = (record: RequestRecord): boolean => bad !== null && isErrorOf(bad, record);
  const { sent, generations, p50Ms, p95Ms, p99Ms, lagP99Ms } = summarise(records);
  const { lost, lostBy } = summarise(records.filter((record) => !isWrong(record)));
  const wrongByBadRelease = records.filter(isWrong).length;
  return {
    ...what,
    ...{ sent, answered: sent - lost - wrongByBadRelease, wrongByBadRelease, lost, lostBy },
    ...{ posts: match.posts, twice: match.twice.length, missing: match.missing.length },
    ...{ generations, p50Ms, p95Ms, p99Ms, lagP99Ms },
  };
}

/** A whole answer with the right id that says that the server has failed. */
function isErrorOf(generation: string, record: RequestRecord): boolean {
  return (
    record.generation === generation &&
    (record.status ?? 0) >= 500 &&
    lossReason(record) === `status ${String(record.status)}` &&
    record.echoedId === record.id
  );
}

/**
 * When the last request left that this generation still answered, in ms since a moment; 0 when none left after it.
 * Requests of before may well be answered later: they were under way.
 */
export function lastSentAfterMs(
  records: readonly RequestRecord[],
  generation: string,
  momentMs: number,
): number {
  const sent = records
    .filter((record) => record.generation === generation)
    .map((record) => record.sentAtMs - momentMs);
  return Math.max(0, ...sent);
}

/**
 * From the first wrong answer of a generation with all traffic to the first answer by the old one to a request sent
 * after that: only a split that leads back can have brought it there. Null while there is no such pair.
 */
export function wayBack(
  records: readonly RequestRecord[],
  bad: string,
  old: string,
): Omit<WayBack, 'from' | 'to'> | null {
  const wrong = records.filter((record) => isErrorOf(bad, record));
  const firstWrongAtMs = earliest(wrong.map(({ answeredAtMs }) => answeredAtMs));
  if (firstWrongAtMs === null) return null;
  const backAtMs = earliest(
    records
      .filter((record) => record.generation === old && record.sentAtMs > firstWrongAtMs)
      .map(({ answeredAtMs }) => answeredAtMs),
  );
  if (backAtMs === null) return null;
  return {
    backAfterMs: backAtMs - firstWrongAtMs,
    wrongAnswers: wrong.length,
    answers: records.filter(({ generation }) => generation === bad).length,
    wrongAfterwards: records.filter(
      (record) => record.sentAtMs > backAtMs && lossReason(record) !== null,
    ).length,
  };
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
