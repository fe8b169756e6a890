/** Starts any program so that it ends with this process, whatever happens. */
import { FaultError } from '../../../src-shared/result.ts';
import type { SpawnBlock } from './block-process.ts';
import { blockProcessOf, signalOfShellCode, spawnPiped } from './spawned-block.ts';

/**
 * A guard that leads the process group and holds the lease: its stdin is a pipe whose other end
 * only this process has. When that closes it kills the group (4 ms after kill -9 of the host,
 * measured). Background jobs of a shell get /dev/null as stdin, hence descriptor 3. SIGTERM is
 * passed on, and `wait` repeated: it returns early when a trap runs.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap 'kill -TERM $server 2>/dev/null' TERM
{ trap - TERM; read -r _ <&3; kill -9 -$$; } >/dev/null 2>&1 &
lease=$!
while :; do
  wait $server
  code=$?
  kill -0 $server 2>/dev/null || break
done
kill -9 $lease 2>/dev/null
exit $code
`;

export const spawnCommand: SpawnBlock = async ({ program, cwd, env, label }) => {
  if (program.kind !== 'command') {
    throw new FaultError({
      code: 'internal',
      message: 'A script was given to the command starter.',
    });
  }
  if (process.platform === 'win32') {
    // No groups and no guard: a Windows job object needs native code. What such a server leaves
    // behind when the host is killed is ended at the host's next start (reap.ts).
    const child = await spawnPiped(program.file, program.args, {
      cwd,
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return blockProcessOf(child);
  }
  const child = await spawnPiped('/bin/sh', ['-c', GUARD, label, program.file, ...program.args], {
    cwd,
    env: { ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Kept open and never written to: closing it ends the server.
  child.stdin?.on('error', () => undefined);
  return blockProcessOf(child, signalOfShellCode);
};
