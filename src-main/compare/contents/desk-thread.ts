/** The program of the thread that compares contents: one question at a time, each answered by a value. */
import { randomBytes } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { faultOf } from '../../../src-shared/result.ts';
import { secretMark } from '../../masking/secret-mark.ts';
import { createDesk } from './desk.ts';
import type { DeskAnswer, DeskQuestion } from './desk-client.ts';

const desk = createDesk(secretMark(randomBytes(32)));
const port = parentPort;
port?.on('message', ({ id, verb, args }: DeskQuestion) => {
  const act = desk[verb] as (...args: readonly unknown[]) => unknown;
  let answer: DeskAnswer;
  try {
    answer = { id, result: { ok: true, value: act(...args) } };
  } catch (error) {
    answer = { id, result: { ok: false, fault: faultOf(error) } };
  }
  port.postMessage(answer);
});
