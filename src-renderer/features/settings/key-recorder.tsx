/**
 * Takes the next keys that are pressed. A field, because screen readers hand keys on to fields; nothing can be typed into
 * it. Esc leaves, and so does Tab, which goes on its way (WCAG 2.1.2).
 */
import { useEffect, useRef, useState } from 'react';
import type { Combination } from '../../../src-shared/key-combination.ts';
import { pressedIn } from '../frame/key-meaning.ts';
import styles from './keyboard-card.module.css';

interface KeyRecorderProps {
  readonly label: string;
  readonly hintId: string;
  /** Null: Backspace alone, which takes the keys away. Answers why not; null: taken. */
  readonly onKeys: (combination: Combination | null) => string | null;
  /** @param isByEscape the focus goes back to where it was. */
  readonly onLeave: (isByEscape: boolean) => void;
}

export function KeyRecorder({ label, hintId, onKeys, onLeave }: KeyRecorderProps) {
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  return (
    <div className={styles['recorder']}>
      <input
        ref={field}
        type="text"
        data-records-keys
        className={styles['field']}
        aria-label={label}
        aria-describedby={hintId}
        aria-invalid={problem !== null || undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="Press the new keys"
        value=""
        onChange={() => {
          setProblem('That is text, not keys. Press the keys themselves.');
        }}
        onBlur={() => {
          onLeave(false);
        }}
        onKeyDown={(event) => {
          // Nothing else hears them: what they lead to now is not meant.
          event.stopPropagation();
          const { key, repeat, nativeEvent } = event;
          if (key === 'Tab') return;
          event.preventDefault();
          if (repeat || nativeEvent.isComposing) return;
          const meaning = pressedIn(nativeEvent);
          if (meaning.kind === 'not-yet') return;
          if (meaning.kind === 'not-ours') setProblem(meaning.because);
          else if (meaning.combination === 'Escape') onLeave(true);
          else setProblem(onKeys(meaning.combination === 'Backspace' ? null : meaning.combination));
        }}
      />
      <p id={hintId} className={styles['hint']}>
        Esc leaves it as it is. Backspace alone takes the keys away.
      </p>
      <p role="alert" className={styles['problem']}>
        {problem}
      </p>
    </div>
  );
}
