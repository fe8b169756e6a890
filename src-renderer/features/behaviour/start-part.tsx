/** How both generations start, stage by stage on one scale, and what the last generations took. */
import {
  durationText,
  nextReplacementText,
  noStartsText,
  startsText,
  startTrend,
  type TrendPoint,
} from '../../../src-shared/block-starts.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { BehaviourSide } from './behaviour-side.ts';
import styles from './behaviour.module.css';

export interface StartPartProps {
  readonly fleet: Fleet;
  readonly sides: readonly BehaviourSide[];
}

/** Nobody may have asked for hours: a first response beyond so many slowest starts would leave no room for the starts. */
const longestWait = 2;

export function StartPart({ fleet, sides }: StartPartProps) {
  const slowestMs = Math.max(
    1,
    ...sides.map(({ generation }) => generation.starts?.healthy.slowestMs ?? 0),
  );
  const responses = sides.flatMap(({ generation }) => generation.starts?.firstResponse?.medianMs ?? []); // prettier-ignore
  const drawn = responses.filter((ms) => ms <= slowestMs * longestWait);
  const scaleMs = Math.max(slowestMs, ...drawn);
  const trend = startTrend(fleet);
  return (
    <div className={styles['part']}>
      <h3>Start-up: launched, running, healthy, first response</h3>
      <div className={styles['starts']}>
        {sides.map((side) => (
          <StartBar key={side.generation.id} side={side} scaleMs={scaleMs} />
        ))}
      </div>
      {sides.some(({ generation }) => generation.starts !== undefined) && (
        <p className={styles['quiet']}>
          {sides.some(({ generation }) => (generation.starts?.running ?? null) !== null) &&
            'Thin: until its process runs. '}
          Thick: until it is healthy, by the median. The line is the slowest start.
          {drawn.length > 0 && ' The ring is the first response, by the median.'}
          {drawn.length < responses.length &&
            ' A first response that came long after stands in words only.'}
        </p>
      )}
      {trend.length > 1 && <Trend trend={trend} sides={sides} />}
      <p className={styles['verdict']}>{nextReplacementText(fleet)}</p>
    </div>
  );
}

function StartBar({ side, scaleMs }: { readonly side: BehaviourSide; readonly scaleMs: number }) {
  const { generation, name, hue } = side;
  const { starts } = generation;
  const responseMs = starts?.firstResponse?.medianMs ?? Infinity;
  const at = (ms: number): string => `${String((ms / scaleMs) * 100)}%`;
  return (
    <div className={styles['start']} data-side={hue}>
      <p className={styles['who']}>
        <bdi>{name}</bdi>
        {starts !== undefined && <b>{durationText(starts.healthy.medianMs)}</b>}
      </p>
      {starts !== undefined && (
        <div className={styles['track']} aria-hidden="true">
          <div className={styles['running']} style={{ width: at(starts.running?.medianMs ?? 0) }} />
          <div
            className={styles['healthy']}
            style={{
              left: at(starts.running?.medianMs ?? 0),
              width: at(starts.healthy.medianMs - (starts.running?.medianMs ?? 0)),
            }}
          />
          <div className={styles['slowest']} style={{ left: at(starts.healthy.slowestMs) }} />
          {responseMs <= scaleMs && (
            <div className={styles['response']} style={{ left: at(responseMs) }} />
          )}
        </div>
      )}
      <p className={styles['quiet']}>{starts === undefined ? noStartsText : startsText(starts)}</p>
    </div>
  );
}

function Trend({
  trend,
  sides,
}: {
  readonly trend: readonly TrendPoint[];
  readonly sides: readonly BehaviourSide[];
}) {
  const highestMs = Math.max(1, ...trend.map(({ starts }) => starts.healthy.slowestMs));
  return (
    <figure className={styles['trend']}>
      <figcaption>Until healthy, over the last generations whose start-up is known</figcaption>
      <ol>
        {trend.map(({ generation, starts }) => {
          const { medianMs, slowestMs } = starts.healthy;
          const side = sides.find((one) => one.generation.id === generation.id);
          return (
            <li key={generation.id} data-side={side?.hue ?? 'none'}>
              <span className={styles['value']}>{durationText(medianMs)}</span>
              <div className={styles['column']} aria-hidden="true">
                <div
                  className={styles['bar']}
                  style={{ height: `${String((medianMs / highestMs) * 100)}%` }}
                />
                <div
                  className={styles['top']}
                  style={{ bottom: `${String((slowestMs / highestMs) * 100)}%` }}
                />
              </div>
              <bdi>{plain(labelOfGeneration(generation), 20)}</bdi>
            </li>
          );
        })}
      </ol>
    </figure>
  );
}
