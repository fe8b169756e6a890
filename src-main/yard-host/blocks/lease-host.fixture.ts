/** For tests: a small yard host of its own, to be killed. Prints what it started, then waits. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { LAUNCH_MARK } from './block-environment.ts';
import type { BlockProgram } from './block-process.ts';
import { identifyProcess } from './process-identity.ts';
import { spawnCommand } from './spawn-command.ts';
import { spawnNodeChild } from './spawn-node-child.ts';

const [, , folder = '', ...kinds] = process.argv;
const spawnNode = spawnNodeChild({
  bootPath: fileURLToPath(new URL('./block-boot.ts', import.meta.url)),
  execPath: process.execPath,
});

async function launch(kind: string): Promise<object> {
  const mark = randomUUID();
  const env = { PATH: process.env['PATH'] ?? '', [LAUNCH_MARK]: mark };
  const entry = `${folder}/${kind.replace(/^(node|command|unleashed)-/, '')}.mjs`;
  if (kind.startsWith('unleashed')) {
    const child = spawn(process.execPath, [entry], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const identity = await identifyProcess(child.pid ?? 0);
    return { kind, pid: child.pid, startTime: identity?.startTime, mark };
  }
  const isNode = kind.startsWith('node');
  const program: BlockProgram = isNode
    ? { kind: 'node', entry }
    : { kind: 'command', file: process.execPath, args: [entry] };
  const block = await (isNode ? spawnNode : spawnCommand)({
    program,
    cwd: folder,
    env,
    label: kind,
  });
  block.stdout.resume();
  block.stderr.resume();
  const identity = await identifyProcess(block.pid);
  return { kind, pid: block.pid, startTime: identity?.startTime, mark };
}

const started = await Promise.all(kinds.map(launch));
process.stdout.write(`${JSON.stringify(started)}\n`);
setInterval(() => undefined, 1000);
