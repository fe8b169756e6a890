/** A text with what changed in it set off from what did not. */
import type { PartedText } from './changed-part.ts';
import styles from './parted.module.css';

interface PartedProps {
  readonly text: string;
  readonly parted: PartedText | null;
}

export function Parted({ text, parted }: PartedProps) {
  if (parted === null) return text;
  return (
    <>
      {parted.before}
      {parted.changed !== '' && <span className={styles['changed']}>{parted.changed}</span>}
      {parted.after}
    </>
  );
}
