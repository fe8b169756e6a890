/** Facts of a block that more than the screen reads, by the names that a yard gives them. */
import type { BlockId } from './ids.ts';

export const instanceFacts = {
  state: 'Instance',
  type: 'Instance type',
  image: 'AMI',
  scalingGroup: 'Auto scaling group',
} as const;

const tagPrefix = 'Tag ';

/** A tag of the operator as a fact. */
export function factOfTag(tag: string): string {
  return `${tagPrefix}${tag}`;
}

/** Null: no tag. */
export function tagOfFact(fact: string): string | null {
  return fact.startsWith(tagPrefix) ? fact.slice(tagPrefix.length) : null;
}

/** Registered under several ports one machine is several blocks, `MACHINE:PORT`. */
export function blockOfPort(machine: string, port: number | null): string {
  return `${machine}:${String(port)}`;
}

export function machineOf(block: BlockId): string {
  return block.split(':')[0] ?? block;
}
