/** A longer text for somewhere else: copied by one press, and shown when it is wanted. */
import { plainText } from '../../src-shared/wording.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './copy-text.module.css';

interface CopyTextProps {
  readonly text: string;
  /** What the shown text is, for those who hear it: `Statement`. */
  readonly name: string;
  readonly children: string;
}

export function CopyText({ text, name, children }: CopyTextProps) {
  return (
    <div className={styles['copy']}>
      <CopyButton text={text}>{children}</CopyButton>
      <details>
        <summary>Show it</summary>
        <pre role="group" tabIndex={0} aria-label={name}>
          {plainText(text)}
        </pre>
      </details>
    </div>
  );
}
