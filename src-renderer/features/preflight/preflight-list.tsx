/** The checks of a preflight: what is not passed stands open, what is passed is folded under its number. */
import { Check, CircleHelp, LoaderCircle, TriangleAlert, X } from 'lucide-react';
import type { Preflight } from '../../../src-shared/preflight.ts';
import { preflightSummary } from '../../../src-shared/preflight.ts';
import type { PreflightCheck, PreflightVerdict } from '../../../src-shared/preflight-shape.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import styles from './preflight-list.module.css';
import type { LeadingFix } from './use-fixes.ts';

interface PreflightListProps {
  readonly preflight: Preflight;
  /** One below the heading that it stands under. */
  readonly heading: 'h3' | 'h4';
  /** Where a check that did not pass can be put right; absent: nowhere from here. */
  readonly fixOf?: (check: PreflightCheck) => LeadingFix | null;
  /** Asks the yard once more: what was put right elsewhere is seen then. */
  readonly onAskAgain?: () => void;
}

export function PreflightList({ preflight, heading: Heading, ...more }: PreflightListProps) {
  const { fixOf = noFix, onAskAgain } = more;
  const { forward, back, cost } = preflight;
  return (
    <section className={styles['preflight']} aria-label="Preflight">
      <div className={styles['head']}>
        <Heading>Preflight</Heading>
        <p role="status">{preflightSummary(preflight)}</p>
        {onAskAgain !== undefined && (
          <ActButton look="quiet" className={styles['again']} onAct={onAskAgain}>
            Ask again
          </ActButton>
        )}
      </div>
      <Way title="Way forward" checks={forward} fixOf={fixOf} />
      <Way title="Way back" checks={back} fixOf={fixOf} />
      {cost !== '' && (
        <p className={styles['cost']}>
          <MixedText text={cost} />
        </p>
      )}
    </section>
  );
}

const order: readonly PreflightVerdict[] = ['failed', 'warning', 'untold', 'asking'];

interface WayProps {
  readonly title: string;
  readonly checks: readonly PreflightCheck[];
  readonly fixOf: (check: PreflightCheck) => LeadingFix | null;
}

const noFix = (): null => null;

function Way({ title, checks, fixOf }: WayProps) {
  const passed = checks.filter(({ verdict }) => verdict === 'passed');
  const others = order.flatMap((verdict) => checks.filter((check) => check.verdict === verdict));
  return (
    <div className={styles['way']}>
      {others.length > 0 && <CheckList title={title} checks={others} fixOf={fixOf} />}
      {passed.length > 0 && (
        <details className={styles['fold']}>
          <summary>
            <Check size={14} aria-hidden="true" className={styles['good']} />
            <span>
              {title}: {String(passed.length)} passed
            </span>
          </summary>
          <CheckList title={`${title}, passed`} checks={passed} fixOf={noFix} />
        </details>
      )}
    </div>
  );
}

function CheckList({ title, checks, fixOf }: WayProps) {
  return (
    <ul aria-label={title}>
      {checks.map((check, index) => (
        <Row key={`${check.what} ${String(index)}`} check={check} fix={fixOf(check)} />
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

interface RowProps {
  readonly check: PreflightCheck;
  readonly fix: LeadingFix | null;
}

function Row({ check: { what, verdict, text, todo }, fix }: RowProps) {
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
      {fix !== null && (
        <ActButton
          look="quiet"
          className={styles['fix']}
          label={`${fix.text} (${what})`}
          onAct={fix.onAct}
        >
          {fix.text}
        </ActButton>
      )}
    </li>
  );
}
