/**
 * Keeps two connections to the host of a data folder and says how fresh what we know is. The second
 * connection carries routes only, so that a hung or busy first one never delays a revert.
 */
import type { YardLink } from '../../../src-shared/panel.ts';
import { faultOf, type Fault } from '../../../src-shared/result.ts';
import type { Clock } from '../../clock/clock.ts';
import { findHolder, readClaim, type HostClaim } from '../../yard-host/lock-files.ts';
import { connectToHost, type HostConnection } from './client.ts';
import type { Greeting } from '../../yard-host/protocol.ts';

export interface HostLinkOptions {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly onLink: (link: YardLink) => void;
  /** The host says that something changed, or is back. */
  readonly onChange: () => void;
  /** How long a host that is not there counts as `starting`. */
  readonly startingMs: number;
}

export interface HostLink {
  readonly state: () => YardLink;
  /** Of the host that runs, as far as is known; null when none does. */
  readonly greeting: () => Greeting | null;
  readonly control: () => HostConnection | null;
  /** The reserved connection; when it is not there, the other; else a fresh one within `limitMs`. */
  readonly forRoute: (limitMs: number) => Promise<HostConnection | null>;
  /** Why there is no connection. */
  readonly fault: () => Fault;
  /** The next disappearance is wanted: `stopped`, not `gone`. */
  readonly expectStop: () => void;
  /** A host is being started: `starting` again, for a while. */
  readonly expectStart: () => void;
  readonly close: () => void;
}

const greetLimitMs = 3000;
/** A host that does not answer this proof of life in time is hung: its connections are given up. */
const proofEveryMs = 2000;
const proofLimitMs = 5000;
const lookEveryMs = 100;

