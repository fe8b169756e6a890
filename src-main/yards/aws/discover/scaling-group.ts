/** An auto scaling group as it was read: plain data. All text in it is outside text. */
export interface ScalingGroup {
  /** Exists once in an account and region, as long as its group does. */
  readonly name: string;
  readonly arn: string;
  readonly createdAtMs: number;
  /** `Delete in progress`; null while it lives. */
  readonly status: string | null;
  readonly sizes: ScalingSizes;
  /** Null: a launch configuration says what its servers are. */
  readonly template: ScalingTemplate | null;
  /** Null: its servers are all of the type that its template says, on demand. */
  readonly mixed: MixedPolicy | null;
  readonly launchConfiguration: string | null;
  readonly zones: readonly string[];
  readonly subnetIds: readonly string[];
  readonly targetGroupArns: readonly string[];
  /** Classic load balancers. */
  readonly loadBalancerNames: readonly string[];
  readonly health: {
    /** `EC2`, `ELB`, or several with commas. */
    readonly type: string;
    readonly graceMs: number;
  };
  readonly instances: readonly ScalingMember[];
  /** Processes that it does not carry out: `AZRebalance`, `Terminate`... */
  readonly suspended: readonly string[];
  /** Null: it has none. */
  readonly warmPool: { readonly instances: number } | null;
  /** Key to value. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface ScalingSizes {
  readonly min: number;
  readonly desired: number;
  readonly max: number;
}

export interface MixedPolicy {
  /** In the order in which they are preferred; empty: the type that the template says. */
  readonly overrides: readonly MixedOverride[];
  readonly distribution: {
    /** So many are on demand at least, and of those above them so many of a hundred. */
    readonly base: number;
    readonly percent: number;
    /** How AWS chooses; null where it does not say. */
    readonly onDemand: string | null;
    readonly spot: string | null;
    readonly pools: number | null;
  };
  /** What its sizes count, `vcpu` or `memory-mib`; null: servers, or their weights. */
  readonly unit: string | null;
  /** Whole, as AWS takes it. */
  readonly whole: WholePolicy;
}

export interface WholePolicy {
  readonly LaunchTemplate?: {
    readonly LaunchTemplateSpecification?: {
      readonly LaunchTemplateId?: string;
      readonly LaunchTemplateName?: string;
    };
  };
}

export interface MixedOverride {
  /** Null: every type with certain attributes. */
  readonly type: string | null;
  /** As how many servers one of it counts; null: as one. */
  readonly weight: number | null;
  /** Null: that of the others. */
  readonly template: ScalingTemplate | null;
}

export interface ScalingTemplate {
  readonly id: string | null;
  readonly name: string | null;
  /** A number, `$Latest` or `$Default`. */
  readonly version: string;
}

export interface ScalingMember {
  readonly id: string;
  readonly zone: string;
  /** `Pending`, `InService`, `Terminating`, `Terminated`, `Detached`, `Standby`, `Warmed:Stopped`... */
  readonly lifecycle: string;
  /** `Healthy` or `Unhealthy`, as the group sees it. */
  readonly health: string;
  readonly isProtected: boolean;
  readonly template: ScalingTemplate | null;
}

export interface ScalingDetails {
  /** One line each. */
  readonly policies: readonly string[];
  readonly scheduled: readonly ScheduledSize[];
  /** One line each. */
  readonly hooks: readonly string[];
  /** `resolve:ssm:...`, where its template names a parameter instead of an image. */
  readonly imageAlias: string | null;
}

/** Null: it leaves that one as it is. */
export interface ScheduledSize {
  readonly name: string;
  /** Epoch milliseconds of the next time; null when AWS does not say. */
  readonly startMs: number | null;
  /** As cron has it; null when it happens once. */
  readonly recurrence: string | null;
  readonly min: number | null;
  readonly desired: number | null;
  readonly max: number | null;
}

/** The scheduled action of ours that ends a hold: AWS carries it out, whatever becomes of the panel. */
export const releaseAction = 'blockyard-release';

/** A release of an evening and the night after it: the overlap is seldom longer, and never for ever. */
export const usualHoldMs = 24 * 3_600_000;

export interface Hold {
  readonly untilMs: number;
  /** The smallest size that comes back then. */
  readonly min: number;
}

/** Null: not held by us. AWS takes a scheduled action away when it has carried it out. */
export function holdIn(
  scheduled: readonly Pick<ScheduledSize, 'name' | 'startMs' | 'min'>[],
  nowMs: number,
): Hold | null {
  const own = scheduled.find(({ name }) => name === releaseAction);
  if (own?.startMs === undefined || own.startMs === null || own.min === null) return null;
  return own.startMs > nowMs ? { untilMs: own.startMs, min: own.min } : null;
}
