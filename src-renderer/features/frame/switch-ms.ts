import type { FleetId } from '../../../src-shared/ids.ts';
import { expectedRevertMs } from '../../../src-shared/expected-revert.ts';
import type { PanelSnapshot } from '../../../src-shared/panel.ts';

/** What the next revert of this fleet takes, by those that were measured. */
export function switchMsOf(
  { switchTimes }: Pick<PanelSnapshot, 'switchTimes'>,
  fleet: FleetId,
): number | null {
  return expectedRevertMs(switchTimes.filter((time) => time.fleet === fleet));
}
