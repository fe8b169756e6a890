/** The second opinion on a release in one line: the verdict, the numbers of both sides, and how old they are. */
import { Check, CircleHelp, TriangleAlert } from 'lucide-react';
import type { HeardOpinion } from '../../../src-shared/opinion-schema.ts';
import { opinionWords } from '../../../src-shared/opinion-words.ts';
import { useClock } from '../../store/panel-context.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { useNow } from '../../ui/use-now.ts';
import styles from './opinion-line.module.css';

const marks = {
  passes: Check,
  fails: TriangleAlert,
  'cannot-say': CircleHelp,
  none: null,
} as const;

export function OpinionLine({ heard }: { readonly heard: HeardOpinion }) {
  const { nowMs } = useClock();
  const { tone, title, text, source } = opinionWords(heard, useNow(nowMs, 1000));
  const Mark = marks[tone];
  return (
    <p className={styles['line']} data-tone={tone}>
      {Mark !== null && <Mark size={14} aria-hidden="true" className={styles['mark']} />}
      <span>
        <b>{title}.</b>{' '}
        <bdi>
          <MixedText text={text} />
        </bdi>{' '}
        <span className={styles['source']}>{source}</span>
      </span>
    </p>
  );
}
