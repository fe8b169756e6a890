/**
 * The mark in a block's environment and in its record: `YARD.PID.START.UNIQUE` names the yard that it
 * belongs to and the host process that launched it. A state file can be copied, and whoever starts from
 * the copy must not end the blocks of the yard it was copied from.
 */
export interface MarkOwner {
  /** Of one data folder, for ever. */
  readonly yard: string;
  /** The host process. */
  readonly pid: number;
  readonly startTime: string;
}

export function markOf(owner: MarkOwner, unique: string): string {
  return [owner.yard, String(owner.pid), owner.startTime, unique].join('.');
}

/** @returns null for a mark of an earlier version, which named nobody. */
export function ownerInMark(mark: string): MarkOwner | null {
  const match = /^([\w-]+)\.(\d+)\.([\w-]+)\.[\w-]+$/u.exec(mark);
  const [, yard, pid, startTime] = match ?? [];
  if (yard === undefined || pid === undefined || startTime === undefined) return null;
  return { yard, pid: Number(pid), startTime };
}
