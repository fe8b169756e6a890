/** The same from inside the thread: one question at a time, each answered by a value or by what went wrong. */
import { parentPort } from 'node:worker_threads';
import { faultOf } from '../../src-shared/result.ts';
import type { ThreadAnswer, ThreadQuestion } from './thread-client.ts';

/** @param answer its mistakes are told to whoever asked. */
export function answerInThread(answer: (question: never) => unknown): void {
  const port = parentPort;
  port?.on('message', ({ id, question }: ThreadQuestion<never>) => {
    let said: ThreadAnswer<unknown>;
    try {
      said = { id, result: { ok: true, value: answer(question) } };
    } catch (error) {
      said = { id, result: { ok: false, fault: faultOf(error) } };
    }
    port.postMessage(said);
  });
}
