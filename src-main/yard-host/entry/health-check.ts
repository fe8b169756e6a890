/**
 * Is a block fit for traffic: what one check says (`observeCheck`, pure) and the watch that keeps
 * asking. Only as many passes in a row as the recipe wants make a block healthy.
 */
import * as http from 'node:http';
import type { Recipe } from '../../../src-shared/fleet.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { EntryClock } from './entry-clock.ts';

export type HealthThresholds = Recipe['health'];

/** `exited` is told from outside, by whoever saw the process end; no check undoes it. */
export type HealthState =
  | { readonly kind: 'starting'; readonly detail: string }
  | { readonly kind: 'healthy' }
  | { readonly kind: 'unhealthy'; readonly reason: string }
  | { readonly kind: 'exited'; readonly reason: string };

export interface BlockHealth {
  readonly state: HealthState;
  /** Epoch ms of the last change of kind. */
  readonly sinceMs: number;
  /** Checks passed or failed in a row, up to now. */
  readonly passes: number;
  readonly failures: number;
}

export type CheckOutcome =
  | { readonly kind: 'passed' }
  /** The host could not even ask: nothing is known about the block. */
  | { readonly kind: 'not-asked'; readonly reason: string }
  /** `refused`: nobody listens on the port, which is ordinary while a block starts. */
  | { readonly kind: 'failed'; readonly reason: string; readonly refused: boolean };

/** What is known after one more check. */
export function observeCheck(
  before: BlockHealth,
  outcome: CheckOutcome,
  thresholds: HealthThresholds,
  nowMs: number,
): BlockHealth {
  if (before.state.kind === 'exited') return before;
  if (outcome.kind === 'not-asked') {
    if (before.state.kind !== 'starting') return before;
    return { ...before, state: { kind: 'starting', detail: outcome.reason } };
  }
  const passes = outcome.kind === 'passed' ? before.passes + 1 : 0;
  const failures = outcome.kind === 'passed' ? 0 : before.failures + 1;
  const state = nextState(before.state, outcome, passes, failures, thresholds);
  const sinceMs = state.kind === before.state.kind ? before.sinceMs : nowMs;
  return { state, sinceMs, passes, failures };
}

function nextState(
  state: HealthState,
  outcome: Exclude<CheckOutcome, { kind: 'not-asked' }>,
  passes: number,
  failures: number,
  thresholds: HealthThresholds,
): HealthState {
  if (outcome.kind === 'passed') {
    if (state.kind === 'healthy' || passes >= thresholds.healthyAfter) return { kind: 'healthy' };
    if (state.kind !== 'starting') return state;
    return {
      kind: 'starting',
      detail: `${String(passes)} of ${String(thresholds.healthyAfter)} health checks passed.`,
    };
  }
  if (state.kind === 'starting' && (outcome.refused || failures < thresholds.unhealthyAfter)) {
    return { kind: 'starting', detail: outcome.reason };
  }
  if (state.kind === 'healthy' && failures < thresholds.unhealthyAfter) return state;
  return {
    kind: 'unhealthy',
    reason: `${String(failures)} health checks in a row failed; the last: ${outcome.reason}`,
  };
}

/** No handles, ports or memory left here: says something about this process, and nothing about a block. */
const hostTrouble: ReadonlySet<string> = new Set([
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'EADDRNOTAVAIL',
]);

/** A connection of its own for each check: a block that takes no more of them is not healthy. */
const fresh = new http.Agent({ keepAlive: false, maxSockets: Infinity });

