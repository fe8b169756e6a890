/** The checks of a preflight: what is not passed stands open, what is passed is folded under its number. */
import { Check, CircleHelp, LoaderCircle, TriangleAlert, X } from 'lucide-react';
import type { Preflight } from '../../../src-shared/preflight.ts';
import { preflightSummary } from '../../../src-shared/preflight.ts';
import type { PreflightCheck, PreflightVerdict } from '../../../src-shared/preflight-shape.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import styles from './preflight-list.module.css';

interface PreflightListProps {
  readonly preflight: Preflight;
  /** One below the heading that it stands under. */
  readonly heading: 'h3' | 'h4';
}

export function PreflightList({ preflight, heading: Heading }: PreflightListProps) {
  const { forward, back, cost } = preflight;
  return (
    <section className={styles['preflight']} aria-label="Preflight">
      <div className={styles['head']}>
        <Heading>Preflight</Heading>
        <p role="status">{preflightSummary(preflight)}</p>
      </div>
      <Way title="Way forward" checks={forward} />
      <Way title="Way back" checks={back} />
      {cost !== '' && (
        <p className={styles['cost']}>
          <MixedText text={cost} />
        </p>
      )}
    </section>
  );
}

const order: readonly PreflightVerdict[] = ['failed', 'warning', 'untold', 'asking'];

function Way({
  title,
  checks,
}: {
  readonly title: string;
  readonly checks: readonly PreflightCheck[];
}) {
  const passed = checks.filter(({ verdict }) => verdict === 'passed');
  const others = order.flatMap((verdict) => checks.filter((check) => check.verdict === verdict));
  return (
    <div className={styles['way']}>
      {others.length > 0 && <CheckList title={title} checks={others} />}
      {passed.length > 0 && (
        <details className={styles['fold']}>
          <summary>
            <Check size={14} aria-hidden="true" className={styles['good']} />
            <span>
              {title}: {String(passed.length)} passed
            </span>
          </summary>
          <CheckList title={`${title}, passed`} checks={passed} />
        </details>
      )}
    </div>
  );
}

function CheckList({
  title,
  checks,
}: {
  readonly title: string;
  readonly checks: readonly PreflightCheck[];
}) {
  return (
    <ul aria-label={title}>
      {checks.map((check, index) => (
        <Row key={`${check.what} ${String(index)}`} check={check} />
      ))}
    </ul>
  );
}

const marks = {
  passed: Check,
  warning: TriangleAlert,
  failed: X,
  untold: CircleHelp,
  asking: LoaderCircle,
} as const;
const words: Readonly<Record<PreflightVerdict, string>> = {
  passed: 'passed',
  warning: 'warning',
  failed: 'failed',
  untold: 'cannot be told',
  asking: 'being asked',
};

function Row({ check: { what, verdict, text, todo } }: { readonly check: PreflightCheck }) {
  const Mark = marks[verdict];
  return (
    <li data-verdict={verdict}>
      <Mark size={14} aria-hidden="true" className={styles['mark']} />
      <p>
        <b>
          <MixedText text={what} />
        </b>{' '}
        <span className={styles['word']}>{words[verdict]}</span>
        <span className={styles['text']}>
          <MixedText text={text} />
          {todo !== '' && <em> {todo}</em>}
        </span>
      </p>
    </li>
  );
}
