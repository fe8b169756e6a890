/** What is looked at before and after a switch as lines for the AWS CLI. Nothing in them changes anything. */
import type { GenerationId } from '../../../../src-shared/ids.ts';
import type { SightCommands } from '../../port.ts';
import { cliHealth, cliInService, cliReadBack } from '../preflight/cli-text.ts';
import type { AwsPlace } from '../session/clients.ts';
import type { EntryView } from './entry-view.ts';

export function sightCommandsFor(
  entry: EntryView | undefined,
  to: GenerationId,
  place: AwsPlace,
): SightCommands {
  const group = entry?.groups.get(to);
  return {
    health: group === undefined ? [] : [cliHealth(group.arn, place)],
    inService: group === undefined ? [] : [cliInService(group.arn, place)],
    split: (entry?.rules ?? []).map(({ kind, arn }) => cliReadBack({ kind, arn }, place)),
  };
}
