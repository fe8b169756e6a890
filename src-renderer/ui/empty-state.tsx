/** A screen without content: one heading, one sentence, one way on. */
import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

export function EmptyState({ title, text, children }: EmptyStateProps) {
  return (
    <div className={styles['empty']}>
      <div className={styles['bricks']} aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </div>
      <h1>{title}</h1>
      <p>{text}</p>
      {children !== undefined && <div className={styles['ways']}>{children}</div>}
    </div>
  );
}
