/** How much memory a block takes. */
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Bytes of a process and its descendants, or null when it is gone or nothing can be read. */
export async function memoryOfTree(pid: number): Promise<number | null> {
  if (process.platform === 'linux') return memoryOnLinux(pid);
  return process.platform === 'win32' ? memoryOnWindows(pid) : memoryWithPs(pid);
}

async function memoryOnLinux(pid: number): Promise<number | null> {
  let sum: number | null = null;
  const todo = [pid];
  // A tree that keeps forking must not keep us reading.
  for (let seen = 0; seen < 200; seen += 1) {
    const next = todo.pop();
    if (next === undefined) break;
    const bytes = await memoryOfOne(next);
    if (bytes !== null) sum = (sum ?? 0) + bytes;
    todo.push(...(await childrenOf(next)));
  }
  return sum;
}

/**
 * PSS where it can be read: each shared page counts by its share. RSS of twelve blocks on one
 * runtime counts its 180 MB executable twelve times.
 */
async function memoryOfOne(pid: number): Promise<number | null> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const pss = /^Pss:\s+(\d+) kB/m.exec(rollup);
  if (pss !== null) return Number(pss[1]) * 1024;
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const rss = /^VmRSS:\s+(\d+) kB/m.exec(status);
  return rss === null ? null : Number(rss[1]) * 1024;
}

async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) =>
      readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''),
    ),
  );
  return lists.flatMap((list) =>
    list
      .split(' ')
      .filter((text) => text !== '')
      .map(Number),
  );
}

async function memoryWithPs(pid: number): Promise<number | null> {
  const found = await run('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => null);
  const kib = Number(found?.stdout.trim());
  return Number.isFinite(kib) && kib > 0 ? kib * 1024 : null;
}

async function memoryOnWindows(pid: number): Promise<number | null> {
  const command = `(Get-Process -Id ${pid}).WorkingSet64`;
  const found = await run('powershell.exe', ['-NoProfile', '-Command', command], {
    windowsHide: true,
  }).catch(() => null);
  const bytes = Number(found?.stdout.trim());
  return Number.isFinite(bytes) && bytes > 0 ? bytes : null;
}
