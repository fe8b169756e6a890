/** Who sits on a port: best effort, from /proc, so that "port taken" can name the program. */
import { readdir, readFile, readlink } from 'node:fs/promises';

export interface PortHolder {
  readonly pid: number;
  readonly program: string;
}

/** The process that listens on this TCP port, or undefined where that cannot be seen. */
export async function findPortHolder(port: number): Promise<PortHolder | undefined> {
  try {
    const sockets = await listeningInodes(port);
    if (sockets.size === 0) return undefined;
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/u.test(name))) {
      if (await holdsOneOf(pid, sockets)) {
        const program = (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
        return { pid: Number(pid), program };
      }
    }
  } catch {
    // No /proc (macOS, Windows) or the process ended while we looked: then there is nothing to name.
  }
  return undefined;
}

/** Socket inodes in state LISTEN (0A) on that port, IPv4 and IPv6. */
export async function listeningInodes(port: number): Promise<ReadonlySet<string>> {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/u);
      const inode = columns[9];
      if (columns[3] === '0A' && columns[1]?.split(':')[1] === wanted && inode !== undefined) {
        inodes.add(inode);
      }
    }
  }
  return inodes;
}

async function holdsOneOf(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  // Another user's process cannot be looked into: it is then simply not found.
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/u.exec(target)?.[1];
    if (inode !== undefined && sockets.has(inode)) return true;
  }
  return false;
}
