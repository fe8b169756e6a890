/** All pages that were drawn, with what differs of each in words; one of them is in view. */
import type { ShotResult } from '../../../src-shared/appearance-schema.ts';
import { differenceText, shotTitle } from '../../../src-shared/appearance.ts';
import { plain } from '../../../src-shared/wording.ts';
import styles from './appearance.module.css';
import { differs } from './shot-view.tsx';

interface ShotListProps {
  readonly shots: readonly ShotResult[];
  readonly picked: number;
  readonly onPick: (shot: number) => void;
}

const marks = { yes: '\u2260', no: '=', unknown: '?' } as const;

export function ShotList({ shots, picked, onPick }: ShotListProps) {
  return (
    <ul className={styles['shots']} aria-label="Pages">
      {shots.map((one) => (
        <li key={one.shot}>
          <button
            type="button"
            aria-pressed={one.shot === picked}
            onClick={() => {
              onPick(one.shot);
            }}
          >
            <span className={styles['sign']} data-differs={differs(one)} aria-hidden="true">
              {marks[differs(one)]}
            </span>
            <span>
              <bdi className={styles['path']}>{plain(shotTitle(one), 120)}</bdi>
              <span className={styles['quiet']}>{plain(differenceText(one.difference), 120)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
