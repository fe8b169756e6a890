/** What a block's hook is asked and answers, whichever way it is called. Its answer is outside text. */
import { workAnswerSchema, type WorkAnswer } from '../../src-shared/work-schema.ts';
import { plain } from '../../src-shared/wording.ts';

export type HookWord = 'take' | 'stop' | 'state';

export type HookReply =
  /** `answer` of a question for its state. */
  | { readonly kind: 'done'; readonly answer: WorkAnswer | null }
  | { readonly kind: 'failed'; readonly reason: string };

/** Never rejects, and never takes longer than its limit: every way to fail is a sentence. */
export type Hook = (word: HookWord) => Promise<HookReply>;

/** From what it answered, whole, to what it does; null when it does not say. */
export type ReadAnswer = (value: unknown) => WorkAnswer | null;

/** More is no answer to so small a question. */
export const largestReplyBytes = 4096;

export const failed = (reason: string): HookReply => ({ kind: 'failed', reason });

/** `{"taking":true,"busy":2}` */
export const usualAnswer: ReadAnswer = (value) => workAnswerSchema.safeParse(value).data ?? null;

/**
 * @param said to be shown with a sentence about it: a path, or a program.
 * @param like what a good answer looks like.
 */
export function readReply(
  word: HookWord,
  said: string,
  text: string,
  read: ReadAnswer = usualAnswer,
  like = '{"taking":true,"busy":2}',
): HookReply {
  if (word !== 'state') return { kind: 'done', answer: null };
  const answer = read(jsonOf(text));
  if (answer !== null) return { kind: 'done', answer };
  return failed(
    `${plain(said, 80)} did not say whether it takes work: it has to answer like ${like}.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
