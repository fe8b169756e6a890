/** Sends one planned request and resolves with its record; it never rejects. */
import * as http from 'node:http';
import * as z from 'zod';
import type { PlannedRequest } from './mix.ts';
import type { RequestRecord } from './request-record.ts';

/** Longest answer body that is kept to look into it. */
const keptBytes = 65_536;

export interface SendTarget {
  readonly host: string;
  readonly port: number;
  readonly agent: http.Agent;
  /** A request without an answer after this long is given up, and lost. */
  readonly timeoutMs: number;
}

const receiptSchema = z.object({ bytes: z.number(), sha256: z.string() });

/** Epoch ms with a fraction, on the monotonic clock. */
export function preciseNowMs(): number {
  return performance.timeOrigin + performance.now();
}

export function sendRequest(
  target: SendTarget,
  planned: PlannedRequest,
  id: string,
  dueAtMs: number,
): Promise<RequestRecord> {
  const sentAtMs = preciseNowMs();
  const headers: Record<string, string | number> = { 'x-request-id': id };
  if (planned.body !== undefined) headers['Content-Length'] = planned.body.length;
  if (planned.contentType !== undefined) headers['Content-Type'] = planned.contentType;
  return new Promise((resolve) => {
    let answer: http.IncomingMessage | undefined;
    let answeredAtMs: number | null = null;
    let bytes = 0;
    const kept: Buffer[] = [];
    let settled = false;
    const settle = (complete: boolean, error: string | null): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      resolve({
        id,
        kind: planned.kind,
        method: planned.method,
        dueAtMs,
        sentAtMs,
        answeredAtMs,
        doneAtMs: preciseNowMs(),
        status: answer?.statusCode ?? null,
        generation: single(answer?.headers['x-blockyard-generation']),
        echoedId: single(answer?.headers['x-request-id']),
        bytes,
        complete,
        error,
      });
    };
    const request = http.request({
      host: target.host,
      port: target.port,
      agent: target.agent,
      method: planned.method,
      path: planned.path,
      headers,
    });
    const timer = setTimeout(() => {
      settle(false, 'timeout');
      request.destroy();
    }, target.timeoutMs);
    request.on('error', (error: NodeJS.ErrnoException) => settle(false, error.code ?? 'error'));
    request.on('response', (response) => {
      answer = response;
      answeredAtMs = preciseNowMs();
      response.on('error', (error: NodeJS.ErrnoException) => settle(false, error.code ?? 'error'));
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (planned.sha256 !== undefined && bytes <= keptBytes) kept.push(chunk);
      });
      response.on('end', () => settle(response.complete, uploadError(planned, response, kept)));
    });
    request.end(planned.body);
  });
}

function uploadError(
  planned: PlannedRequest,
  response: http.IncomingMessage,
  kept: readonly Buffer[],
): string | null {
  if (planned.sha256 === undefined || response.statusCode !== 200) return null;
  try {
    const receipt = receiptSchema.parse(JSON.parse(Buffer.concat(kept).toString('utf8')));
    return receipt.sha256 === planned.sha256 ? null : 'upload damaged';
  } catch {
    return 'upload unconfirmed';
  }
}

function single(value: string | string[] | undefined): string | null {
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}
