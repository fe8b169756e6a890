/**
 * A window started as a person starts it, with nothing between but Chromium's own debugging port: a
 * test driver would add its own start to both sides of a comparison, and its own work to an idle one.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { required } from './required.ts';
import { until } from './until.ts';
import { asRoot } from './yard-process.ts';

export interface RawPage {
  readonly pid: number;
  /** Value of an expression in the page; a promise is waited for. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  /** Resolves when the expression is first seen to be true. */
  readonly whenTrue: (what: string, expression: string) => Promise<void>;
  /** Runs before anything of the page, from its next load on; then loads it again. */
  readonly reloadWith: (script: string) => Promise<void>;
  /** Ends the program as a window manager would, then for good. */
  readonly close: () => Promise<void>;
}

const startLimitMs = 30_000;
const endLimitMs = 5000;
const answerLimitMs = 15_000;

const targetsSchema = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.string() }));
const answerSchema = z.object({
  id: z.number(),
  result: z.object({ result: z.object({ value: z.unknown().optional() }).optional() }).optional(),
});

/** @param args after the executable: the app's folder and its switches. */
export async function openRawPage(args: readonly string[]): Promise<RawPage> {
  const child = spawn(
    required('BLOCKYARD_ELECTRON'),
    [...asRoot(), '--remote-debugging-port=0', ...args],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  try {
    const port = await debuggingPort(child);
    const url = await until('the page', startLimitMs, () => pageOn(port), 5);
    const call = await connect(url);
    const evaluate = (expression: string): Promise<unknown> =>
      call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    return {
      pid: child.pid ?? 0,
      evaluate,
      whenTrue: async (what, expression) => {
        await until(
          what,
          startLimitMs,
          async () => (await evaluate(expression)) === true || null,
          4,
        );
      },
      reloadWith: async (script) => {
        await call('Page.enable', {});
        await call('Page.addScriptToEvaluateOnNewDocument', { source: script });
        await call('Page.reload', {});
      },
      close: () => end(child),
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function debuggingPort(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/u.exec(said)?.[1];
      if (port !== undefined) resolve(port);
    });
    child.once('exit', () => {
      reject(new Error(`The window did not open: ${said.slice(-500)}`));
    });
  });
}

async function pageOn(port: string): Promise<string | null> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`);
  const targets = targetsSchema.parse(await response.json());
  return targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? null;
}

type Call = (method: string, params: object) => Promise<unknown>;

async function connect(url: string): Promise<Call> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (value: unknown) => void>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const answer = answerSchema.safeParse(JSON.parse(String(data)));
    if (!answer.success) return;
    waiting.get(answer.data.id)?.(answer.data.result?.result?.value);
    waiting.delete(answer.data.id);
  });
  await once(socket, 'open');
  return (method, params) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, resolve);
      // A page that is left while it is asked may never answer.
      setTimeout(() => reject(new Error(`No answer to ${method}.`)), answerLimitMs).unref();
      socket.send(JSON.stringify({ id: last, method, params }));
    });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await Promise.race([gone, pause(endLimitMs)]);
  child.kill('SIGKILL');
  await gone;
}
