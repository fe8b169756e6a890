/** The writes of a switch as lines for the AWS CLI, planned on what is known now. */
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { GenerationId } from '../../../../src-shared/ids.ts';
import type { RouteOrder } from '../../port.ts';
import { cliText } from '../preflight/cli-text.ts';
import type { AwsPlace } from '../session/clients.ts';
import { attachmentTo } from './attach.ts';
import { wantedWeights, type EntryView } from './entry-view.ts';
import { planWrites, type RuleWrite } from './plan-writes.ts';

export function commandsFor(
  entry: EntryView | undefined,
  weights: RouteOrder['weights'],
  place: AwsPlace,
): readonly string[] {
  if (entry === undefined) return [];
  const wanted = wantedWeights(entry, weights);
  if (wanted.kind === 'unknown') return [];
  const planned = planWrites(entry.rules, wanted.weights);
  return planned.ok ? planned.value.writes.map((write) => lineOf(write, place)) : [];
}

export function attachCommandsFor(
  entry: EntryView | undefined,
  generation: GenerationId,
  place: AwsPlace,
): readonly string[] {
  const planned = entry === undefined ? null : attachmentTo(entry, { generation });
  return planned?.ok === true ? planned.value.map((write) => lineOf(write, place)) : [];
}

function lineOf(write: RuleWrite, place: AwsPlace): string {
  const actions = structuredClone(write.actions) as unknown as Action[];
  return write.kind === 'rule'
    ? cliText({ kind: 'rule', ruleArn: write.arn, actions }, place)
    : cliText({ kind: 'listener', listenerArn: write.arn, actions }, place);
}
