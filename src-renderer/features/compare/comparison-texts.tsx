/** Longer texts, changed lines only, with the numbers of both sides: `+` and `-` say it, colour only repeats it. */
import type { TextDifference } from '../../../src-shared/plan.ts';
import { plain } from '../../../src-shared/wording.ts';
import { plural } from '../../ui/format.ts';
import { numberedLines } from './numbered-lines.ts';
import { Parted } from './parted.tsx';
import styles from './comparison-texts.module.css';

const marks = { same: '\u00a0', added: '+', removed: '\u2212', gap: '\u22ef' } as const;
const words = { same: '', added: 'added: ', removed: 'removed: ', gap: '' } as const;

export function ComparisonText({ difference }: { readonly difference: TextDifference }) {
  const { title, lines } = difference;
  const shown = plain(title, 80);
  const count = (kind: 'added' | 'removed'): number =>
    lines.filter((line) => line.kind === kind).length;
  return (
    <section className={styles['text']} aria-label={shown}>
      <h2>
        <bdi>{shown}</bdi>{' '}
        <span className={styles['quiet']}>
          {lines.length === 0
            ? 'equal'
            : count('added') + count('removed') === 0
              ? 'different'
              : `${plural(count('removed'), 'line')} removed, ${plural(count('added'), 'line')} added`}
        </span>
      </h2>
      {lines.length > 0 && (
        <ul className={styles['lines']}>
          {numberedLines(lines).map((line, index) => (
            <li key={index} data-kind={line.kind}>
              <span className={styles['number']} aria-hidden="true">
                {line.left}
              </span>
              <span className={styles['number']} aria-hidden="true">
                {line.right}
              </span>
              <span className={styles['mark']} aria-hidden="true">
                {marks[line.kind]}
              </span>
              <span className={styles['line']}>
                <span className="visually-hidden">{words[line.kind]}</span>
                <bdi>
                  <Parted text={line.text} parted={line.parted} />
                </bdi>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
