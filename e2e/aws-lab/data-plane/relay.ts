/** HTTP/1.1 through a load balancer, streaming both ways. */
import * as http from 'node:http';

/** Connection-bound headers end at each hop. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

export interface Relayed {
  /** That the client got, or what cut it. */
  readonly status: number | 'cut';
  readonly madeBy: 'server' | 'balancer';
}

export function relay(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  port: number,
  extra: Readonly<Record<string, string>>,
): Promise<Relayed> {
  return new Promise((resolve) => {
    let madeBy: Relayed['madeBy'] = 'server';
    const outgoing = http.request(
      {
        host: '127.0.0.1',
        port,
        method: request.method,
        path: request.url,
        // A fresh connection for each: this one measures switches, not itself.
        agent: false,
        headers: { ...kept(request.headers), 'x-forwarded-for': '127.0.0.1' },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, { ...kept(answer.headers), ...extra });
        answer.pipe(response);
        answer.once('error', () => response.destroy());
        answer.once('aborted', () => response.destroy());
      },
    );
    outgoing.once('error', () => {
      if (response.headersSent || response.destroyed) response.destroy();
      else {
        madeBy = 'balancer';
        answerItself(response, 502);
      }
    });
    response.once('close', () => {
      resolve({ status: response.writableFinished ? response.statusCode : 'cut', madeBy });
      outgoing.destroy();
    });
    request.pipe(outgoing);
  });
}

export function answerItself(response: http.ServerResponse, status: number, body = ''): void {
  const text = body === '' ? `<html><body>${status}</body></html>` : body;
  response.writeHead(status, { server: 'awselb/2.0', 'content-type': 'text/html' });
  response.end(text);
}

function kept(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));
}
