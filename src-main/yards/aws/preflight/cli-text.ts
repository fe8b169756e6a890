/**
 * A traffic write as a line for the AWS CLI: the printed plan of a revert works in any terminal, when
 * Blockyard does not. It carries no secret of ours; a rule's own secret never is in what AWS reads out.
 */
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';

import type { EntryRule } from '../discover/reading.ts';
import type { AwsPlace } from '../session/clients.ts';
import { environmentProfile } from '../session/profiles.ts';
import { shellQuote } from '../../../../src-shared/shell-quote.ts';

/** One write of whole action lists. */
export type TrafficWrite =
  | { readonly kind: 'rule'; readonly ruleArn: string; readonly actions: readonly Action[] }
  | {
      readonly kind: 'listener';
      readonly listenerArn: string;
      readonly actions: readonly Action[];
    };

/** @returns one line for a POSIX shell. */
export function cliText(write: TrafficWrite, place: AwsPlace): string {
  const subject =
    write.kind === 'rule'
      ? ['modify-rule', '--rule-arn', write.ruleArn, '--actions']
      : ['modify-listener', '--listener-arn', write.listenerArn, '--default-actions'];
  return line(['elbv2', ...subject, JSON.stringify(write.actions)], place);
}

/** Shows the weights that AWS holds now. */
export function cliReadBack(
  { kind, arn }: Pick<EntryRule, 'kind' | 'arn'>,
  place: AwsPlace,
): string {
  const words =
    kind === 'rule'
      ? ['elbv2', 'describe-rules', '--rule-arns', arn]
      : ['elbv2', 'describe-listeners', '--listener-arns', arn];
  return line(words, place);
}

/** Shows what the load balancer thinks of each server of a group. */
export function cliHealth(targetGroupArn: string, place: AwsPlace): string {
  return line(['elbv2', 'describe-target-health', '--target-group-arn', targetGroupArn], place);
}

/** Ends well when every server of a group is in service; asks every 15 s, and fails after 10 minutes. */
export function cliInService(targetGroupArn: string, place: AwsPlace): string {
  const words = ['elbv2', 'wait', 'target-in-service', '--target-group-arn', targetGroupArn];
  return line(words, place);
}

function line(words: readonly string[], { profile, region, endpoint }: AwsPlace): string {
  return [
    'aws',
    ...words,
    ...(profile === environmentProfile ? [] : ['--profile', profile]),
    '--region',
    region,
    ...(endpoint === null ? [] : ['--endpoint-url', endpoint]),
  ]
    .map(shellQuote)
    .join(' ');
}
