/** A hook that is a program of the image or of this computer: arguments, no shell, nothing inherited. */
import type { WorkHook } from '../../../src-shared/work-schema.ts';
import { FaultError, faultOf } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { resolveProgram } from '../blocks/resolve-program.ts';
import { failed, readReply, type Hook } from '../../work/hook.ts';
import { runProgram } from '../../work/run-program.ts';

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
      return await runProgram({
        ...{ file: program.file, args: program.args, cwd: folder, env, timeoutMs },
        read: (text) => readReply(word, shown, text),
      });
    } catch (error) {
      const text = error instanceof FaultError ? error.message : faultOf(error).message;
      return failed(`${shown} could not be run. ${plain(text, 200)}`);
    }
  };
}
