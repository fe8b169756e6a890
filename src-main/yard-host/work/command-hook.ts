/** A hook that is a program of the image or of this computer: arguments, no shell, nothing inherited. */
import { spawn } from 'node:child_process';
import type { WorkHook } from '../../../src-shared/work-schema.ts';
import { FaultError, faultOf } from '../../../src-shared/result.ts';
import { killGroup } from '../blocks/spawned-block.ts';
import { plain } from '../../../src-shared/wording.ts';
import { resolveProgram } from '../blocks/resolve-program.ts';
import { failed, largestReplyBytes, readReply, type Hook, type HookReply } from './hook.ts';

type CommandHook = Extract<WorkHook, { kind: 'command' }>;

export interface HookedBlock {
  readonly block: string;
  readonly generation: string;
  readonly port: number;
  /** Of its image; programs with a relative path are looked up there first. */
  readonly folder: string;
}

/** @param path where bare program names are looked for. @param timeoutMs then it is killed. */
export function commandHook(
  hook: CommandHook,
  { block, generation, port, folder }: HookedBlock,
  path: string,
  timeoutMs: number,
): Hook {
  const env = {
    PATH: path,
    BLOCKYARD_BLOCK: block,
    BLOCKYARD_GENERATION: generation,
    BLOCKYARD_ADDRESS: `127.0.0.1:${String(port)}`,
  };
  return async (word) => {
    const command = hook[word];
    const shown = plain(command[0] ?? '', 80);
    try {
      const program = await resolveProgram({ kind: 'command', command }, folder, env);
      if (program.kind !== 'command') return failed(`${shown} is no program.`);
      return await answerOf(program.file, program.args, { cwd: folder, env }, timeoutMs, (text) =>
        readReply(word, shown, text),
      );
    } catch (error) {
      const text = error instanceof FaultError ? error.message : faultOf(error).message;
      return failed(`${shown} could not be run. ${plain(text, 200)}`);
    }
  };
}

function answerOf(
  file: string,
  args: readonly string[],
  place: { readonly cwd: string; readonly env: Record<string, string> },
  timeoutMs: number,
  read: (text: string) => HookReply,
): Promise<HookReply> {
  return new Promise((resolve) => {
    const shown = plain(file, 80);
    // A group of its own where there are groups: what it starts ends with it.
    const detached = process.platform !== 'win32';
    const child = spawn(file, [...args], {
      ...place,
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
