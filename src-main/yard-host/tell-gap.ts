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
  const sinceMs = absence.stoppedAtMs ?? absence.lastAliveAtMs;
  const openedAtMs = await portsOpen(host, servingWaitMs);
  const isServing = await serving(host, servingWaitMs);
  const servingAtMs = isServing ? host.clock.now() : null;
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
    text: `${gapSentence({ ...absence, sinceMs, openedAtMs, servingAtMs })}${left} ${now}`,
  });
}

/** Ports are bound long before a block answers: from then on requests wait instead of being refused. Null: not all of them were. */
async function portsOpen(host: HostContext, limitMs: number): Promise<number | null> {
  const endsAtMs = host.clock.monotonicMs() + limitMs;
  for (;;) {
    const { fleets } = host.store.get();
    const isOpen = fleets.every(
      ({ id, port }) => port === undefined || host.runtimeOf(id).entry.state().kind === 'listening',
    );
    if (isOpen) return host.clock.now();
    if (host.clock.monotonicMs() >= endsAtMs) return null;
    await host.clock.delay(25);
  }
}

export interface Gap {
  /** Of a stop on request; null: it ended by itself or was ended. */
  readonly stoppedAtMs: number | null;
  /** When it was stopped, or its last sign of life, at most a second before its end. Null: not known. */
  readonly sinceMs: number | null;
  /** When its ports were seen open, and when every fleet had a healthy block. Null: not yet. */
  readonly openedAtMs: number | null;
  readonly servingAtMs: number | null;
}

/** What was measured, each from where to where: refused is only what came while no port was open. Times are epoch ms. */
export function gapSentence({ stoppedAtMs, sinceMs, openedAtMs, servingAtMs }: Gap): string {
  const how = stoppedAtMs === null ? 'was away' : 'was stopped on request';
  const from = stoppedAtMs === null ? 'from its last sign of life' : 'from that stop';
  const after = (atMs: number): string | null =>
    sinceMs === null || atMs < sinceMs ? null : gapText(atMs - sinceMs);
  const open = openedAtMs === null ? null : after(openedAtMs);
  const served = servingAtMs === null ? null : after(servingAtMs);
  if (openedAtMs === null) {
    return `The yard host ${how}, and not every port is open again: requests there are refused.`;
  }
  const length = open === null ? 'for a time that the clock cannot tell' : `for ${open}, ${from}`;
  const wait =
    served === null
      ? ' Since then requests wait for a healthy block, as long as they may.'
      : ` Every fleet had a healthy block ${served} after ${stoppedAtMs === null ? 'that sign of life' : 'the stop'}; in between requests waited for one, as long as they may.`;
  return `The yard host ${how} ${length} until its ports were open again: requests in that time were refused.${wait}`;
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