export function openHostLink(options: HostLinkOptions): HostLink {
  const { dataFolder, clock } = options;
  const ending = new AbortController();
  let control: HostConnection | null = null;
  let reserved: HostConnection | null = null;
  let greeting: Greeting | null = null;
  let lastClaim: HostClaim | null = null;
  let state: YardLink = { kind: 'starting' };
  let startingUntilMs = clock.monotonicMs() + options.startingMs;
  let isStopWanted = false;
  let fault: Fault = { code: 'unreachable', message: 'The yard host is starting.' };
  /** Ends the pause of the watch: a connection broke, or all is over. */
  let wake = new AbortController();
  ending.signal.addEventListener('abort', () => wake.abort(), { once: true });

  const show = (next: YardLink): void => {
    const isSame = next.kind === state.kind && reasonOf(next) === reasonOf(state);
    if (isSame || ending.signal.aborted) return;
    state = next;
    options.onLink(next);
  };

  const connect = async (claim: HostClaim, limitMs: number): Promise<HostConnection | null> => {
    let mine: HostConnection | null = null;
    const made = await connectToHost({
      socketPath: claim.socket,
      dataFolder,
      limitMs,
      onChange: options.onChange,
      onClose: () => {
        // Another one may have taken its place, and must not be given up with it.
        if (mine !== null && control === mine) control = null;
        if (mine !== null && reserved === mine) reserved = null;
        wake.abort();
      },
    });
    if (!made.ok) {
      fault = made.fault;
      return null;
    }
    mine = made.value;
    if (ending.signal.aborted) mine.close();
    return mine.isOpen() ? mine : null;
  };

  /** One reserved connection, however many were made at the same time: the first one stays. */
  const reserve = (made: HostConnection | null): HostConnection | null => {
    if (made === null) return reserved;
    if (reserved?.isOpen() === true) made.close();
    else reserved = made;
    return reserved;
  };

  /** The host that we were connected to was told to end, by whomever: that is no accident. */
  const hasLetGo = async (): Promise<boolean> => {
    if (greeting === null) return false;
    const last = await readClaim(dataFolder, greeting.hostNumber);
    return last?.releasedAtMs !== undefined;
  };

  /** @returns undefined when it cannot be told: then nobody may say that the host is gone. */
  const findHost = async (): Promise<HostClaim | null | undefined> => {
    try {
      lastClaim = await findHolder(dataFolder);
      if (lastClaim === null && (await hasLetGo())) isStopWanted = true;
      return lastClaim;
    } catch (error) {
      fault = {
        code: 'unreachable',
        message: `Whether the yard host runs cannot be told: ${faultOf(error).message}`,
        where: dataFolder,
        todo: 'Check that the data folder can be read.',
      };
      return undefined;
    }
  };

  const showLost = (claim: HostClaim | null | undefined): void => {
    if (claim === null) greeting = null;
    // Another reason for the same trouble keeps its beginning.
    const kind = claim === null ? 'gone' : 'stale';
    const sinceMs = state.kind === kind && 'sinceMs' in state ? state.sinceMs : clock.now();
    if (claim === null && isStopWanted) show({ kind: 'stopped' });
    else if (fault.code === 'version-mismatch' && claim !== null) {
      show({ kind: 'incompatible', reason: `${fault.message} ${fault.todo ?? ''}`.trim() });
    } else if (clock.monotonicMs() < startingUntilMs) show({ kind: 'starting' });
    else if (claim === null) {
      fault = {
        code: 'unreachable',
        message: 'The yard host is not running.',
        todo: 'Start the yard.',
      };
      show({ kind: 'gone', sinceMs, reason: 'The yard host is not running.' });
    } else show({ kind: 'stale', sinceMs, reason: fault.message });
  };

  const look = async (): Promise<void> => {
    const claim = await findHost();
    if (claim === null || claim === undefined) {
      showLost(claim);
      return;
    }
    const first = control ?? (await connect(claim, greetLimitMs));
    control = first;
    if (first === null) {
      showLost(claim);
      return;
    }
    if (reserved === null) reserve(await connect(claim, greetLimitMs));
    // It may have been closed meanwhile: the next look makes another one.
    if (ending.signal.aborted || !first.isOpen()) return;
    greeting = first.greeting;
    isStopWanted = false;
    startingUntilMs = 0;
    const subscribed = await first.call('subscribe', null, proofLimitMs);
    if (!subscribed.ok) {
      first.close();
      return;
    }
    show({ kind: 'live' });
    options.onChange();
  };

  const prove = async (connection: HostConnection): Promise<void> => {
    const proof = await connection.call('status', null, proofLimitMs);
    if (proof.ok) return;
    fault = proof.fault;
    if (connection.isOpen()) connection.close();
  };

  const isComplete = (): boolean => control !== null && reserved !== null;

  const watch = async (): Promise<void> => {
    let provenAtMs = clock.monotonicMs();
    while (!ending.signal.aborted) {
      wake = new AbortController();
      if (control === null || reserved === null) {
        await look();
        provenAtMs = clock.monotonicMs();
      } else if (clock.monotonicMs() - provenAtMs >= proofEveryMs) {
        await Promise.all([prove(control), prove(reserved)]);
        provenAtMs = clock.monotonicMs();
      }
      const sinceProofMs = clock.monotonicMs() - provenAtMs;
      const pauseMs = isComplete() ? proofEveryMs - sinceProofMs : lookEveryMs;
      await clock.delay(Math.max(lookEveryMs, pauseMs), wake.signal);
    }
  };
  void watch();

  return {
    state: () => state,
    greeting: () => greeting,
    control: () => control,
    forRoute: async (limitMs) => {
      if (reserved?.isOpen() === true) return reserved;
      if (control?.isOpen() === true) return control;
      // When it cannot be told who holds the folder, whoever held it last is tried: a revert goes.
      const found = await findHost();
      const claim = found === undefined ? lastClaim : found;
      return claim === null ? null : reserve(await connect(claim, limitMs));
    },
    fault: () => fault,
    expectStop: () => {
      isStopWanted = true;
    },
    expectStart: () => {
      isStopWanted = false;
      if (control === null) fault = { code: 'unreachable', message: 'The yard host is starting.' };
      startingUntilMs = clock.monotonicMs() + options.startingMs;
      if (state.kind !== 'live') show({ kind: 'starting' });
    },
    close: () => {
      ending.abort();
      control?.close();
      reserved?.close();
    },
  };
}

function reasonOf(link: YardLink): string {
  return 'reason' in link ? link.reason : '';
}
