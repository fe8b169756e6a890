/** Sample requests to two generations: how many, to which paths, and what they say. Pure. */
import type { AppearanceList } from './appearance-schema.ts';
import type { SampledPath } from './behaviour-schema.ts';
import { mostSampledPaths } from './behaviour-bounds.ts';
import { durationText } from './block-starts.ts';

/** To each side, over all paths; with many paths so many that each can still be judged. */
const usualSamples = 60;
const fewestPerPath = 12;
/** Below that even nine of nine would be chance too often. */
const fewestToSay = 9;
/** Less counts as the same, whatever is certain about it. */
const leastMs = 2;
const leastShare = 0.1;

export function samplesPerPath(paths: number): number {
  return Math.max(fewestPerPath, Math.ceil(usualSamples / Math.max(1, paths)));
}

/** Of a list for pages and answers: each path once, the first of them. */
export function sampledPaths({ paths }: AppearanceList): {
  readonly paths: readonly Pick<AppearanceList['paths'][number], 'path' | 'allowsBadCertificate'>[];
  readonly left: number;
} {
  const byPath = new Map(
    paths.map(({ path, allowsBadCertificate }) => [
      path,
      { path, ...(allowsBadCertificate && { allowsBadCertificate }) },
    ]),
  );
  const all = [...byPath.values()];
  return {
    paths: all.slice(0, mostSampledPaths),
    left: Math.max(0, all.length - mostSampledPaths),
  };
}

export interface Verdict {
  readonly kind: 'cannot-say' | 'alike' | 'slower' | 'faster' | 'fails' | 'recovers';
  /** One sentence. */
  readonly text: string;
}

/**
 * More than chance: with two equal sides each pair is a coin, and this is three standard deviations above the half of them.
 * Whoever reads the counts can check it.
 */
function isMore(times: number, of: number): boolean {
  return of >= fewestToSay && times >= of / 2 + 1.5 * Math.sqrt(of);
}

/** @param nameA @param nameB safe text. */
export function verdictOf({ a, b, pairs }: SampledPath, nameA: string, nameB: string): Verdict {
  const { answered, slowerA, slowerB, differenceMs, failedA, failedB } = pairs;
  const apart = failedA + failedB;
  if (isMore(failedB, apart) || isMore(failedA, apart)) {
    const [kind, who, times, other, others] =
      failedB > failedA
        ? (['fails', nameB, failedB, nameA, failedA] as const)
        : (['recovers', nameA, failedA, nameB, failedB] as const);
    return { kind, text: `${who} failed ${timesText(times)} where ${other} answered, and ${other} ${timesText(others)} where ${who} did.` }; // prettier-ignore
  }
  if (apart > 0) {
    return cannotSay(`${nameA} alone failed ${timesText(failedA)} and ${nameB} alone ${timesText(failedB)}: too few to tell from chance.`); // prettier-ignore
  }
  if (answered === 0) return cannotSay('Neither of them answered well: there is nothing to compare.'); // prettier-ignore
  if (answered < fewestToSay) {
    return cannotSay(`Only ${String(answered)} of the pairs were answered by both: too few to tell from chance.`); // prettier-ignore
  }
  const of = slowerA + slowerB;
  const isSlower = isMore(slowerB, of);
  if (!isSlower && !isMore(slowerA, of)) {
    return { kind: 'alike', text: `No difference beyond chance: ${nameB} was slower in ${String(slowerB)} of ${String(answered)} pairs.` }; // prettier-ignore
  }
  const by = Math.abs(differenceMs ?? 0);
  const pace = isSlower ? 'slower' : 'faster';
  const often = `${nameB} was ${pace} in ${String(isSlower ? slowerB : slowerA)} of ${String(answered)} pairs`;
  if (by < Math.max(leastMs, leastShare * (a.p50Ms ?? 0))) {
    return { kind: 'alike', text: `Hardly a difference: ${often}, by ${durationText(by)} in the middle.` }; // prettier-ignore
  }
  const middle = `${durationText(a.p50Ms ?? 0)} became ${durationText(b.p50Ms ?? 0)}`;
  return { kind: pace, text: `${often}, by ${durationText(by)} in the middle (${middle}).` };
}

function cannotSay(because: string): Verdict {
  return { kind: 'cannot-say', text: `Cannot say. ${because}` };
}

const sumWords = [
  ['fails', 'fails more'],
  ['slower', 'is slower'],
  ['faster', 'is faster'],
  ['recovers', 'fails less'],
] as const;

/** All paths as one sentence: `v002 is slower at 1 of 5 paths; at 1 it cannot be said.` */
export function sumOfVerdicts(verdicts: readonly Verdict[], nameB: string): string {
  const of = (kind: Verdict['kind']): number => verdicts.filter((one) => one.kind === kind).length;
  const total = String(verdicts.length);
  const paths = verdicts.length === 1 ? 'path' : 'paths';
  const told = sumWords.flatMap(([kind, words]) =>
    of(kind) === 0 ? [] : [`${words} at ${String(of(kind))} of ${total} ${paths}`],
  );
  const unsaid = of('cannot-say');
  const rest = unsaid === 0 ? [] : [`at ${String(unsaid)} of ${total} it cannot be said`];
  if (told.length > 0) return `${nameB} ${[...told, ...rest].join('; ')}.`;
  if (unsaid === verdicts.length) return `Cannot say whether ${nameB} behaves otherwise: there are too few answers.`; // prettier-ignore
  return `${[`${nameB} answers no differently beyond chance`, ...rest].join('; ')}.`;
}

function timesText(times: number): string {
  return times === 1 ? 'once' : times === 0 ? 'never' : `${String(times)} times`;
}
