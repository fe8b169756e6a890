/** The program of the thread that compares contents. */
import { randomBytes } from 'node:crypto';
import { secretMark } from '../../masking/secret-mark.ts';
import { answerInThread } from '../thread-answers.ts';
import { createDesk } from './desk.ts';
import type { DeskQuestion } from './desk-client.ts';

const desk = createDesk(secretMark(randomBytes(32)));
answerInThread<{ question: DeskQuestion; value: unknown }>(({ verb, args }) => {
  const act = desk[verb] as (...args: readonly unknown[]) => unknown;
  return act(...args);
});
