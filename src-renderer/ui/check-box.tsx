/** One thing that is so or not. */
import type { ReactNode } from 'react';
import styles from './check-box.module.css';

interface CheckBoxProps {
  readonly children: ReactNode;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** Where the words beside it do not tell which of several it is. */
  readonly label?: string;
}

export function CheckBox({ children, isOn, onChange, label }: CheckBoxProps) {
  return (
    <label className={styles['box']}>
      <input
        type="checkbox"
        checked={isOn}
        aria-label={label}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      <span>{children}</span>
    </label>
  );
}
