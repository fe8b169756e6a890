/** The fewest writes to EC2, ELBv2 and Auto Scaling that a rollout of N servers takes, from what one call can hold. Pure. */

export interface RolloutSize {
  readonly size: number;
  /** A call starts servers in one subnet. */
  readonly subnets: number;
  /** Of the entry: a call writes one. */
  readonly rules: number;
}

/** AWS names no bound for targets in one call; its own controller sends as many. */
const targetsPerCall = 200;
/** TerminateInstances. */
const idsPerCall = 1000;

const calls = (items: number, each: number): number => Math.ceil(items / each);

export function leastCalls({ size, subnets, rules }: RolloutSize): number {
  // Listed at weight 0, so that its health is checked before it has traffic.
  const launch = ['template', 'group'].length + rules + subnets + calls(size, targetsPerCall);
  const cutOver = rules;
  // Out of the rules at the end: whatever is listed costs a place of five.
  const retire = calls(size, targetsPerCall) + calls(size, idsPerCall) + rules;
  return launch + cutOver + retire;
}

/**
 * With auto scaling groups AWS starts and ends the servers, however many. The old group is held at its size beside
 * the new one, and the new one until the old one is gone: a scheduled action that ends the hold, and only then the
 * size, so that no crash in between leaves a hold for ever. It needs its group, so the new one is not made held.
 */
export function leastScaledCalls({ rules }: Pick<RolloutSize, 'rules'>): number {
  const hold = ['scheduled action', 'smallest size'].length;
  const launch = ['template', 'group', 'scaling group'].length + rules + 2 * hold;
  const cutOver = rules;
  const letGo = ['smallest size', 'scheduled action'].length;
  const retire = ['no servers', 'scaling group'].length + rules + letGo;
  return launch + cutOver + retire;
}
