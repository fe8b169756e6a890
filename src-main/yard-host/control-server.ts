/**
 * The host's side of the control socket. A client that sends nonsense gets a sentence and can go on;
 * one that sends endlessly, or does not read what it asked for, is cut off: neither may cost the host
 * more memory than the bounds below.
 */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type * as z from 'zod';
import { faultOf, type Fault, type Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import { createFrameReader, frameOf, requestLimitBytes } from './frames.ts';
import {
  hostCalls,
  requestSchema,
  type Greeting,
  type HostCallName,
  type HostHandlers,
} from './protocol.ts';

const unreadLimitBytes = 64 * 1024 * 1024;
const requestsAtOnce = 256;
const connectionsAtOnce = 64;
/** Pushes are hints: at most ten a second, and none while a client has not read the last. */
const pushEveryMs = 100;

export interface ControlServerOptions {
  readonly socketPath: string;
  readonly greeting: Greeting;
  readonly handlers: HostHandlers;
  /** A fault that is no client's doing. */
  readonly report: (text: string) => void;
}

export interface ControlServer {
  /** Tells every subscriber that something changed, soon. */
  readonly announceChange: () => void;
  /** Whoever asks from now on finds nobody; those who are connected get their answers. */
  readonly refuseNew: () => void;
  readonly close: () => Promise<void>;
}

interface Connection {
  readonly socket: Socket;
  isSubscribed: boolean;
  running: number;
}

/** @throws the system's error when the socket cannot be opened. The folder must be private already. */
export async function openControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const connections = new Set<Connection>();
  const server = createServer((socket) => {
    if (connections.size >= connectionsAtOnce) {
      socket.destroy();
      return;
    }
    serveConnection(socket, options, connections);
  });

  if (process.platform !== 'win32') rmSync(options.socketPath, { force: true });
  await new Promise<void>((settle, reject) => {
    server.once('error', reject);
    server.listen(options.socketPath, () => {
      server.off('error', reject);
      settle();
    });
  });
  server.on('error', (error) => {
    options.report(`The control socket failed: ${error.message}`);
  });
  if (process.platform !== 'win32') chmodSync(options.socketPath, 0o600);

  let timer: NodeJS.Timeout | null = null;
  const push = frameOf({ push: 'changed' });
  return {
    announceChange: () => {
      timer ??= setTimeout(() => {
        timer = null;
        for (const { socket, isSubscribed } of connections) {
          if (isSubscribed && socket.writableLength === 0) socket.write(push);
        }
      }, pushEveryMs);
    },
    refuseNew: () => {
      server.close();
    },
    close: async () => {
      if (timer !== null) clearTimeout(timer);
      const closed = new Promise<void>((settle) => {
        // Also when it was closed to newcomers before: then with an error that means nothing.
        server.close(() => {
          settle();
        });
      });
      for (const { socket } of connections) socket.destroySoon();
      await closed;
    },
  };
}

function serveConnection(
  socket: Socket,
  options: ControlServerOptions,
  connections: Set<Connection>,
): void {
  const connection: Connection = { socket, isSubscribed: false, running: 0 };
  connections.add(connection);
  const answer = (id: number | null, result: Result<unknown>): void => {
    if (socket.destroyed) return;
    socket.write(frameOf({ id, result }));
    if (socket.writableLength > unreadLimitBytes) socket.destroy();
  };
  const reader = createFrameReader(requestLimitBytes, (line) => {
    void serveFrame(line, connection, options, answer);
  });
  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    try {
      reader.push(chunk);
    } catch (error) {
      answer(null, refusal(error instanceof Error ? error.message : String(error)));
      socket.destroySoon();
    }
  });
  socket.on('error', () => {
    // The client went away in the middle; `close` follows.
  });
  socket.on('close', () => connections.delete(connection));
  socket.write(frameOf(options.greeting));
}

async function serveFrame(
  line: string,
  connection: Connection,
  options: ControlServerOptions,
  answer: (id: number | null, result: Result<unknown>) => void,
): Promise<void> {
  const request = readRequest(line);
  if (!request.ok) {
    answer(request.id, { ok: false, fault: request.fault });
    return;
  }
  if (connection.running >= requestsAtOnce) {
    answer(request.id, refusal('Too many requests of this client are running.'));
    return;
  }
  connection.running += 1;
  try {
    if (request.call === 'subscribe') connection.isSubscribed = true;
    // Which handler takes which input is proven by `HostHandlers`; a name chosen at run time loses that.
    const handler = options.handlers[request.call] as (input: unknown) => Promise<unknown>;
    answer(request.id, { ok: true, value: await handler(request.input) });
  } catch (error) {
    const fault = faultOf(error);
    if (fault.code === 'internal') options.report(`${request.call} failed: ${describe(error)}`);
    answer(request.id, { ok: false, fault });
  } finally {
    connection.running -= 1;
  }
}

type ReadRequest =
  | { readonly ok: true; readonly id: number; readonly call: HostCallName; readonly input: unknown }
  | { readonly ok: false; readonly id: number | null; readonly fault: Fault };

function readRequest(line: string): ReadRequest {
  let frame: unknown;
  try {
    frame = JSON.parse(line);
  } catch {
    return { id: null, ...refusal('A frame is not JSON.') };
  }
  const request = requestSchema.safeParse(frame);
  if (!request.success) {
    return { id: null, ...refusal(`A frame is no request: ${issueOf(request.error)}`) };
  }
  const { id, call, input } = request.data;
  if (!Object.hasOwn(hostCalls, call)) {
    return { id, ...refusal(`This yard host knows no call '${plain(call, 60)}'.`) };
  }
  const name = call as HostCallName;
  const parsed = hostCalls[name].input.safeParse(input);
  if (!parsed.success) {
    return { id, ...refusal(`The order '${name}' cannot be read: ${issueOf(parsed.error)}`) };
  }
  return { ok: true, id, call: name, input: parsed.data };
}

function refusal(message: string): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: { code: 'bad-input', message } };
}

function issueOf(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'unknown reason';
  const path = issue.path.map(String).join('.');
  return plain(path === '' ? issue.message : `${path}: ${issue.message}`);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
