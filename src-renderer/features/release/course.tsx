/** How far a release is: its steps in a row, each done, now or ahead by mark and by word. */
import { Check, Hand, Pause } from 'lucide-react';
import { acceptanceText } from '../../../src-shared/acceptance.ts';
import type { Course as CourseFacts } from '../../../src-shared/panel.ts';
import { plain } from '../../../src-shared/wording.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { drawnSteps, leftText, type DrawnStep } from './course-view.ts';
import styles from './course.module.css';
import { OpinionLine } from './opinion-line.tsx';
import type { RunningRelease } from './running-release.ts';

interface CourseProps {
  readonly release: RunningRelease;
  readonly course: CourseFacts;
  /** `v003` */
  readonly label: string;
}

export function Course({ release, course, label }: CourseProps) {
  const left = leftText(release);
  const { accepted } = release.intent;
  return (
    <div className={styles['course']}>
      <ol className={styles['steps']} aria-label={`Steps of the release of ${label}`}>
        {drawnSteps(course, release.intent).map((step, index) => (
          <Step key={index} step={step} />
        ))}
      </ol>
      {course.opinion !== undefined && <OpinionLine heard={course.opinion} />}
      {accepted !== undefined && (
        <p className={styles['left']}>
          Begun with warnings: <MixedText text={acceptanceText(accepted)} />
        </p>
      )}
      {left !== '' && <p className={styles['left']}>{left}</p>}
    </div>
  );
}

function Step({ step }: { readonly step: DrawnStep }) {
  const { stage, state, mark, title, word, note } = step;
  return (
    <li data-state={state} data-mark={mark} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={styles['stage']}>{stage}</span>
      <span className={styles['mark']} aria-hidden="true">
        <Mark mark={mark} />
      </span>
      <span className={styles['text']}>
        <bdi className={styles['title']}>
          <MixedText text={plain(title, 120)} />
        </bdi>
        <span className={styles['word']}>
          {word}
          {note !== '' && `, ${note}`}
        </span>
      </span>
    </li>
  );
}

function Mark({ mark }: { readonly mark: DrawnStep['mark'] }) {
  switch (mark) {
    case 'done':
      return <Check size={12} strokeWidth={3} />;
    case 'waits':
      return <Hand size={12} strokeWidth={2.5} />;
    case 'held':
      return <Pause size={11} strokeWidth={3} />;
    case 'now':
      return <i className={styles['dot']} />;
    case 'ahead':
      return null;
  }
}
