/** Finds the line of a log that says why a server ended. */
import type { LogLine } from './log-tail.ts';

const LOOK_BACK = 60;
/** `TypeError: x`, `Error [ERR_X]: y`; Node prints the stack and its own version after it. */
const NAMES_AN_ERROR = /^(Uncaught )?[A-Za-z]*(Error|Exception)\b.*:/;
const SAYS_AN_ERROR = /\b(error|fatal|failed|cannot|refused|denied|not found)\b/i;
const NOISE = /^(\s*at |Node\.js v\d|\s*$|\s*[{}^]|\[blockyard\])/;

/** Null when there is nothing to quote. */
export function lastWordsOf(lines: readonly LogLine[]): string | null {
  const recent = lines.slice(-LOOK_BACK).filter((line) => !NOISE.test(line.text));
  const complaints = recent.filter((line) => line.stream === 'err');
  const chosen =
    complaints.findLast((line) => NAMES_AN_ERROR.test(line.text.trim())) ??
    complaints.findLast((line) => SAYS_AN_ERROR.test(line.text)) ??
    complaints.at(-1) ??
    recent.at(-1);
  return chosen?.text.trim() ?? null;
}

/** True when a server said that its port was taken, in the words of Node, libc, Go or Python. */
export function saysPortTaken(lines: readonly LogLine[]): boolean {
  return lines
    .slice(-LOOK_BACK)
    .some((line) => /EADDRINUSE|address (is )?already in use/i.test(line.text));
}
