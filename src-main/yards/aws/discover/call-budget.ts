/** How many calls an observation may cost, as a pure function of what there is. A test holds us to it. */

/** The most that AWS gives on one page. */
export const pageSizes = { elb: 400, autoscaling: 100 } as const;

export const batchSizes = {
  /** Ids in one DescribeInstances; AWS names no limit, 500 ids are 20 kB of request. */
  instances: 500,
  /** DescribeTags of ELBv2. */
  tags: 20,
  /** Values of one filter. */
  filter: 200,
} as const;

/** Calls in flight at once: AWS throttles by account, and the operator's other tools want some too. */
export const callsAtOnce = 6;

/**
 * What observing takes of each service's bucket, in calls: so many at once, so many a second in the long
 * run. AWS documents 100 and 20 a second for the reads of EC2, shared by everybody in the account, and
 * nothing for ELBv2. What is reserved is left to reverts. A look of more takes its time, and what is shown is
 * then that old.
 */
export const observationPace = {
  burst: 100,
  reserved: 10,
  perSecond: 15,
  leastPerSecond: 0.5,
} as const;

/**
 * What launching and ending take, in calls that change something: AWS documents 50 and 5 a second for EC2, and
 * nothing for ELBv2. Traffic writes do not wait: half of a switch must not stand for longer than it has to.
 */
export const writePace = { burst: 50, reserved: 10, perSecond: 5, leastPerSecond: 0.5 } as const;

/** Servers that one account may start in a region, by EC2's own account: 1000 at once, then 2 a second. */
export const serverPace = { burst: 1000, perSecond: 2, leastPerSecond: 2 } as const;

/** After a look that was throttled nothing is asked for so long, in milliseconds; longer each time. */
export const quietMs = [5000, 10_000, 20_000, 30_000] as const;

export interface CycleCounts {
  readonly targetGroups: number;
  readonly loadBalancers: number;
  /** Listeners of each load balancer that a group of instances names. */
  readonly listeners: readonly number[];
  /** Rules of each HTTP(S) listener among them, with the default one. */
  readonly rules: readonly number[];
  /** Target groups of fleets, attached and idle. */
  readonly fleetGroups: number;
  readonly instances: number;
  /** Auto scaling groups that stand behind a fleet. */
  readonly scalingGroups: number;
}

/** What is asked for seldom; 0 where it is not due. */
export interface SlowCounts {
  /** Target groups of type `instance`, of fleets or not: a tag may make one a generation. */
  readonly taggedGroups: number;
  readonly groupsWithAttributes: number;
  readonly images: number;
  /** Auto scaling groups of the whole account; null: not due. */
  readonly scalingGroups: number | null;
  /** Of how many it is asked what they do by themselves: four calls each. */
  readonly scalingDetails: number;
}

const calls = (items: number, size: number) => Math.ceil(items / size);
/** A list without anything in it still takes one call to be seen empty. */
const pages = (items: number, size: number) => Math.max(1, calls(items, size));

export function fastCalls(counts: CycleCounts): number {
  const elb = (items: number) => pages(items, pageSizes.elb);
  const sum = (all: readonly number[]) => all.reduce((total, items) => total + elb(items), 0);
  return (
    elb(counts.targetGroups) +
    elb(counts.loadBalancers) +
    sum(counts.listeners) +
    sum(counts.rules) +
    counts.fleetGroups +
    calls(counts.instances, batchSizes.instances) +
    calls(counts.scalingGroups, pageSizes.autoscaling)
  );
}

export function slowCalls(counts: SlowCounts): number {
  return (
    calls(counts.taggedGroups, batchSizes.tags) +
    counts.groupsWithAttributes +
    calls(counts.images, batchSizes.filter) +
    (counts.scalingGroups === null ? 0 : pages(counts.scalingGroups, pageSizes.autoscaling)) +
    counts.scalingDetails * 4
  );
}
