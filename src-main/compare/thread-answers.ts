/** The same from inside the thread: one question at a time, each answered by a value or by what went wrong. */
import { parentPort } from 'node:worker_threads';
import { faultOf } from '../../src-shared/result.ts';
import type { ThreadAnswer, ThreadQuestion } from './thread-client.ts';

/** Both kinds as in the client that opens it. @param answer its mistakes are told to whoever asked. */
export function answerInThread<Question, Value>(answer: (question: Question) => Value): void {
  const port = parentPort;
  port?.on('message', ({ id, question }: ThreadQuestion<Question>) => {
    let said: ThreadAnswer<Value>;
    try {
      said = { id, result: { ok: true, value: answer(question) } };
    } catch (error) {
      said = { id, result: { ok: false, fault: faultOf(error) } };
    }
    port.postMessage(said);
  });
}
