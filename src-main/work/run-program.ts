/** One question to a program: arguments, no shell, nothing inherited; bounded in time and in what it may say. */
import { spawn } from 'node:child_process';
import { plain } from '../../src-shared/wording.ts';
import { killGroup } from '../processes/kill-group.ts';
import { failed, largestReplyBytes, type HookReply } from './hook.ts';

export interface ProgramQuestion {
  /** Without a slash it is looked for on the PATH of `env`. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  /** Then it is ended, with all that it started. */
  readonly timeoutMs: number;
  readonly read: (text: string) => HookReply;
}

export function runProgram(question: ProgramQuestion): Promise<HookReply> {
  const { file, args, cwd, env, timeoutMs, read } = question;
  return new Promise((resolve) => {
    const shown = plain(file, 80);
    // A group of its own where there are groups: what it starts ends with it.
    const detached = process.platform !== 'win32';
    const child = spawn(file, [...args], {
      ...(cwd === undefined ? {} : { cwd }),
      env,
      detached,
      shell: false,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const end = (): void => {
      if (detached && child.pid !== undefined) killGroup(child.pid);
      else child.kill('SIGKILL');
    };
    const settle = (reply: HookReply): void => {
      clearTimeout(timer);
      end();
      child.stdout.destroy();
      resolve(reply);
    };
    const timer = setTimeout(() => {
      settle(failed(`${shown} did not end within ${String(timeoutMs)} ms.`));
    }, timeoutMs);
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > largestReplyBytes) {
        settle(failed(`${shown} said more than ${String(largestReplyBytes)} bytes.`));
      } else chunks.push(chunk);
    });
    child.on('error', (error) => {
      settle(failed(`${shown} could not be run: ${plain(error.message, 120)}.`));
    });
    child.on('close', (code, signal) => {
      if (code === 0) settle(read(Buffer.concat(chunks).toString('utf8')));
      else settle(failed(`${shown} ended with ${signal ?? `code ${String(code)}`}.`));
    });
  });
}
