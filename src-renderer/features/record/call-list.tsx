/** Each call with its reason, its token and its answer, and how long it took as a bar on one axis of time. */
import { Check, TriangleAlert, X } from 'lucide-react';
import type { Audit, AuditAttempt, AuditStep } from '../../../src-shared/audit.ts';
import { plain } from '../../../src-shared/wording.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import styles from './call-list.module.css';
import { answerText, duration, sincePress, tookText } from '../../../src-shared/record-words.ts';
import { percentOn, placeOn, type TimeAxis } from './time-axis.ts';

interface CallListProps {
  readonly audit: Audit;
  readonly axis: TimeAxis;
  /** Where the scrubber stands. */
  readonly atMs: number;
}

export function CallList({ audit, axis, atMs }: CallListProps) {
  const { steps, end, pressedAtMs } = audit;
  const endMs = end?.atMs ?? axis.toMs;
  const around = { axis, atMs };
  return (
    <section className={styles['calls']} aria-label="Calls">
      <div className={styles['row']}>
        <h2>Calls</h2>
        <div className={styles['axis']} aria-hidden="true">
          {axis.ticks.map((tick) => (
            <span
              key={tick.atMs}
              data-last={placeOn(axis, tick.atMs) > 0.86}
              style={{ left: percentOn(axis, tick.atMs) }}
            >
              {tick.text}
            </span>
          ))}
        </div>
      </div>
      <div className={styles['row']}>
        <p className={styles['whole']}>
          From the press to the {end === null ? 'last line' : 'end'}
        </p>
        <Track
          {...around}
          fromMs={pressedAtMs}
          toMs={endMs}
          kind={end === null ? 'open' : 'whole'}
          text={duration(endMs - pressedAtMs)}
        />
      </div>
      {steps.length === 0 && <p className={styles['none']}>Nothing was sent.</p>}
      <ol>
        {steps.map((step) => (
          <Step key={step.token} step={step} audit={audit} {...around} />
        ))}
      </ol>
    </section>
  );
}

interface StepProps extends CallListProps {
  readonly step: AuditStep;
}

function Step({ step, ...around }: StepProps) {
  return (
    <li className={styles['step']}>
      <h3>
        <bdi>
          <MixedText text={plain(step.title, 300)} />
        </bdi>
      </h3>
      <code className={styles['token']}>{plain(step.token, 80)}</code>
      <ol>
        {step.attempts.map((attempt, index) => (
          <Attempt key={index} attempt={attempt} of={step} {...around} />
        ))}
      </ol>
    </li>
  );
}

interface AttemptProps extends CallListProps {
  readonly attempt: AuditAttempt;
  readonly of: AuditStep;
}

const marks = {
  answered: { icon: Check, word: 'answered' },
  refused: { icon: X, word: 'refused' },
  unknown: { icon: TriangleAlert, word: 'unknown' },
} as const;

function Attempt({ attempt, of, audit, axis, atMs }: AttemptProps) {
  const { answer, sentAtMs, tookMs, reason, epoch } = attempt;
  const mark = answer === null ? null : marks[answer.kind];
  const Icon = mark?.icon ?? TriangleAlert;
  const which = of.attempts.length === 1 ? '' : `Attempt ${String(attempt.attempt)}, `;
  const taken = epoch === null || epoch === 1 ? '' : `, epoch ${String(epoch)}`;
  const kind = answer === null ? 'open' : answer.kind;
  return (
    <li className={styles['row']}>
      <div className={styles['words']}>
        <p>
          <bdi>
            <MixedText text={plain(reason, 600)} />
          </bdi>
        </p>
        <p className={styles['answer']} data-kind={kind}>
          <Icon size={13} role="img" aria-label={mark?.word ?? 'no answer'} />
          <bdi>
            <MixedText text={answerText(answer)} />
          </bdi>
        </p>
        <p className={styles['when']}>
          {which === '' ? 'Sent' : `${which}sent`} {sincePress(sentAtMs, audit)}
          {tookMs === null ? '' : `, took ${duration(tookMs)}`}
          {taken}
        </p>
      </div>
      <Track
        axis={axis}
        atMs={atMs}
        fromMs={sentAtMs}
        toMs={answer?.atMs ?? axis.toMs}
        kind={kind}
        text={tookText(attempt)}
      />
    </li>
  );
}

interface TrackProps {
  readonly axis: TimeAxis;
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly kind: 'whole' | 'open' | keyof typeof marks;
  readonly text: string;
}

/** Its words stand beside it for everybody, so it is a picture only. */
function Track({ axis, atMs, fromMs, toMs, kind, text }: TrackProps) {
  const [from, to] = [placeOn(axis, fromMs), placeOn(axis, toMs)];
  const isFull = to > 0.85 && from < 0.15;
  const side = isFull ? 'within' : to > 0.85 ? 'before' : 'after';
  const css = (share: number): string => `${(share * 100).toFixed(3)}%`;
  return (
    <div className={styles['track']} aria-hidden="true">
      <i className={styles['playhead']} style={{ left: percentOn(axis, atMs) }} />
      <i
        className={styles['bar']}
        data-kind={kind}
        style={{ left: css(from), width: css(to - from) }}
      />
      <span
        className={styles['took']}
        data-side={side}
        style={
          side === 'within'
            ? { left: css((from + to) / 2) }
            : side === 'before'
              ? { right: css(1 - from) }
              : { left: css(to) }
        }
      >
        {text}
      </span>
    </div>
  );
}
