/** Two answers of one path: status, headers, body. Pure. */
import { bytesText } from '../../../src-shared/bytes-text.ts';
import type { AnswerResult, AppearancePath } from '../../../src-shared/appearance-schema.ts';
import { longestLine, maskSecrets, type MarkSecret } from '../../masking/mask-secrets.ts';
import { mostCharacters, textDifference } from '../text-difference.ts';
import { mostBodyBytes, type PathAnswer } from './ask-path.ts';
import { headerDifference } from './header-difference.ts';
import { jsonDifference } from './json-difference.ts';
import { readJson } from './read-json.ts';

type Answered = Extract<PathAnswer, { kind: 'answered' }>;

export function answerDifference(
  { path, ignore }: AppearancePath,
  a: PathAnswer,
  b: PathAnswer,
  mark: MarkSecret,
): AnswerResult {
  const sides = { path, a: sideOf(a), b: sideOf(b) };
  if (a.kind === 'silent' || b.kind === 'silent') {
    const told = [a, b].flatMap((one, index) =>
      one.kind === 'silent' ? [`The ${index === 0 ? 'left' : 'right'} side: ${one.because}`] : [],
    );
    return { ...sides, headers: [], ignoredHeaders: [], body: { kind: 'told', text: told.join(' '), differs: 'unknown' } }; // prettier-ignore
  }
  const names = ignore.flatMap((one) => (one.kind === 'header' ? [one.name.toLowerCase()] : []));
  const { rows, ignored } = headerDifference(a.headers, b.headers, names, mark);
  const paths = ignore.flatMap((one) => (one.kind === 'json' ? [one.path] : []));
  const body = bodyDifference(a, b, paths, mark);
  return { ...sides, headers: [...rows], ignoredHeaders: [...ignored], body };
}

function sideOf(answer: PathAnswer): AnswerResult['a'] {
  return answer.kind === 'answered'
    ? { status: answer.status, ms: answer.ms, bytes: answer.body.length }
    : { status: null, ms: answer.ms, bytes: 0 };
}

function bodyDifference(
  a: Answered,
  b: Answered,
  ignored: readonly string[],
  mark: MarkSecret,
): AnswerResult['body'] {
  if (a.isCut || b.isCut) {
    return { kind: 'told', text: `An answer is longer than ${bytesText(mostBodyBytes)}: it was not compared.`, differs: 'unknown' }; // prettier-ignore
  }
  if (a.body.equals(b.body)) return { kind: 'equal' };
  const [left, right] = [textOf(a.body), textOf(b.body)];
  if (left === null || right === null) {
    return { kind: 'told', text: `Binary, and different: ${bytesText(a.body.length)} on the left, ${bytesText(b.body.length)} on the right.`, differs: 'yes' }; // prettier-ignore
  }
  const [one, other] = [readJson(left), readJson(right)];
  if (one !== null && other !== null) {
    const { rows, unlisted, ignored: passed } = jsonDifference(one, other, ignored, mark);
    return { kind: 'json', rows: [...rows], unlisted, ignored: [...passed] };
  }
  const isShown = left.length + right.length <= mostCharacters;
  const [before, after] = isShown ? [left, right].map((text) => masked(text, mark)) : [left, right];
  return { kind: 'text', difference: textDifference('Body', before ?? '', after ?? '') };
}

function textOf(body: Buffer): string | null {
  if (body.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}

/** A line that nobody reads is told by its length: masked it would look like one secret. */
function masked(text: string, mark: MarkSecret): string {
  const lines = text.split('\n').map((line) =>
    line.length > longestLine ? `(a line of ${String(line.length)} characters)` : line); // prettier-ignore
  return maskSecrets(lines.join('\n'), mark);
}
