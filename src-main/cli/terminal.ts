/** Where a run of `blockyard` writes: readable lines for people, or one JSON object a line for machines. */
import { plain, plainText } from '../../src-shared/wording.ts';
import type { Fault } from '../../src-shared/result.ts';

export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

export interface Terminal {
  readonly isJson: boolean;
  /** The answer itself: for people as text, for machines as one object. Outside text in it is made safe to read. */
  readonly answer: (kind: string, value: object, text: () => string) => void;
  /** What happens on the way; people see it on the error stream, so that answers can be piped. */
  readonly tell: (kind: string, value: object, text: string) => void;
  readonly fault: (fault: Fault) => void;
}

export function createTerminal({ out, err }: Streams, isJson: boolean): Terminal {
  const object = (kind: string, value: object): void => {
    out(`${JSON.stringify({ event: kind, ...value })}\n`);
  };
  return {
    isJson,
    answer: (kind, value, text) => {
      if (isJson) object(kind, value);
      else out(`${plainText(text(), 1_000_000)}\n`);
    },
    tell: (kind, value, text) => {
      if (isJson) object(kind, value);
      else err(`${plain(text, 2000)}\n`);
    },
    fault: (fault) => {
      if (isJson) {
        object('fault', { fault });
        return;
      }
      const { message, where, todo } = fault;
      const parts = [message, where === undefined ? undefined : `(${where})`, todo];
      err(`blockyard: ${plain(parts.filter((part) => part !== undefined).join(' '), 4000)}\n`);
    },
  };
}
