/** For tests: the revert path over the simulated yard, in time that passes only in `pass`. */
import { v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { asRolloutId, type RolloutId } from '../../../src-shared/ids.ts';
import type { Outcome, Progress, TimelineEvent } from '../../../src-shared/panel.ts';
import { succeed, type Result } from '../../../src-shared/result.ts';
import type { Journal } from '../../journal/journal.ts';
import type { RolloutRecord } from '../../journal/record-file.ts';
import type { Yard } from '../../yards/port.ts';
import { usualLimits } from '../../yards/yard-pace.ts';
import { RevertPath, type RevertPorts } from './revert-path.ts';
import { fleetId, openSimBench } from '../simulation/sim-bench.fixture.ts';
import { tokenOf } from '../tokens.ts';

export const never = new Promise<never>(() => undefined);

/** What a test leaves in the middle of a revert is closed after it, else the collector does it, with a warning. */
export const opened: RolloutRecord[] = [];

/** v002 serves, v001 is the way back. */
export function revertScene(change: {
  readonly yard?: (yard: Yard) => Yard;
  readonly journal: Journal;
  readonly isHanging?: boolean;
  /** What becomes of the sync of its records. */
  readonly begun?: Promise<Result<null>>;
  /** What is to go wrong in us. */
  readonly broken?: Partial<RevertPorts>;
}) {
  const bench = openSimBench({
    serving: v2,
    previous: v1,
    ...(change.yard === undefined ? {} : { change: change.yard }),
  });
  const { clock, yard, observations } = bench;
  const kept = change.isHanging === true ? change.journal : bench.journal(change.journal);
  const begin: Journal['begin'] = async (...entries) => {
    const record = await kept.begin(...entries);
    if (record.ok) opened.push(record.value);
    if (change.begun === undefined || !record.ok) return record;
    return succeed({ ...record.value, begun: change.begun });
  };
  const outcomes: Outcome[] = [];
  const events: TimelineEvent[] = [];
  const shown: Progress[] = [];
  const overtaken: RolloutId[] = [];
  let ids = 0;
  const path = new RevertPath({
    yard,
    observations,
    clock,
    limits: usualLimits,
    tokenOf,
    journal: { begin },
    owner: { name: 'ann', host: 'desk', panel: 'panel-1' },
    newRolloutId: () => {
      ids += 1;
      return asRolloutId(`revert-${ids}`);
    },
    signal: new AbortController().signal,
    tell: (told) => events.push(...told),
    show: (progress) => shown.push(progress),
    ended: (outcome) => outcomes.push(outcome),
    movesOf: () => [],
    pressed: () => undefined,
    overtook: (rollout) => overtaken.push(rollout),
    ...change.broken,
  });
  const press = (): Promise<Result<RolloutId>> => path.revert(fleetId, v1, clock.now());
  return { ...bench, outcomes, events, shown, overtaken, press, path };
}
