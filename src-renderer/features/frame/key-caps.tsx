/** Keys as they stand on a keyboard; on a Mac `Ctrl` is `Cmd`. */
import { isMac } from './key-meaning.ts';
import styles from './key-caps.module.css';

export function KeyCaps({ keys }: { readonly keys: readonly string[] }) {
  const hasCmd = isMac();
  return (
    <span className={styles['keys']}>
      {keys.map((key) => (
        <kbd key={key}>{key === 'Ctrl' && hasCmd ? 'Cmd' : key}</kbd>
      ))}
    </span>
  );
}
