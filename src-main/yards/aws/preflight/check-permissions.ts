/**
 * Preflight: each operation in the list, asked by a read or by a dry run where AWS has a way of asking,
 * and named as not provable where it has none. Nothing is changed by it.
 */
import type { Permission, PermissionAnswer } from '../../../../src-shared/permission.ts';
import { createGate } from '../discover/at-once.ts';
import { callsAtOnce } from '../discover/call-budget.ts';
import type { AwsClients } from '../session/clients.ts';
import { dryRun, type DryRunOrder } from './dry-run.ts';
import { awsOperations, type AwsOperation } from './operations.ts';
import { answerOfRead, unprovable } from './permission-answer.ts';
import { dryRunOrder, type PermissionGround } from './permission-ground.ts';
import { permissionReads, type PermissionReads } from './permission-reads.ts';

type Clients = Pick<
  AwsClients,
  'ec2' | 'ebs' | 'elb' | 'autoScaling' | 'cloudWatch' | 'ssm' | 'sts'
>;
export async function checkPermissions(
  clients: Clients,
  ground: PermissionGround,
): Promise<readonly Permission[]> {
  const gate = createGate(callsAtOnce);
  const reads = permissionReads(clients, ground);
  return Promise.all(
    awsOperations.map(async (operation): Promise<Permission> => {
      const answer = await gate(() => answerOf(operation, reads, clients, ground));
      return {
        action: operation.iamAction,
        purpose: purposeOf(operation),
        need: needOf(operation),
        ...(operation.sid === 'MoveTraffic' ? { isWayBack: true } : {}),
        answer,
      };
    }),
  );
}

async function answerOf(
  operation: AwsOperation,
  reads: PermissionReads,
  { ec2 }: Clients,
  { instance, ownInstance }: PermissionGround,
): Promise<PermissionAnswer> {
  if (operation.hasDryRun) {
    if (instance === null) return nothingSeen;
    const isEnd = operation.action !== 'RunInstances';
    // The right is one to our own servers: asked of another's, AWS denies it rightly.
    const about = isEnd ? ownInstance : instance;
    if (about === null) return unprovable(operation, 'No server of Blockyard is seen');
    return dryRun(ec2, dryRunOrder(operation.action as DryRunOrder['action'], about));
  }
  if (operation.isMutation) return unprovable(operation);
  const read = reads[operation.action];
  return read === undefined || read === null ? nothingSeen : answerOfRead(read);
}

const nothingSeen: PermissionAnswer = {
  kind: 'untold',
  because: 'The last look has seen nothing that it could be asked about.',
};

function purposeOf({ sid, action }: AwsOperation): string {
  switch (sid) {
    case 'See':
      return 'See fleets and compare them';
    case 'MoveTraffic':
      return 'Cut over and revert';
    case 'WatchMeasures':
      return 'Hear the second opinion of CloudWatch in a release';
    case 'ReadDisks':
      return 'Read which blocks of the disks behind two AMIs differ';
    case 'HoldClaims':
      return 'Say who is at work on a fleet';
    case 'WhoAmI':
      return 'Know whose account this is';
    case 'LaunchGenerations':
    case 'FillOwnGroups':
    case 'MarkOwnGroups':
    case 'MarkWhatIsLaunched':
    case 'LendRoleToServers':
      return 'Launch generations';
    case 'LaunchScalingGroups':
      return 'Launch generations with auto scaling groups';
    case 'HoldScalingGroups':
      return 'Hold auto scaling groups at their size beside a new generation';
    case 'ChangeOwnScalingGroups':
      return 'Change and end auto scaling groups that Blockyard made';
    case 'EndOwnServers':
      return 'End servers that Blockyard launched';
    case 'StopOwnServers':
      return 'Stop servers of Blockyard, and start them again';
    case 'AdoptGenerations':
      return 'Adopt generations that others launched';
    case 'KeepImages':
      return 'Keep images from being deregistered';
    case 'MakeTestRules':
    case 'RemoveTestRules':
    case 'MarkTestRules':
      return 'Prove a generation before it has traffic';
    case null:
      return `Ask ${action}`;
  }
}

function needOf({ sid }: AwsOperation): Permission['need'] {
  if (sid === 'WatchMeasures') return 'judging';
  if (sid === 'ReadDisks') return 'comparing';
  return launching.has(sid) ? 'launching' : 'now';
}

/** Seeing, cutting over and reverting go without. */
const launching: ReadonlySet<AwsOperation['sid']> = new Set([
  'LaunchGenerations',
  'FillOwnGroups',
  'MarkOwnGroups',
  'MarkWhatIsLaunched',
  'LendRoleToServers',
  'EndOwnServers',
  'LaunchScalingGroups',
  'HoldScalingGroups',
  'ChangeOwnScalingGroups',
  'StopOwnServers',
  'AdoptGenerations',
  'KeepImages',
  'MakeTestRules',
  'RemoveTestRules',
  'MarkTestRules',
] as const);
