/**
 * One listening socket on a fixed port: bound once and kept, whatever the split does. While the
 * port belongs to somebody else it says who, and tries again by itself.
 */
import type { Server } from 'node:http';
import type { EntryState } from '../../../src-shared/fleet.ts';
import { plain } from '../../../src-shared/wording.ts';
import { findPortHolder } from './port-holder.ts';

const retryMs = 2000;

export interface ListeningSocket {
  /** Resolves with the first outcome; a taken port goes on being tried afterwards. */
  readonly listen: () => Promise<EntryState>;
  readonly state: () => EntryState;
  /** The port in use, also when 0 was asked for. */
  readonly port: () => number;
  readonly close: (graceMs: number) => Promise<void>;
}

export function createListeningSocket(
  server: Server,
  host: string,
  wantedPort: number,
  onState: (state: EntryState) => void,
): ListeningSocket {
  let state: EntryState = { kind: 'closed', reason: 'The entry has not been opened yet.' };
  let timer: NodeJS.Timeout | undefined;
  let boundPort = wantedPort;
  let closing = false;

  const become = (next: EntryState): EntryState => {
    const changed = JSON.stringify(next) !== JSON.stringify(state);
    state = next;
    if (changed) onState(next);
    return next;
  };

  const bindOnce = (): Promise<NodeJS.ErrnoException | undefined> =>
    new Promise((resolve) => {
      const onError = (error: NodeJS.ErrnoException): void => {
        server.off('listening', onListening);
        resolve(error);
      };
      const onListening = (): void => {
        server.off('error', onError);
        resolve(undefined);
      };
      server.once('error', onError);
      server.once('listening', onListening);
      server.listen({ host, port: wantedPort, exclusive: true });
    });

  const tryToListen = async (): Promise<EntryState> => {
    const error = await bindOnce();
    if (error === undefined) {
      const address = server.address();
      if (address !== null && typeof address === 'object') boundPort = address.port;
      // Errors of accept(), such as too many open files: the listener itself goes on.
      server.on('error', () => undefined);
      return become({ kind: 'listening' });
    }
    if (error.code !== 'EADDRINUSE') return become({ kind: 'closed', reason: refusal(error) });
    const detail = await takenBy(wantedPort);
    if (closing) return state;
    timer = setTimeout(() => void tryToListen(), retryMs);
    return become({ kind: 'port-taken', port: wantedPort, detail });
  };

  const refusal = (error: NodeJS.ErrnoException): string =>
    error.code === 'EACCES'
      ? `This user may not open port ${String(wantedPort)}; give the fleet a port above 1023.`
      : `Port ${String(wantedPort)} could not be opened: ${plain(error.message, 120)}.`;

  return {
    listen: tryToListen,
    state: () => state,
    port: () => boundPort,
    async close(graceMs) {
      closing = true;
      clearTimeout(timer);
      if (server.listening) await closeServer(server, graceMs);
      become({ kind: 'closed', reason: 'The entry was closed.' });
    },
  };
}

async function takenBy(port: number): Promise<string> {
  const holder = await findPortHolder(port);
  const who =
    holder === undefined
      ? 'another program'
      : `${plain(holder.program, 40)} (process ${String(holder.pid)})`;
  return `Port ${String(port)} is held by ${who}. Blockyard tries again every 2 s; end that program or give the fleet another port.`;
}

/** Lets running requests finish for `graceMs`, then ends what is left. */
export async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
