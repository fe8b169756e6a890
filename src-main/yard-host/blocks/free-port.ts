/** Ports for blocks that nobody else is likely to take between our look and the server's bind. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { FaultError } from '../../../src-shared/result.ts';

export interface PortPool {
  /** A port on 127.0.0.1 that is free and given to nobody else by this pool. Throws FaultError. */
  take(): Promise<number>;
  give(port: number): void;
  /** How many it could still give, as far as it knows: somebody else may have some of them. */
  left(): number;
}

const LOWEST = 20_000;
const HIGHEST = 60_999;
const TRIES = 60;

/**
 * Outgoing connections get their local port from the system's ephemeral range, and the entry makes
 * thousands of them a second: a port from there may be gone before the server binds it. So ports
 * come from below (or above) that range. `random` gives 0 <= x < 1.
 */
export async function openPortPool(random: () => number): Promise<PortPool> {
  const ephemeral = await ephemeralRange();
  const usable = usableRanges(ephemeral);
  const count = usable.reduce((sum, range) => sum + range.high - range.low + 1, 0);
  const taken = new Set<number>();

  function pick(): number {
    let index = Math.floor(random() * count);
    for (const range of usable) {
      const size = range.high - range.low + 1;
      if (index < size) return range.low + index;
      index -= size;
    }
    return LOWEST;
  }

  return {
    async take() {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const port = pick();
        if (taken.has(port)) continue;
        taken.add(port);
        if (await canBind(port)) return port;
        taken.delete(port);
      }
      throw new FaultError({
        code: 'port-taken',
        message: `No free port was found on 127.0.0.1 (${TRIES} were tried between ${LOWEST} and ${HIGHEST}).`,
        todo: 'Retire generations that are no longer needed, or end other servers on this machine.',
      });
    },
    give: (port) => void taken.delete(port),
    left: () => count - taken.size,
  };
}

interface PortRange {
  readonly low: number;
  readonly high: number;
}

/** What is left of our range without the ephemeral one; all of it when too little is left. */
export function usableRanges(ephemeral: PortRange): PortRange[] {
  const left = [
    { low: LOWEST, high: Math.min(HIGHEST, ephemeral.low - 1) },
    { low: Math.max(LOWEST, ephemeral.high + 1), high: HIGHEST },
  ].filter((range) => range.high - range.low >= 500);
  return left.length > 0 ? left : [{ low: LOWEST, high: HIGHEST }];
}

async function ephemeralRange(): Promise<PortRange> {
  const text = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '');
  const match = /^(\d+)\s+(\d+)/.exec(text);
  // macOS and Windows: the range IANA suggests.
  return match === null
    ? { low: 49_152, high: 65_535 }
    : { low: Number(match[1]), high: Number(match[2]) };
}

function canBind(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      probe.close(() => resolve(true));
    });
  });
}
