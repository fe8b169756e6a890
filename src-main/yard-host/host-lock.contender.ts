/**
 * One starter of the double-start test: `node host-lock.contender.ts HOW FOLDER`. It says that it is
 * ready, claims when it is told to go, says what it got, and a holder stays until it is killed.
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claimHostLock } from './host-lock.ts';

const [how, folder = ''] = process.argv.slice(2);

/** The control: look, then write, with the time between the two that a busy machine puts there. */
async function claimNaively(): Promise<boolean> {
  const file = join(folder, 'host.pid');
  if (existsSync(file)) {
    const pid = Number(await readFile(file, 'utf8'));
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      // Its holder is dead: ours.
    }
  }
  await pause(50);
  await writeFile(file, String(process.pid));
  return true;
}

async function claimProperly(): Promise<boolean> {
  const answer = await claimHostLock({
    dataFolder: folder,
    appVersion: '0.0.0',
    nowMs: Date.now(),
    socketFor: (number) => join(folder, `${String(number)}.sock`),
  });
  return answer.kind === 'held';
}

process.stdout.write('ready\n');
await once(process.stdin, 'data');
const isHolder = how === 'naive' ? await claimNaively() : await claimProperly();
process.stdout.write(isHolder ? 'held\n' : 'taken\n');
if (isHolder) setInterval(() => undefined, 60_000);
else process.exit(0);
