/**
 * One connection to a yard host. Reads that fail are 'unreachable'; an effect that was sent and not
 * answered is an 'unknown-outcome': it may have happened (rule 7).
 */
import { createConnection } from 'node:net';
import { resolve } from 'node:path';
import { fail, succeed, type Fault, type Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { identifyFolder, isFolderAt } from '../../yard-host/folder-identity.ts';
import { answerLimitBytes, createFrameReader, frameOf } from '../../yard-host/frames.ts';
import {
  answerSchema,
  greetingSchema,
  hostCalls,
  PROTOCOL_VERSION,
  pushSchema,
  type Greeting,
  type HostCallName,
  type HostInput,
  type HostOutput,
} from '../../yard-host/protocol.ts';

export interface HostConnection {
  readonly greeting: Greeting;
  readonly call: <Name extends HostCallName>(
    name: Name,
    input: HostInput<Name>,
    limitMs: number,
  ) => Promise<Result<HostOutput<Name>>>;
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

export interface ConnectOptions {
  readonly socketPath: string;
  /** The folder that was asked for: a host of another one is not talked to. */
  readonly dataFolder: string;
  readonly limitMs: number;
  readonly onChange: () => void;
  /** Once, however the connection ended; not when it never began. */
  readonly onClose: () => void;
}

/** What must not be repeated blindly when its answer is lost. */
const effects: ReadonlySet<HostCallName> = new Set([
  'claim',
  'renew',
  'control',
  'finish',
  'route',
  'launchGeneration',
  'launchBlock',
  'addBlock',
  'terminateBlock',
  'retireGeneration',
  'importImage',
  'stop',
]);

interface Waiting {
  readonly name: HostCallName;
  readonly settle: (result: Result<unknown>) => void;
}

/**
 * @returns 'unreachable', 'version-mismatch' for a host that speaks another protocol, or 'refused' for
 * one of another folder: a copied lock file leads there, and its fleets must not be mistaken for ours.
 */
export async function connectToHost(options: ConnectOptions): Promise<Result<HostConnection>> {
  let isOurs = false;
  const made = await openConnection({
    ...options,
    onClose: () => {
      if (isOurs) options.onClose();
    },
  });
  if (!made.ok) return made;
  const { greeting, close } = made.value;
  if (!(await isOfFolder(greeting, options.dataFolder))) {
    close();
    return fail(ofAnotherFolder(greeting));
  }
  isOurs = true;
  return made;
}

/** What cannot be told is not held against a host: its claim in our folder was checked already. */
async function isOfFolder(greeting: Greeting, dataFolder: string): Promise<boolean> {
  if (greeting.dataFolder === resolve(dataFolder)) return true;
  try {
    return await isFolderAt(greeting.dataFolder, await identifyFolder(dataFolder));
  } catch {
    return true;
  }
}

function openConnection(options: ConnectOptions): Promise<Result<HostConnection>> {
  return new Promise((settle) => {
    const socket = createConnection(options.socketPath);
    const waiting = new Map<number, Waiting>();
    let nextId = 1;
    let isGreeted = false;

    const giveUp = (fault: Fault): void => {
      clearTimeout(limit);
      socket.destroy();
      settle(fail(fault));
    };
    const limit = setTimeout(() => {
      giveUp(unreachable(`The yard host did not greet within ${String(options.limitMs)} ms.`));
    }, options.limitMs);

    const greet = (frame: unknown): void => {
      const greeting = greetingSchema.safeParse(frame);
      if (!greeting.success) {
        giveUp(unreachable('What answers on the control socket is no yard host.'));
        return;
      }
      const mismatch = mismatchOf(greeting.data);
      if (mismatch !== null) {
        giveUp(mismatch);
        return;
      }
      clearTimeout(limit);
      isGreeted = true;
      settle(succeed({ greeting: greeting.data, call, isOpen: () => !socket.destroyed, close }));
    };

    const reader = createFrameReader(answerLimitBytes, (line) => {
      const frame = parse(line);
      if (!isGreeted) greet(frame);
      else if (pushSchema.safeParse(frame).success) options.onChange();
      else settleAnswer(frame, waiting);
    });

    const close = (): void => {
      socket.destroy();
    };

    const call: HostConnection['call'] = (name, input, limitMs) =>
      new Promise((settleCall) => {
        if (socket.destroyed) {
          settleCall(fail(unreachable('The connection to the yard host is closed.')));
          return;
        }
        const id = nextId;
        nextId += 1;
        const settle = (result: Result<unknown>): void => {
          clearTimeout(timer);
          waiting.delete(id);
          settleCall(checked(name, result));
        };
        const timer = setTimeout(() => {
          settle(fail(lost(name, `The yard host did not answer within ${String(limitMs)} ms.`)));
        }, limitMs);
        waiting.set(id, { name, settle });
        socket.write(frameOf({ id, call: name, input }));
      });

    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      try {
        reader.push(chunk);
      } catch {
        socket.destroy();
      }
    });
    socket.on('error', (error) => {
      if (!isGreeted) giveUp(unreachable(`The yard host cannot be reached (${error.message}).`));
    });
    socket.on('close', () => {
      for (const { name, settle } of [...waiting.values()]) {
        settle(fail(lost(name, 'The connection to the yard host broke before it answered.')));
      }
      if (isGreeted) options.onClose();
      else giveUp(unreachable('The yard host closed the connection before it greeted.'));
    });
  });
}

function mismatchOf(greeting: Greeting): Fault | null {
  if (greeting.protocol === PROTOCOL_VERSION) return null;
  const isOlder = greeting.protocol < PROTOCOL_VERSION;
  return {
    code: 'version-mismatch',
    message: `The running yard host is of ${isOlder ? 'an older' : 'a newer'} version (${greeting.appVersion}, protocol ${String(greeting.protocol)}; this panel speaks ${String(PROTOCOL_VERSION)}). Its fleets go on serving.`,
    todo: isOlder
      ? 'Stop the yard and start it again to run it with this version; its fleets come back as they are.'
      : 'Use the newer panel, or stop the yard and start it again with this version.',
  };
}

function ofAnotherFolder(greeting: Greeting): Fault {
  return {
    code: 'refused',
    message: `The yard host that answers is of another data folder (${plain(greeting.dataFolder, 200)}); nothing was asked of it.`,
    todo: 'This folder holds a copy of that yard. Stop that yard, or remove the host.*.lock files from this folder, and start again.',
  };
}

function settleAnswer(frame: unknown, waiting: ReadonlyMap<number, Waiting>): void {
  const answer = answerSchema.safeParse(frame);
  // An answer without an id is about a frame the host could not read; its call ends by its time limit.
  if (!answer.success || answer.data.id === null) return;
  waiting.get(answer.data.id)?.settle(answer.data.result);
}

function checked<Name extends HostCallName>(
  name: Name,
  result: Result<unknown>,
): Result<HostOutput<Name>> {
  if (!result.ok) return result;
  const value = hostCalls[name].output.safeParse(result.value);
  if (value.success) return succeed(value.data as HostOutput<Name>);
  const issue = value.error.issues[0];
  return fail(
    lost(
      name,
      `The yard host's answer cannot be read (${issue?.path.map(String).join('.') ?? ''}).`,
    ),
  );
}

function lost(name: HostCallName, message: string): Fault {
  if (!effects.has(name)) return unreachable(message);
  return {
    code: 'unknown-outcome',
    message: `${message} It may have happened all the same.`,
    todo: 'Look at the fleet again before you repeat it.',
  };
}

function unreachable(message: string): Fault {
  return { code: 'unreachable', message };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
