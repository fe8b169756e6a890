/** Something that everything below it has to be read with. */
import { PlugZap, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Denial } from '../../../src-shared/denial.ts';
import { DenialNote } from '../../ui/denial-note.tsx';
import styles from './link-notice.module.css';

interface NoticeProps {
  readonly icon: 'power' | 'warning';
  readonly title: string;
  readonly text: string;
  readonly denial?: Denial | undefined;
  /** The one way on. */
  readonly children?: ReactNode;
}

export function Notice({ icon, title, text, denial, children }: NoticeProps) {
  const Icon = icon === 'power' ? PlugZap : TriangleAlert;
  return (
    <div className={styles['notice']} data-icon={icon}>
      <Icon size={18} aria-hidden="true" className={styles['icon']} />
      <div className={styles['text']}>
        <b>{title}</b>
        <p>
          <bdi>{text.trim()}</bdi>
        </p>
        {denial !== undefined && <DenialNote denial={denial} />}
      </div>
      {children}
    </div>
  );
}
