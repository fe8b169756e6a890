/** What the load is made of: the share of each kind of request and what one of them looks like. */
import { createHash } from 'node:crypto';
import type { Random } from './seeded-random.ts';

export type RequestKind = 'short' | 'slow' | 'stream' | 'order' | 'upload';

/** Shares of the arrivals; they need not add up to 1. */
export type Mix = Readonly<Record<RequestKind, number>>;

/** 30 % POST (29 orders, 1 upload), 1 % streams of 3 s, 20 % of up to 125 ms, the rest short. */
export const releaseMix: Mix = { short: 0.49, slow: 0.2, stream: 0.01, order: 0.29, upload: 0.01 };

export interface PlannedRequest {
  readonly kind: RequestKind;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: Buffer | undefined;
  readonly contentType: string | undefined;
  /** What the answer to an upload must say it received. */
  readonly sha256: string | undefined;
}

export const streamMs = 3000;
export const slowestMs = 125;
export const uploadBytes = 1024 * 1024;

/** The next kind by the mix. */
export function chooseKind(mix: Mix, random: Random): RequestKind {
  const kinds = Object.entries(mix) as [RequestKind, number][];
  let left = random() * kinds.reduce((sum, [, share]) => sum + share, 0);
  for (const [kind, share] of kinds) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'short';
}

/** Makes requests; the upload's body is built once and used by all. */
export function createPlanner(mix: Mix, random: Random): (id: string) => PlannedRequest {
  const upload = Buffer.alloc(uploadBytes);
  for (let index = 0; index < upload.length; index += 1) upload[index] = (index * 31) & 0xff;
  const sha256 = createHash('sha256').update(upload).digest('hex');
  const get = (kind: RequestKind, path: string): PlannedRequest => ({
    kind,
    method: 'GET',
    path,
    body: undefined,
    contentType: undefined,
    sha256: undefined,
  });
  return (id) => {
    const kind = chooseKind(mix, random);
    switch (kind) {
      case 'short':
        return get(kind, '/api/slow?ms=0');
      case 'slow':
        return get(kind, `/api/slow?ms=${String(5 + Math.floor(random() * (slowestMs - 4)))}`);
      case 'stream':
        return get(kind, `/api/stream?ms=${String(streamMs)}&chunks=30`);
      case 'order':
        return {
          kind,
          method: 'POST',
          path: '/api/orders',
          body: Buffer.from(JSON.stringify({ id, item: 'block', count: 1 })),
          contentType: 'application/json',
          sha256: undefined,
        };
      case 'upload':
        return {
          kind,
          method: 'POST',
          path: '/api/upload',
          body: upload,
          contentType: 'application/octet-stream',
          sha256,
        };
    }
  };
}
