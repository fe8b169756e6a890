/** What came of sample requests: the verdict of each path, and its times as small multiples on one scale, left beside right. */
import type { BehaviourReport, SampledPath, SampledSide } from '../../../src-shared/behaviour-schema.ts'; // prettier-ignore
import { sumOfVerdicts, verdictOf } from '../../../src-shared/behaviour.ts';
import { plain } from '../../../src-shared/wording.ts';
import { bytes, latency } from '../../ui/format.ts';
import type { BehaviourSide } from './behaviour-side.ts';
import styles from './behaviour.module.css';
import { columns, columnsOf, placeOf, scaleOf, type Scale } from './distribution.ts';

export interface SamplesViewProps {
  readonly report: BehaviourReport;
  readonly a: BehaviourSide;
  readonly b: BehaviourSide;
}

export function SamplesView({ report, a, b }: SamplesViewProps) {
  const scale = scaleOf(report);
  const told = report.paths.map((path) => ({ path, verdict: verdictOf(path, a.name, b.name) }));
  const sum = sumOfVerdicts(
    told.map(({ verdict }) => verdict),
    b.name,
  );
  return (
    <>
      <p className={styles['sum']} role="status">
        <bdi>{sum}</bdi>
      </p>
      {report.missing.map((sentence) => (
        <p key={sentence} className={styles['problem']}>
          {plain(sentence, 400)}
        </p>
      ))}
      {scale !== null && (
        <p className={styles['quiet']}>
          Each column counts answers, on one logarithmic scale for all of them; the line is the
          median.
        </p>
      )}
      <div className={styles['samples']}>
        {told.map(({ path, verdict }) => (
          <article key={path.path}>
            <h4>
              <bdi>{plain(path.path, 120)}</bdi>
            </h4>
            <p className={styles['verdict']} data-verdict={verdict.kind}>
              {verdict.text}
            </p>
            <div className={styles['pair']}>
              <SampledTimes side={path.a} of={a} scale={scale} highest={highestIn(path, scale)} />
              <SampledTimes side={path.b} of={b} scale={scale} highest={highestIn(path, scale)} />
            </div>
          </article>
        ))}
      </div>
    </>
  );
}

function highestIn({ a, b }: SampledPath, scale: Scale | null): number {
  if (scale === null) return 1;
  return Math.max(1, ...columnsOf(a.timesMs, scale), ...columnsOf(b.timesMs, scale));
}

function SampledTimes({
  side,
  of,
  scale,
  highest,
}: {
  readonly side: SampledSide;
  readonly of: BehaviourSide;
  readonly scale: Scale | null;
  readonly highest: number;
}) {
  const slowest = side.timesMs.length === 0 ? null : Math.max(...side.timesMs);
  return (
    <figure className={styles['times']} data-side={of.hue}>
      <figcaption>
        <bdi>{of.name}</bdi>
      </figcaption>
      {scale !== null && (
        <>
          <div className={styles['plot']} aria-hidden="true">
            {columnsOf(side.timesMs, scale).map((count, index) => (
              <div
                key={index}
                style={{
                  left: `${String((index / columns) * 100)}%`,
                  width: `${String(100 / columns)}%`,
                  height: `${String((count / highest) * 100)}%`,
                }}
              />
            ))}
            {side.p50Ms !== null && (
              <span style={{ left: `${String(placeOf(side.p50Ms, scale) * 100)}%` }} />
            )}
          </div>
          <p className={styles['axis']} aria-hidden="true">
            <span>{latency(scale.fromMs)}</span>
            <span>{latency(scale.toMs)}</span>
          </p>
        </>
      )}
      <p>
        {slowest === null
          ? 'No times: nothing was answered well.'
          : `Median ${latency(side.p50Ms)}, ${side.p95Ms === null ? `slowest ${latency(slowest)}` : `p95 ${latency(side.p95Ms)}, slowest ${latency(slowest)}`}`}
      </p>
      <p className={styles['quiet']}>
        {statusesText(side)}
        {side.bytes !== null && `; ${bytes(side.bytes)} each`}
      </p>
    </figure>
  );
}

function statusesText({ statuses, asked }: SampledSide): string {
  if (asked === 0) return 'Not asked';
  return statuses
    .map(
      ({ status, count }) =>
        `${String(count)} \u00d7 ${status === null ? 'no answer' : String(status)}`,
    ) // prettier-ignore
    .join(', ');
}
