/** What one page does while its picture is taken: everything that the operator is told, and whether it is quiet. */
import type { Finding } from '../../../src-shared/appearance-schema.ts';
import type { FindingKind } from '../../../src-shared/appearance-bounds.ts';
import type { PictureOrder } from '../../compare/appearance/camera.ts';
import { plain } from '../../../src-shared/wording.ts';

/** Of different ones; more of the same are counted. */
const mostFindings = 40;
/** A page that leads itself on more often than this goes on for ever. */
export const mostNavigations = 5;

export interface PageWatch {
  readonly order: PictureOrder;
  readonly origin: string;
  /** @param about outside text. */
  readonly note: (kind: FindingKind, about: string) => void;
  readonly findings: () => Finding[];
  /** Ends the taking at once, with the reason as a sentence. The first one counts. */
  readonly fail: (because: string) => void;
  readonly failed: Promise<string>;
  readonly began: (request: number) => void;
  readonly ended: (request: number) => void;
  readonly moved: () => void;
  /** Requests under way, for how long no request came or went, and for how long no new frame did either. */
  readonly rest: () => {
    readonly open: number;
    readonly idleMs: number;
    readonly quietMs: number;
  };
  navigations: number;
  status: number | null;
  endedAt: string;
}

export function watchPage(order: PictureOrder): PageWatch {
  const found = new Map<string, Finding>();
  const open = new Set<number>();
  let lastRequestMs = performance.now();
  let lastFrameMs = lastRequestMs;
  let fail: PageWatch['fail'] = () => undefined;
  const failed = new Promise<string>((resolve) => (fail = resolve));
  return {
    order,
    origin: new URL(order.url).origin,
    note: (kind, text) => {
      const about = plain(text, 120);
      const key = `${kind} ${about}`;
      const known = found.get(key);
      if (known !== undefined) found.set(key, { ...known, count: known.count + 1 });
      else if (found.size < mostFindings) found.set(key, { kind, about, count: 1 });
    },
    findings: () => [...found.values()],
    fail,
    failed,
    began: (request) => {
      open.add(request);
      lastRequestMs = performance.now();
    },
    ended: (request) => {
      if (open.delete(request)) lastRequestMs = performance.now();
    },
    moved: () => {
      lastFrameMs = performance.now();
    },
    rest: () => {
      const now = performance.now();
      return {
        open: open.size,
        idleMs: now - lastRequestMs,
        quietMs: now - Math.max(lastRequestMs, lastFrameMs),
      };
    },
    navigations: 0,
    status: null,
    endedAt: '',
  };
}
