/** Why a block ended, as one sentence. */
import type { BlockProcessExit } from './block-process.ts';

export interface ExitStory {
  readonly exit: BlockProcessExit;
  /** We had asked it to end. */
  readonly asked: boolean;
  /** It did not end in time and was killed. */
  readonly forced: boolean;
  readonly codesHideSignals: boolean;
  readonly livedMs: number;
  /** Last line of its error output, made safe for a screen; null when it said nothing. */
  readonly lastWords: string | null;
}

const SIGNAL_OF_CODE: Readonly<Record<number, string>> = {
  6: 'SIGABRT',
  9: 'SIGKILL',
  15: 'SIGTERM',
};
const LONGEST_LAST_WORDS = 200;

export function exitReason(story: ExitStory): string {
  if (story.forced) return 'It did not end when asked to, and was killed.';
  const how = howItEnded(story);
  if (story.asked) return `It was asked to end, and ${how}.`;
  const quick = story.livedMs < 3000 ? ' soon after its start' : '';
  const words = story.lastWords === null ? '' : ` Its last words: ${clip(story.lastWords)}`;
  return `It ${how}${quick}, unasked.${words}`;
}

function howItEnded({ exit, codesHideSignals }: ExitStory): string {
  if (exit.signal !== null) return `was ended by ${exit.signal}${hintOf(exit.signal)}`;
  const hidden = codesHideSignals ? SIGNAL_OF_CODE[exit.code ?? -1] : undefined;
  if (hidden !== undefined) return `ended with code ${exit.code} (or by ${hidden})`;
  return `ended with code ${exit.code ?? 'unknown'}`;
}

function hintOf(signal: string): string {
  if (signal === 'SIGKILL') return ' (by hand, or because the machine ran out of memory)';
  if (signal === 'SIGSEGV' || signal === 'SIGABRT') return ' (it crashed)';
  return '';
}

function clip(text: string): string {
  return text.length > LONGEST_LAST_WORDS ? `${text.slice(0, LONGEST_LAST_WORDS)}…` : text;
}
