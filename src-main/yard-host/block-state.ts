/** What is shown of a block, out of its record, its process and what the entry sees of it. */
import type { BlockState } from '../../src-shared/fleet.ts';
import type { DrainView } from './entry/entry.ts';
import type { BlockHealth } from './entry/health-check.ts';
import type { LiveBlock } from './live-blocks.ts';

export interface ShownState {
  readonly state: BlockState;
  readonly sinceMs: number;
}

export function shownState(
  live: LiveBlock | undefined,
  health: BlockHealth | undefined,
  drain: DrainView | undefined,
  launchedAtMs: number,
): ShownState {
  if (live === undefined) {
    return {
      state: { kind: 'starting', detail: 'It waits to be started.' },
      sinceMs: launchedAtMs,
    };
  }
  const { sinceMs } = live;
  switch (live.kind) {
    case 'launching':
      return { state: { kind: 'starting', detail: 'Its process is being started.' }, sinceMs };
    case 'refused':
      return { state: { kind: 'launch-refused', reason: live.reason }, sinceMs };
    case 'stopping':
      return { state: { kind: 'stopping' }, sinceMs };
    case 'exited': {
      const { code, signal, reason } = live.exit;
      return { state: { kind: 'exited', code, signal, reason }, sinceMs };
    }
    case 'running':
      if (drain !== undefined) return { state: { kind: 'draining', ...drain }, sinceMs };
      return healthState(health, sinceMs);
  }
}

function healthState(health: BlockHealth | undefined, runningSinceMs: number): ShownState {
  if (health === undefined) {
    return {
      state: { kind: 'starting', detail: 'Its health is not checked yet.' },
      sinceMs: runningSinceMs,
    };
  }
  const { state, sinceMs } = health;
  if (state.kind === 'exited') {
    // The entry was told a moment before the process's own end arrived here.
    return { state: { kind: 'unhealthy', reason: state.reason }, sinceMs };
  }
  return { state, sinceMs };
}
