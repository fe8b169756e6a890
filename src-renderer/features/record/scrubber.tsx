/**
 * Moves through the moments of a record. It stands on moments only: nothing is known of what lies
 * between them. The thumb shows where in time, the arrows go from one to the next.
 */
import { useId } from 'react';
import type { Audit } from '../../../src-shared/audit.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { nearestMoment, type Moment } from './moments.ts';
import { sincePress } from '../../../src-shared/record-words.ts';
import styles from './scrubber.module.css';
import { placeOn, type TimeAxis } from './time-axis.ts';

interface ScrubberProps {
  readonly audit: Pick<Audit, 'pressedAtMs'>;
  readonly moments: readonly Moment[];
  readonly axis: TimeAxis;
  /** Index of the moment. */
  readonly at: number;
  readonly onMove: (at: number) => void;
}

/** Moments that a key goes on by. */
const strides: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 5,
  PageDown: -5,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

export function Scrubber({ audit, moments, axis, at, onMove }: ScrubberProps) {
  const id = useId();
  const moment = moments[at];
  if (moment === undefined) return null;
  const when = sincePress(moment.atMs, audit);
  return (
    <div className={styles['scrubber']}>
      <label htmlFor={id}>Moment of this change</label>
      <div className={styles['rail']}>
        <div className={styles['ticks']} aria-hidden="true">
          {moments.map(({ atMs, kind }, index) => (
            <i
              key={index}
              data-kind={kind}
              style={{ left: `${String(placeOn(axis, atMs) * 100)}%` }}
            />
          ))}
        </div>
        <input
          id={id}
          type="range"
          min={0}
          max={axis.toMs - axis.fromMs}
          step="any"
          value={moment.atMs - axis.fromMs}
          aria-valuetext={`${when}: ${moment.text}`}
          onChange={(event) => {
            onMove(nearestMoment(moments, axis.fromMs + event.currentTarget.valueAsNumber));
          }}
          onKeyDown={(event) => {
            const stride = strides[event.key];
            if (stride === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            onMove(Math.min(moments.length - 1, Math.max(0, at + stride)));
          }}
        />
      </div>
      <p className={styles['moment']}>
        <b>{when}</b>
        <span>
          <MixedText text={moment.text} />
        </span>
        <span className={styles['place']}>
          {at + 1} of {moments.length}
        </span>
      </p>
    </div>
  );
}
