/**
 * While this run carries a change: a yard host that has died is started again, as a person at the window does
 * with one press. Nobody sits here, so what cannot be brought back ends the run after a while.
 */
import type { YardLink } from '../../src-shared/panel.ts';
import { FaultError, type Fault, type Result } from '../../src-shared/result.ts';
import type { Clock } from '../clock/clock.ts';
import type { OpenPlace } from './open-place.ts';

export interface Kept {
  /** Settles when the yard is given up; else never. */
  readonly lost: Promise<Fault>;
  readonly stop: () => void;
}

export interface KeptPlace {
  readonly link: () => YardLink;
  readonly start: () => Promise<Result<null>>;
  readonly onLink: (listener: () => void) => () => void;
}

/** A host that starts again needs a second or two; one that hangs may come back. */
const patienceMs = 60_000;
const againMs = 1000;

export function keepRunning(clock: Clock, place: KeptPlace): Kept {
  const over = new AbortController();
  let wake = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  const stopListening = place.onLink(() => wake.abort());
  const stop = (): void => {
    stopListening();
    over.abort();
    wake.abort();
  };

  const watch = async (lose: (fault: Fault) => void): Promise<void> => {
    let goneSinceMs: number | null = null;
    while (!isOver()) {
      wake = new AbortController();
      const link = place.link();
      const nowMs = clock.monotonicMs();
      goneSinceMs = link.kind === 'live' ? null : (goneSinceMs ?? nowMs);
      const why = givenUpBecause(link, goneSinceMs === null ? 0 : nowMs - goneSinceMs);
      if (why !== null) {
        stop();
        lose(faultOfLoss(why));
        return;
      }
      // Another carrier may start it at the same time: only one host ever holds the folder.
      if (link.kind === 'gone') await place.start();
      const isCalm = place.link().kind === 'live';
      if (!isOver()) await clock.delay(isCalm ? patienceMs : againMs, wake.signal);
    }
  };
  return { lost: new Promise((lose) => void watch(lose)), stop };
}

export function keptPlace({ opened, onLink }: OpenPlace): KeptPlace {
  return { link: opened.link, start: opened.start, onLink };
}

export function thrown(fault: Fault): never {
  throw new FaultError(fault);
}

function givenUpBecause(link: YardLink, goneMs: number): string | null {
  if (link.kind === 'stopped') return 'The yard was stopped.';
  if (link.kind === 'incompatible') return link.reason;
  if (goneMs < patienceMs) return null;
  const reason = 'reason' in link ? ` ${link.reason}` : '';
  return `The yard has not answered for a minute.${reason}`;
}

function faultOfLoss(message: string): Fault {
  return {
    code: 'unreachable',
    message: `${message} Nothing more is sent from here; the yard keeps the change.`,
    todo: 'Start it with `blockyard yard start`, then `blockyard watch --carry` goes on with the change.',
  };
}
