/** Starts an image's JavaScript entry as a child process of a host that is plain Node. */
import type { Socket } from 'node:net';
import { FaultError } from '../../../src-shared/result.ts';
import type { SpawnBlock } from './block-process.ts';
import { blockProcessOf, spawnPiped } from './spawned-block.ts';

export interface NodeChildSettings {
  /** Absolute path of the built `block-boot.js`. */
  readonly bootPath: string;
  /** The Node that runs it; `process.execPath` of a plain Node host. */
  readonly execPath: string;
}

export function spawnNodeChild({ bootPath, execPath }: NodeChildSettings): SpawnBlock {
  return async ({ program, cwd, env }) => {
    if (program.kind !== 'node') {
      throw new FaultError({
        code: 'internal',
        message: 'A command was given to the Node starter.',
      });
    }
    const child = await spawnPiped(execPath, [bootPath, program.entry], {
      cwd,
      env: { ...env },
      // The fourth is the lease: see block-boot.ts.
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const lease = child.stdio[3] as Socket;
    // Nothing is ever read from it; a block that writes there must not fill our memory.
    lease.on('error', () => undefined).resume();
    return blockProcessOf(child);
  };
}
