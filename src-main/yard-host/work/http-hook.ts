/** A hook that is asked over HTTP at the block's own address, and nowhere else. */
import * as http from 'node:http';
import type { WorkHook } from '../../../src-shared/work-schema.ts';
import { plain } from '../../../src-shared/wording.ts';
import { failed, largestReplyBytes, readReply, type Hook, type HookReply } from './hook.ts';

type HttpHook = Extract<WorkHook, { kind: 'http' }>;

/** A connection of its own for each question, as for a health check. */
const fresh = new http.Agent({ keepAlive: false, maxSockets: Infinity });

/** @param timeoutMs for the whole answer. */
export function httpHook(hook: HttpHook, port: number, timeoutMs: number): Hook {
  const paths = { take: hook.takePath, stop: hook.stopPath, state: hook.statePath };
  return (word) =>
    new Promise<HookReply>((resolve) => {
      const path = paths[word];
      const shown = plain(path, 80);
      const method = word === 'state' ? 'GET' : 'POST';
      const request = http.request({ host: '127.0.0.1', port, path, method, agent: fresh });
      const settle = (reply: HookReply): void => {
        clearTimeout(timer);
        request.destroy();
        resolve(reply);
      };
      const timer = setTimeout(() => {
        settle(failed(`${shown} gave no whole answer within ${String(timeoutMs)} ms.`));
      }, timeoutMs);
      request.on('response', (response) => {
        const status = response.statusCode ?? 0;
        response.on('error', () => undefined);
        if (status < 200 || status > 299) {
          settle(failed(`${shown} answered ${String(status)}; a hook answers 200 to 299.`));
          return;
        }
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > largestReplyBytes) {
            settle(failed(`${shown} answered more than ${String(largestReplyBytes)} bytes.`));
          } else chunks.push(chunk);
        });
        response.on('end', () => {
          settle(readReply(word, shown, Buffer.concat(chunks).toString('utf8')));
        });
        response.on('close', () => {
          settle(failed(`${shown} broke off in the middle of its answer.`));
        });
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        const why =
          error.code === 'ECONNREFUSED'
            ? 'Nothing listens on its port.'
            : `The connection failed: ${plain(error.message, 120)}.`;
        settle(failed(`${shown} could not be asked. ${why}`));
      });
      request.end();
    });
}
