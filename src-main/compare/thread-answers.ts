/** The same from inside the thread: one question at a time, each answered by a value or by what went wrong. */
import { parentPort } from 'node:worker_threads';
import { faultOf } from '../../src-shared/result.ts';
import type { ThreadAnswer, ThreadQuestion } from './thread-client.ts';

/** What a thread is asked and answers: the same two as in the client that opens it. */
export interface ThreadTalk {
  readonly question: unknown;
  readonly value: unknown;
}

/** @param answer its mistakes are told to whoever asked. */
export function answerInThread<Talk extends ThreadTalk>(
  answer: (question: Talk['question']) => Talk['value'],
): void {
  const port = parentPort;
  port?.on('message', ({ id, question }: ThreadQuestion<Talk['question']>) => {
    let said: ThreadAnswer<Talk['value']>;
    try {
      said = { id, result: { ok: true, value: answer(question) } };
    } catch (error) {
      said = { id, result: { ok: false, fault: faultOf(error) } };
    }
    port.postMessage(said);
  });
}
