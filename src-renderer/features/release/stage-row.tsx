/** How far a release is by its seven stages, in one line. */
import { Check } from 'lucide-react';
import type { Stage } from './stages.ts';
import styles from './stage-row.module.css';

const words = { done: 'done', now: 'now', ahead: 'ahead' } as const;

export function StageRow({ stages }: { readonly stages: readonly Stage[] }) {
  return (
    <ol className={styles['stages']} aria-label="Stages of the release">
      {stages.map(({ number, name, state }) => (
        <li key={name} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
          <span className={styles['mark']} aria-hidden="true">
            {state === 'done' ? <Check size={10} strokeWidth={3.4} /> : number}
          </span>
          {name}
          <span className={styles['word']}>, {words[state]}</span>
        </li>
      ))}
    </ol>
  );
}
