/** After a start: says how long nobody answered, and what is back and what is not. */
import type { BlockId } from '../../src-shared/ids.ts';
import { gapText } from './heartbeat.ts';
import type { HostContext } from './host-context.ts';
import type { LiveBlock } from './live-blocks.ts';
import { serving } from './restore.ts';
import type { FleetRecord } from './state-schema.ts';

const servingWaitMs = 15_000;
const launchedWaitMs = 15_000;

export interface Absence {
  readonly lastAliveAtMs: number | null;
  readonly stoppedAtMs: number | null;
  readonly reaped: number;
}

export async function tellGap(host: HostContext, absence: Absence): Promise<void> {
  const isServing = await serving(host, servingWaitMs);
  const sinceMs = absence.stoppedAtMs ?? absence.lastAliveAtMs;
  const gapMs = sinceMs === null ? -1 : host.clock.now() - sinceMs;
  // The last beat is up to a second older than the end: the gap said is the longest it can have been.
  const length = gapMs < 0 ? 'for a time that the clock cannot tell' : `for ${gapText(gapMs)}`;
  const how = absence.stoppedAtMs === null ? 'was away' : 'was stopped on request';
  const left = reapedText(absence.reaped);
  const missing = isServing ? await missingIn(host) : [];
  const now = !isServing
    ? 'Not every fleet has a healthy block yet.'
    : missing.length === 0
      ? 'The same ports, splits and generations are back.'
      : `The same ports and splits are back, but not every block: ${missing.join('; ')}.`;
  host.notice({
    fleet: null,
    severity: absence.stoppedAtMs === null || !isServing || missing.length > 0 ? 'warning' : 'info',
    text: `The yard host ${how} ${length}; requests in that time were refused.${left} ${now}`,
  });
}

/** Asks when every launch has come out one way or the other: until then nothing is known. */
async function missingIn(host: HostContext): Promise<readonly string[]> {
  const kindOf = (fleet: FleetRecord, block: BlockId): LiveBlock['kind'] | undefined =>
    host.runtimeOf(fleet.id).blocks.get(block)?.kind;
  const fleets = (): readonly FleetRecord[] => host.store.get().fleets;
  const endsAtMs = host.clock.monotonicMs() + launchedWaitMs;
  while (host.clock.monotonicMs() < endsAtMs) {
    const kinds = fleets().flatMap((fleet) =>
      warmBlocksOf(fleet).map((block) => kindOf(fleet, block)),
    );
    if (kinds.every((kind) => kind !== undefined && kind !== 'launching')) break;
    await host.clock.delay(25);
  }
  return fleets().flatMap((fleet) => missingOf(fleet, (block) => kindOf(fleet, block)));
}

function warmBlocksOf(fleet: FleetRecord): readonly BlockId[] {
  return fleet.generations
    .filter(({ rung }) => rung === 'warm')
    .flatMap(({ blocks }) => blocks.map(({ id }) => id));
}

/** `4 of 4 of storefront-v002 do not run`, for each warm generation that is not whole. */
export function missingOf(
  fleet: FleetRecord,
  kindOf: (block: BlockId) => LiveBlock['kind'] | undefined,
): readonly string[] {
  return fleet.generations.flatMap(({ id, rung, blocks }) => {
    const missing = blocks.filter((block) => kindOf(block.id) !== 'running').length;
    if (rung !== 'warm' || missing === 0) return [];
    return [`${String(missing)} of ${String(blocks.length)} of ${id} do not run`];
  });
}

function reapedText(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? ' 1 process that it had left behind was ended.'
    : ` ${String(count)} processes that it had left behind were ended.`;
}
