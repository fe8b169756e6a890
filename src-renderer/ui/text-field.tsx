/** A labelled line of text, with what is wrong with it beside it. */
import { useId, type ReactNode } from 'react';
import styles from './text-field.module.css';

interface TextFieldProps {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onEnter?: () => void;
  readonly error?: string | undefined;
  /** Of the element that says the error elsewhere, where there is no room for it below. */
  readonly errorId?: string;
  readonly placeholder?: string;
  readonly isMono?: boolean;
  readonly isFocused?: boolean;
  readonly type?: 'text' | 'search' | 'number';
  readonly min?: number;
  readonly max?: number;
  /** Characters. */
  readonly maxLength?: number;
  readonly isLabelHidden?: boolean;
  readonly filter?: boolean;
}

export function TextField(props: TextFieldProps) {
  const id = useId();
  const { error, errorId = `${id}-error` } = props;
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={props.isLabelHidden === true ? 'visually-hidden' : undefined}>
        {props.label}
      </label>
      <input
        id={id}
        type={props.type ?? 'text'}
        min={props.min}
        max={props.max}
        maxLength={props.maxLength}
        value={props.value}
        placeholder={props.placeholder}
        className={props.isMono === true ? 'mono' : undefined}
        spellCheck={false}
        autoComplete="off"
        // A dialog that asks for one thing starts at that thing.
        autoFocus={props.isFocused}
        data-filter={props.filter === true ? '' : undefined}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : errorId}
        onChange={(event) => {
          props.onChange(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.repeat) props.onEnter?.();
        }}
      />
      {error !== undefined && props.errorId === undefined && (
        <p id={errorId} className={styles['error']}>
          {error}
        </p>
      )}
    </div>
  );
}
