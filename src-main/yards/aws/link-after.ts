/** How the panel stands to an account after a look that failed. */
import type { YardLink } from '../../../src-shared/panel.ts';
import type { Fault } from '../../../src-shared/result.ts';

export function linkAfter({ code, message }: Fault, before: YardLink, nowMs: number): YardLink {
  if (code === 'signed-out') {
    const sinceMs = before.kind === 'signed-out' ? before.sinceMs : nowMs;
    return { kind: 'signed-out', sinceMs, reason: message, needsMfa: false };
  }
  const sinceMs = before.kind === 'stale' ? before.sinceMs : nowMs;
  return before.kind === 'starting' ? before : { kind: 'stale', sinceMs, reason: message };
}
