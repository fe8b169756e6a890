/** Passes a request on to moto, untouched: with IAM switched on moto checks the signature over body and Host. */
import * as http from 'node:http';
import type { Answer } from './aws-answers.ts';

export interface Forward {
  original(request: http.IncomingMessage, body: string): Promise<Answer>;
  /** The same question with other parameters; undefined takes one out. Its signature no longer fits. */
  changed(
    wire: { readonly request: http.IncomingMessage; readonly body: string },
    change: Readonly<Record<string, string | undefined>>,
  ): Promise<Answer>;
  close(): void;
}

export function forwardTo(endpoint: string): Forward {
  const { hostname, port } = new URL(endpoint);
  // moto answers HTTP/1.0 style, one request a connection.
  const agent = new http.Agent({ keepAlive: false, maxSockets: 16 });
  const send = (request: http.IncomingMessage, body: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const bytes = Buffer.from(body);
      const headers: http.OutgoingHttpHeaders = {
        ...request.headers,
        'content-length': bytes.length,
        connection: 'close',
      };
      delete headers.expect;
      delete headers['transfer-encoding'];
      const options = { hostname, port, agent, method: request.method, path: request.url, headers };
      const outgoing = http.request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const kept = Object.entries(response.headers).filter(
            ([name, value]) =>
              typeof value === 'string' &&
              !['connection', 'content-length', 'transfer-encoding'].includes(name),
          );
          resolve({
            status: response.statusCode ?? 500,
            headers: Object.fromEntries(kept) as Record<string, string>,
            body: Buffer.concat(chunks).toString(),
          });
        });
      });
      outgoing.once('error', reject);
      outgoing.end(bytes);
    });
  return {
    original: send,
    changed({ request, body }, change) {
      const params = new URLSearchParams(body);
      for (const [name, value] of Object.entries(change)) {
        if (value === undefined) params.delete(name);
        else params.set(name, value);
      }
      return send(request, params.toString());
    },
    close() {
      agent.destroy();
    },
  };
}
