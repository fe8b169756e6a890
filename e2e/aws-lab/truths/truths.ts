/** What AWS does and moto does not; each can be switched off, for a control. */
export interface Truths {
  /** ModifyRule on a default rule: OperationNotPermitted. */
  refusesDefaultRules: boolean;
  /** A weight above 999 is a validation error. */
  refusesHeavyWeights: boolean;
  /** Health as AWS tells it: unused groups, zones, stopped servers, settling, draining, and what a test has set. */
  tellsHealth: boolean;
  /**
   * `AvailabilityZone` in the targets of DescribeTargetHealth. Off: AWS does not support that field for targets of type
   * `instance`, and neither does moto.
   */
  showsZoneOfTargets: boolean;
  /** The same RunInstances by its ClientToken is answered as the first time and starts nothing. */
  honoursClientTokens: boolean;
  /** Images can be kept from being deregistered. */
  keepsImages: boolean;
  /**
   * Images keep the disks that they were registered with; blocks of snapshots are those of their parent and their
   * own, listed in their order and by pages, and compared with their own line only. moto does none of it.
   */
  keepsDisks: boolean;
  /** Target groups name the load balancers whose rules name them now. */
  tellsUse: boolean;
  /** ELBv2 pages as asked for with PageSize and Marker; with IAM on as moto does it, for re-reads are not signed. */
  pages: boolean;
  /** Rules come in no order that means anything. */
  shufflesRules: boolean;
  /** A denial is worded as its service does it; moto's IAM says AccessDenied in XML for all of them, also to SSM. */
  wordsDenials: boolean;
  /** Resources of the limited user's policy count; moto's IAM compares them with `*` only. */
  checksResources: boolean;
  /** CloudWatch tells what load balancers answered; moto only what was put into it. */
  measuresTraffic: boolean;
  /** Load balancers say `active`; moto says `provisioning` in the first answer. */
  activates: boolean;
  /** What DescribeLoadBalancers gives as DNSName; undefined leaves moto's `NAME-1.REGION.elb.amazonaws.com`. */
  dnsName: string | undefined;
  /** Items on a page when the caller names no PageSize; 400 at AWS. */
  pageSize: number;
  /** Blocks on a page, whatever the caller asks for: AWS gives less at will. */
  blocksOnPage: number;
}

export const asOnAws: Truths = {
  refusesDefaultRules: true,
  refusesHeavyWeights: true,
  tellsHealth: true,
  showsZoneOfTargets: false,
  pages: true,
  shufflesRules: true,
  wordsDenials: true,
  checksResources: true,
  activates: true,
  measuresTraffic: true,
  honoursClientTokens: true,
  keepsImages: true,
  keepsDisks: true,
  tellsUse: true,
  dnsName: '127.0.0.1',
  pageSize: 400,
  blocksOnPage: 10_000,
};
