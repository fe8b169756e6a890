/** What of a tour was not as it should be, in words. Pure. */
import type { PressKind, TourReport, TrafficFigures } from './tour-report.ts';

const presses: readonly PressKind[] = [
  'first-share',
  'all',
  'revert',
  'cut-over',
  'release-at-once',
];

/** @returns nothing when all of it was as it should be. */
export function judge(report: Omit<TourReport, 'problems'>): readonly string[] {
  const { steps, traffic, sampleTraffic, complaints } = report;
  const isWhole = steps.length > 0 && steps.every(({ end }) => end.kind === 'seen');
  return [
    ...(steps.length === 0 ? ['No step was taken.'] : []),
    ...steps.flatMap(({ title, end }) => {
      if (end.kind === 'seen') return [];
      return end.kind === 'failed'
        ? [`"${title}" was not seen: ${end.because}`]
        : [`"${title}" was not reached.`];
    }),
    ...traffic.flatMap(troubleOf),
    ...(sampleTraffic !== null && sampleTraffic.lost + sampleTraffic.refused > 0
      ? [
          `Sample traffic: ${String(sampleTraffic.lost)} lost and ${String(sampleTraffic.refused)} refused of ${String(sampleTraffic.sent)}.`,
        ]
      : []),
    ...complaints.map((complaint) => `The page complained: ${complaint}`),
    // After a step that failed these say nothing new.
    ...(isWhole ? unmeasured(report) : []),
  ];
}

function troubleOf(figures: TrafficFigures): readonly string[] {
  const { during, sent, lost, lostBy, posts, twice, missing } = figures;
  const reasons = Object.entries(lostBy).map(([reason, count]) => `${reason}: ${String(count)}`);
  return [
    ...(lost > 0
      ? [`${during}: ${String(lost)} of ${String(sent)} requests lost (${reasons.join(', ')}).`]
      : []),
    ...(twice > 0 ? [`${during}: ${String(twice)} POSTs carried out twice.`] : []),
    ...(missing > 0 ? [`${during}: ${String(missing)} POSTs answered that no block knows.`] : []),
    // A client that sent none could not have noticed one carried out twice.
    ...(posts === 0 ? [`${during}: no POST was sent, so nothing was proven.`] : []),
  ];
}

function unmeasured(report: Omit<TourReport, 'problems'>): readonly string[] {
  const { wayBack, sampleTraffic } = report;
  const missing = presses.filter((kind) => report.presses.every((press) => press.kind !== kind));
  return [
    ...missing.map((kind) => `The press "${kind}" was not measured.`),
    ...(report.traffic.length === 0 ? ['No request of our own was sent.'] : []),
    ...(sampleTraffic === null || sampleTraffic.sent === 0 ? ['No sample traffic was seen.'] : []),
    ...(wayBack === null ? ['No bad release was seen to go back by itself.'] : []),
    ...(wayBack !== null && wayBack.wrongAfterwards > 0
      ? [
          `${String(wayBack.wrongAfterwards)} requests went wrong after the traffic was back at ${wayBack.to}.`,
        ]
      : []),
  ];
}
