/** The name of a generation, typed before what cannot be taken back or gives leave to it. */
import { plain } from '../../../src-shared/wording.ts';
import { TextField } from '../../ui/text-field.tsx';
import styles from './dialogs.module.css';

interface TypedNameProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onEnter: () => void;
}

export function TypedName({ id, value, onChange, onEnter }: TypedNameProps) {
  return (
    <TextField
      label={
        <>
          Type <bdi className={styles['name']}>{plain(id, 200)}</bdi> to go on
        </>
      }
      value={value}
      onChange={onChange}
      onEnter={onEnter}
      isMono
      isFocused
    />
  );
}
