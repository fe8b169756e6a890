/** One of a few, all of them in view. */
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components';
import styles from './choice.module.css';

interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly value: Value;
  readonly options: readonly {
    readonly value: Value;
    readonly text: string;
    readonly note?: string;
  }[];
  readonly onPick: (value: Value) => void;
}

export function Choice<Value extends string>({ name, value, options, onPick }: ChoiceProps<Value>) {
  return (
    <RadioGroup
      aria-label={name}
      className={styles['choice'] ?? ''}
      value={value}
      onChange={(picked) => {
        const option = options.find((each) => each.value === picked);
        if (option !== undefined) onPick(option.value);
      }}
    >
      {options.map((option) => (
        <RadioField key={option.value} value={option.value} className={styles['field'] ?? ''}>
          <RadioButton className={styles['option'] ?? ''}>
            <span className={styles['dot']} aria-hidden="true" />
            <span>
              {option.text}
              {option.note !== undefined && <span className={styles['note']}>{option.note}</span>}
            </span>
          </RadioButton>
        </RadioField>
      ))}
    </RadioGroup>
  );
}
