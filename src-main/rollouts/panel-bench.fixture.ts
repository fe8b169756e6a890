/** For tests: one panel's engine on a bench, with everything that it told. */
import { asRolloutId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import type { RolloutEvent } from './rollout-event.ts';
import { createRollouts, type Rollouts, type RolloutsOptions } from './rollouts.ts';
import type { SimBench } from './simulation/sim-bench.fixture.ts';

export type EngineParts = Partial<Pick<RolloutsOptions, 'decide' | 'samples'>>;

export interface PanelBench {
  readonly rollouts: Rollouts;
  readonly outcomes: () => Outcome[];
  readonly titles: () => string[];
  readonly values: () => number[];
  /** The kinds of what ran, each time that it was told. */
  readonly shown: () => string[];
}

export interface PanelSetup {
  readonly panel?: string;
  /** Of rollout ids. */
  readonly prefix?: string;
  readonly engine?: EngineParts;
  /** Used as it is, instead of one on the disk whose work takes no virtual time. */
  readonly journal?: Journal | null;
}

export async function openPanelBench(
  bench: SimBench,
  folder: string,
  { panel = 'panel-1', prefix = 'rollout', engine = {}, journal = null }: PanelSetup = {},
): Promise<PanelBench> {
  const events: RolloutEvent[] = [];
  let ids = 0;
  const rollouts = createRollouts({
    yard: bench.yard,
    journal: journal ?? bench.journal(await openJournal(folder, bench.clock.now)),
    observations: bench.observations,
    clock: bench.clock,
    newRolloutId: () => {
      ids += 1;
      return asRolloutId(`${prefix}-${ids}`);
    },
    owner: { name: 'ann', host: 'desk', panel },
    onEvent: (event) => events.push(event),
    ...engine,
  });
  const progress = () => events.flatMap((event) => (event.kind === 'progress' ? [event] : []));
  return {
    rollouts,
    outcomes: () => events.flatMap((event) => (event.kind === 'outcome' ? [event.outcome] : [])),
    titles: () =>
      events.flatMap((event) =>
        event.kind === 'timeline' ? event.events.map((told) => told.title) : [],
      ),
    values: () => progress().flatMap((event) => event.progress.map(({ value }) => value)),
    shown: () => progress().map((event) => event.progress.map((one) => one.intent.kind).join(' ')),
  };
}