/** Asks once. Never throws: every way to fail is an outcome with a sentence. */
export function checkHealth(port: number, path: string, timeoutMs: number): Promise<CheckOutcome> {
  return new Promise((resolve) => {
    const shownPath = plain(path, 80);
    let request: http.ClientRequest;
    try {
      request = http.request({ host: '127.0.0.1', port, path, agent: fresh });
    } catch {
      const reason = `"${shownPath}" is not a path that HTTP can ask for.`;
      resolve({ kind: 'failed', reason, refused: false });
      return;
    }
    const settle = (outcome: CheckOutcome): void => {
      clearTimeout(timer);
      request.destroy();
      resolve(outcome);
    };
    const failed = (reason: string, refused = false): void => {
      settle({ kind: 'failed', reason, refused });
    };
    const timer = setTimeout(() => {
      failed(`${shownPath} gave no whole answer within ${String(timeoutMs)} ms.`);
    }, timeoutMs);
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      response.on('error', () => undefined);
      if (status < 200 || status > 299) {
        failed(`${shownPath} answered ${String(status)}; a healthy block answers 200 to 299.`);
        return;
      }
      // The whole answer must come: a block that hangs in its body is not healthy.
      response.on('end', () => settle({ kind: 'passed' }));
      response.on('close', () => failed(`${shownPath} broke off in the middle of its answer.`));
      response.resume();
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (hostTrouble.has(error.code ?? '')) {
        const reason = `The yard host could not ask it (${error.code ?? ''}); its last known state stays.`;
        settle({ kind: 'not-asked', reason });
      } else if (error.code === 'ECONNREFUSED') failed('Nothing listens on its port yet.', true);
      else failed(`The connection failed: ${plain(error.message, 120)}.`);
    });
    request.end();
  });
}

export interface HealthWatch {
  readonly view: () => BlockHealth;
  /** Asks now instead of at the next turn: something on the data path looked wrong. */
  readonly checkSoon: () => void;
  readonly markExited: (reason: string) => void;
  readonly stop: () => void;
}

export interface HealthWatchOptions {
  readonly port: number;
  readonly path: string;
  readonly thresholds: HealthThresholds;
  readonly clock: EntryClock;
  /** Told when the kind of state changes. */
  readonly onChange: (health: BlockHealth) => void;
}

/** A starting block, and one that suddenly refuses connections, is asked at most this often. */
const eagerIntervalMs = 200;

/** Starts to check at once and goes on until stopped. */
export function watchHealth(options: HealthWatchOptions): HealthWatch {
  const { port, path, thresholds, clock, onChange } = options;
  let view: BlockHealth = {
    state: { kind: 'starting', detail: 'Not asked yet.' },
    sinceMs: clock.epochMs(),
    passes: 0,
    failures: 0,
  };
  let timer: NodeJS.Timeout | undefined;
  let dueAtMs = 0;
  let startedAtMs = -Infinity;
  let checking = false;
  let stopped = false;

  const isStopped = (): boolean => stopped;
  const become = (next: BlockHealth): void => {
    const changed = next.state.kind !== view.state.kind;
    view = next;
    if (changed) onChange(next);
  };
  const schedule = (delayMs: number): void => {
    clearTimeout(timer);
    dueAtMs = clock.monotonicMs() + delayMs;
    if (!stopped) timer = setTimeout(() => void check(), delayMs);
  };
  const check = async (): Promise<void> => {
    if (checking || stopped) return;
    checking = true;
    startedAtMs = clock.monotonicMs();
    const outcome = await checkHealth(port, path, thresholds.timeoutMs);
    checking = false;
    if (isStopped()) return;
    become(observeCheck(view, outcome, thresholds, clock.epochMs()));
    const refused = outcome.kind === 'failed' && outcome.refused;
    const eager = view.state.kind === 'starting' || (refused && view.state.kind === 'healthy');
    schedule(eager ? Math.min(eagerIntervalMs, thresholds.intervalMs) : thresholds.intervalMs);
  };
  schedule(0);

  return {
    view: () => view,
    checkSoon() {
      const nowMs = clock.monotonicMs();
      const soonestMs = Math.max(nowMs, startedAtMs + eagerIntervalMs);
      if (!checking && soonestMs < dueAtMs) schedule(soonestMs - nowMs);
    },
    markExited(reason) {
      stopped = true;
      clearTimeout(timer);
      become({ ...view, state: { kind: 'exited', reason }, sinceMs: clock.epochMs(), passes: 0 });
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
