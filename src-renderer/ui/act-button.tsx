/**
 * A button for acts that matter. A native button already does the right thing with the pointer: it
 * acts on release, and sliding off cancels. Added here: a held key and a double click are one
 * activation, and a button that may not act stays focusable and says why.
 */
import { useRef, type ReactNode } from 'react';
import styles from './act-button.module.css';

interface ActButtonProps {
  readonly children: ReactNode;
  readonly onAct: () => void;
  /** `filled`: the one thing to do next. At most one of them per screen. */
  readonly look?: 'filled' | 'plain' | 'quiet' | 'danger';
  /** Why it cannot be done now. The button stays reachable and does nothing. */
  readonly refusedBecause?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly label?: string;
  /** What there is to know beside the label, for the pointer and for assistive technology. */
  readonly title?: string;
  readonly isBusy?: boolean;
  readonly className?: string | undefined;
  readonly onPointAt?: (isPointedAt: boolean) => void;
  readonly keys?: string | undefined;
  /** A button that stays in: it says whether it is. */
  readonly isPressed?: boolean;
  /** Names it for those who lead to it. */
  readonly anchor?: string | undefined;
}

export function ActButton(props: ActButtonProps) {
  const isPointedAt = useRef(false);
  const isRefused = props.refusedBecause !== undefined || props.isBusy === true;
  return (
    <button
      type="button"
      className={`${styles['button'] ?? ''} ${styles[props.look ?? 'plain'] ?? ''} ${props.className ?? ''}`}
      aria-label={props.label}
      title={props.title}
      aria-disabled={isRefused || undefined}
      aria-busy={props.isBusy === true || undefined}
      aria-describedby={props.describedBy}
      aria-keyshortcuts={props.keys}
      aria-pressed={props.isPressed}
      data-anchor={props.anchor}
      onKeyDown={(event) => {
        // Holding Enter would click again with each repeat.
        if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
      }}
      onClick={(event) => {
        if (!isRefused && event.detail <= 1) props.onAct();
      }}
      onPointerMove={() => {
        // Not on entering: a button that comes to stand under a resting pointer is entered, and nobody pointed at it.
        if (isPointedAt.current) return;
        isPointedAt.current = true;
        props.onPointAt?.(true);
      }}
      onPointerLeave={() => {
        isPointedAt.current = false;
        props.onPointAt?.(false);
      }}
      onFocus={() => props.onPointAt?.(true)}
      onBlur={() => props.onPointAt?.(false)}
    >
      {props.children}
    </button>
  );
}
