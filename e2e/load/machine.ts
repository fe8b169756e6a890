/** What figures were measured on, without names or paths of the machine. */
import { cpus, loadavg, totalmem } from 'node:os';

export interface MachineFacts {
  readonly platform: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryGb: number;
  readonly electron: string;
  /** Of what measured, and of a Node host. */
  readonly node: string;
  /** Average of the minute before: above a few tenths others were working beside us. */
  readonly loadBefore: number;
}

export function machineFacts(): MachineFacts {
  return {
    platform: `${process.platform} ${process.arch}`,
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9),
    electron: process.env['BLOCKYARD_ELECTRON_VERSION'] ?? 'unknown',
    node: process.versions.node,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

export function machineLine(facts: MachineFacts): string {
  const { platform, cores, processor, memoryGb, electron, node, loadBefore } = facts;
  return `# ${platform}, ${cores} x ${processor}, ${memoryGb} GB, Electron ${electron}, Node ${node}, load before ${loadBefore}`;
}
