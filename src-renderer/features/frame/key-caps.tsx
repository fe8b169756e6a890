/** Keys as they stand on a keyboard; on a Mac `Ctrl` is `Cmd`. */
import styles from './key-caps.module.css';

export function KeyCaps({ keys }: { readonly keys: readonly string[] }) {
  const isMac = navigator.userAgent.includes('Macintosh');
  return (
    <span className={styles['keys']}>
      {keys.map((key) => (
        <kbd key={key}>{key === 'Ctrl' && isMac ? 'Cmd' : key}</kbd>
      ))}
    </span>
  );
}
