/** One question over HTTP, as a hook is asked: bounded in time and in size, and no redirect is followed. */
import * as http from 'node:http';
import * as https from 'node:https';
import { plain } from '../../src-shared/wording.ts';
import { failed, largestReplyBytes, type HookReply } from './hook.ts';

export interface UrlQuestion {
  readonly url: string;
  readonly method: string;
  /** For the whole answer. */
  readonly timeoutMs: number;
  /** What it is called in sentences. Safe text. */
  readonly shown: string;
  /** The one status that is good; null: 200 to 299. */
  readonly status: number | null;
  readonly read: (text: string) => HookReply;
}

/** A connection of its own for each question, as for a health check. */
const fresh = { keepAlive: false, maxSockets: Infinity };
const plainAgent = new http.Agent(fresh);
const secureAgent = new https.Agent(fresh);

export function askUrl({ url, method, timeoutMs, shown, status, read }: UrlQuestion) {
  return new Promise<HookReply>((resolve) => {
    const isSecure = url.startsWith('https:');
    const options = { method, agent: isSecure ? secureAgent : plainAgent };
    const request = isSecure ? https.request(url, options) : http.request(url, options);
    const settle = (reply: HookReply): void => {
      clearTimeout(timer);
      request.destroy();
      resolve(reply);
    };
    const timer = setTimeout(() => {
      settle(failed(`${shown} gave no whole answer within ${String(timeoutMs)} ms.`));
    }, timeoutMs);
    request.on('response', (response) => {
      const answered = response.statusCode ?? 0;
      response.on('error', () => undefined);
      const isGood = status === null ? answered >= 200 && answered <= 299 : answered === status;
      if (!isGood) {
        const good = status === null ? '200 to 299' : String(status);
        settle(failed(`${shown} answered ${String(answered)}; a hook answers ${good}.`));
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
        settle(read(Buffer.concat(chunks).toString('utf8')));
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
