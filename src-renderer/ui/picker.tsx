/** One of a few, from a list that drops down. */
import { ChevronDown } from 'lucide-react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
} from 'react-aria-components';
import { MixedText } from './mixed-text.tsx';
import styles from './picker.module.css';

interface PickerProps<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  readonly options: readonly {
    readonly value: Value;
    readonly text: string;
    readonly note?: string;
  }[];
  readonly onPick: (value: Value) => void;
  readonly isLabelShown?: boolean;
  readonly placeholder?: string;
  /** Stands on the button instead of the value, where the value is in view already. */
  readonly shownText?: string;
}

export function Picker<Value extends string>(props: PickerProps<Value>) {
  const { label, value, options, onPick } = props;
  return (
    <Select
      className={styles['picker'] ?? ''}
      value={value}
      placeholder={props.placeholder ?? 'Choose'}
      onChange={(key) => {
        const picked = options.find((option) => option.value === key);
        if (picked !== undefined) onPick(picked.value);
      }}
    >
      <Label className={props.isLabelShown === true ? (styles['label'] ?? '') : 'visually-hidden'}>
        {label}
      </Label>
      <Button className={styles['button'] ?? ''}>
        <SelectValue className={styles['value'] ?? ''}>
          {({ isPlaceholder, defaultChildren }) =>
            props.shownText ??
            (isPlaceholder ? (
              defaultChildren
            ) : (
              <MixedText text={options.find((o) => o.value === value)?.text ?? ''} />
            ))
          }
        </SelectValue>
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
      <Popover className={styles['popover'] ?? ''}>
        <ListBox className={styles['list'] ?? ''}>
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.text}
              className={styles['item'] ?? ''}
            >
              <bdi>
                <MixedText text={option.text} />
              </bdi>
              {option.note !== undefined && <span className={styles['note']}>{option.note}</span>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
