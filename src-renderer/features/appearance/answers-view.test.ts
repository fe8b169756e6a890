import { expect, it } from 'vitest';
import type { AnswerResult } from '../../../src-shared/appearance-schema.ts';
import { answerDiffers, answerText } from './answers-view.tsx';

const side = { status: 200, ms: 1, bytes: 3 };
const text = 'An answer is longer than 1 MiB: it was not compared.';
const long: AnswerResult = {
  ...{ path: '/api', a: side, b: side, headers: [], ignoredHeaders: [] },
  body: { kind: 'told', text, differs: 'unknown' },
};

it('What was not compared is neither equal nor different, unless its status says so', () => {
  expect([answerDiffers(long), answerText(long)]).toEqual(['unknown', text]);
  const broken: AnswerResult = { ...long, b: { ...side, status: 500 } };
  expect([answerDiffers(broken), answerText(broken)]).toEqual(['yes', `status 200 became 500. ${text}`]); // prettier-ignore
  const silent: AnswerResult = { ...long, b: { ...side, status: null } };
  expect([answerDiffers(silent), answerText(silent)]).toEqual(['unknown', text]);
});
