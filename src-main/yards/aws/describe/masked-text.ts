/**
 * A text of AWS with its secrets masked, as long as somebody can read it. Masking takes its time with the
 * text, in the process that every window waits for; a comparison shows two together up to twice this.
 */
import { maskSecrets, type MarkSecret } from '../../../masking/mask-secrets.ts';

export const mostCharacters = 200_000;

export interface MaskedText {
  readonly text: string;
  /** One sentence when it is not told in full. */
  readonly missing: readonly string[];
}

/** @param what `user data`. */
export function maskedText(what: string, text: string, mark: MarkSecret): MaskedText {
  return text.length > mostCharacters
    ? tooLong(what, text, mark)
    : { text: maskSecrets(text, mark), missing: [] };
}

/** @param whole tells one that differs from another. */
export function tooLong(what: string, whole: string, mark: MarkSecret): MaskedText {
  return {
    text: `not shown, too long: ${mark(whole)}`,
    missing: [
      `The ${what} is larger than ${String(mostCharacters / 1000)} 000 characters: whether it is the same is compared, and not what is in it.`,
    ],
  };
}
