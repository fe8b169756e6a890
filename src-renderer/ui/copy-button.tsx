/**
 * Copies a text. The window has no permissions at all, the asynchronous clipboard among them, so it is
 * selected in a field of its own for a moment, which needs none.
 */
import { Check, ClipboardCopy } from 'lucide-react';
import { useEffect, useState } from 'react';
import styles from './copy-button.module.css';

const doneShownMs = 2000;

interface CopyButtonProps {
  /** What is long is made only when it is wanted. */
  readonly text: string | (() => string);
  readonly children: string;
  /** What was copied, seen and spoken. */
  readonly doneText?: string;
  readonly title?: string;
  readonly className?: string | undefined;
}

export function CopyButton(props: CopyButtonProps) {
  const { text, children, doneText = 'Copied' } = props;
  const [done, setDone] = useState<'no' | 'copied' | 'failed'>('no');
  useEffect(() => {
    if (done === 'no') return undefined;
    const timer = window.setTimeout(() => {
      setDone('no');
    }, doneShownMs);
    return () => {
      window.clearTimeout(timer);
    };
  }, [done]);
  const Icon = done === 'copied' ? Check : ClipboardCopy;
  return (
    <button
      type="button"
      className={`${styles['copy'] ?? ''} ${props.className ?? ''}`}
      title={props.title}
      onClick={(event) => {
        setDone(
          copy(typeof text === 'string' ? text : text(), event.currentTarget) ? 'copied' : 'failed',
        );
      }}
    >
      <Icon size={13} aria-hidden="true" />
      <span aria-live="polite">
        {done === 'copied' ? doneText : done === 'failed' ? 'Could not be copied' : children}
      </span>
    </button>
  );
}

/** Beside the button, so that a dialog that keeps the focus inside does not take it away. */
function copy(text: string, button: HTMLElement): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = styles['field'] ?? '';
  field.setAttribute('aria-hidden', 'true');
  button.after(field);
  field.select();
  // Deprecated and without a successor that works without a permission.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const isCopied = document.execCommand('copy');
  field.remove();
  button.focus();
  return isCopied;
}
