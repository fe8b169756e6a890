/** Numbered steps; those that change something are marked so. */
import { CopyButton } from './copy-button.tsx';
import { CopyText } from './copy-text.tsx';
import { MixedText } from './mixed-text.tsx';
import styles from './plan-list.module.css';

interface PlanListProps {
  readonly steps: readonly {
    readonly title: string;
    readonly detail: string;
    readonly isMutation: boolean;
    /** The same step for a shell. */
    readonly command: string | null;
  }[];
  /** Room to show the commands too, not only to copy them. */
  readonly showsCommands?: boolean;
}

export function PlanList({ steps, showsCommands = false }: PlanListProps) {
  return (
    <ol className={styles['list']}>
      {steps.map(({ title, detail, isMutation, command }, index) => (
        <li key={index}>
          <span className={styles['number']} data-mutates={isMutation} aria-hidden="true">
            {index + 1}
          </span>
          <div className={styles['step']}>
            <bdi className={styles['title']}>
              <MixedText text={title} />
            </bdi>
            {detail !== '' && (
              <bdi className={styles['detail']}>
                <MixedText text={detail} />
              </bdi>
            )}
            {command !== null && (
              <div className={styles['command']}>
                {showsCommands ? (
                  <CopyText text={command} name={`Command of step ${String(index + 1)}`}>
                    {copyWords(command)}
                  </CopyText>
                ) : (
                  <CopyButton text={command}>{copyWords(command)}</CopyButton>
                )}
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function copyWords(command: string): string {
  return command.startsWith('aws ') ? 'Copy as AWS CLI' : 'Copy for a shell';
}
