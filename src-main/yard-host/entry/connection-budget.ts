/**
 * How many client connections this process can have at once. Each takes a second file handle towards its
 * block. Without a limit, clients that only connect took the last one, and then the host could neither
 * check its blocks nor save its state.
 */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { rawAnswer, type OwnAnswer } from './own-answer.ts';

/** For health checks, state, control, images, and the pipes of blocks. */
const reservedHandles = 128;
const leastConnections = 16;

export interface ConnectionBudget {
  /** Ends what goes beyond the limit, of all servers together, with an answer. */
  readonly guard: (server: Server) => void;
}

export function createConnectionBudget(limit: number): ConnectionBudget {
  let open = 0;
  return {
    guard: (server) => {
      server.on('connection', (socket: Socket) => {
        open += 1;
        socket.once('close', () => {
          open -= 1;
        });
        if (open <= limit) return;
        socket.write(rawAnswer(tooManyConnections(limit)));
        // Not `end`: a client that keeps its side open would keep the handle.
        socket.destroySoon();
      });
    },
  };
}

function tooManyConnections(limit: number): OwnAnswer {
  return {
    status: 503,
    reason: 'too-many-connections',
    sentence: `This yard has ${String(limit)} connections open, which is its limit, so the request was not carried out. Close some, or start the yard with a higher limit of open files.`,
    retryAfterSeconds: 1,
  };
}

export function connectionsFor(openFiles: number): number {
  return Math.max(leastConnections, Math.floor((openFiles - reservedHandles) / 2));
}

/** `Max open files  1024  4096  files`: the soft limit of /proc/self/limits; Infinity for none. */
export function openFilesIn(limits: string): number {
  return Number(/^Max open files\s+(\d+)/mu.exec(limits)?.[1] ?? Infinity);
}

function openFilesOfThisProcess(): number {
  try {
    return openFilesIn(readFileSync('/proc/self/limits', 'utf8'));
  } catch {
    // Not Linux: the system's own limit is what there is.
    return Infinity;
  }
}

export const processBudget = createConnectionBudget(connectionsFor(openFilesOfThisProcess()));
