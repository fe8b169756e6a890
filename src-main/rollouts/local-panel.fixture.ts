/** For tests: panels (engine, journal, observations) on the real local yard, several beside each other. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asRolloutId, type FleetId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import { systemClock } from '../clock/system-clock.ts';
import { createObservations, type Observations } from '../fleets/observations.ts';
import { openJournal } from '../journal/journal.ts';
import {
  openHostBench,
  seenFleet,
  until,
  valueOf,
  wholeFleet,
  type HostBench,
} from '../yard-host/yard-host.fixture.ts';
import type { LocalYard } from '../yards/local/local-yard.ts';
import type { Limits } from '../yards/yard-pace.ts';
import type { RolloutEvent } from './rollout-event.ts';
import { createRollouts, type Rollouts, type RolloutsOptions } from './rollouts.ts';

export interface Panel {
  readonly yard: LocalYard;
  readonly observations: Observations;
  readonly rollouts: Rollouts;
  readonly events: RolloutEvent[];
  readonly outcomes: () => Outcome[];
}

export interface LocalPanels {
  readonly bench: HostBench;
  readonly folder: string;
  readonly open: (name?: string, options?: PanelOptions) => Promise<Panel>;
  readonly close: () => Promise<void>;
}

export type PanelOptions = Pick<RolloutsOptions, 'leaseMs' | 'samples'> & {
  readonly limits?: Limits;
};

export async function openLocalPanels(): Promise<LocalPanels> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-engine-'));
  const bench = await openHostBench();
  await bench.ensure();
  const panels: Panel[] = [];
  return {
    bench,
    folder,
    open: async (name = 'panel-1', options = {}) => {
      const yard = bench.openYard();
      const observations = createObservations(yard, systemClock);
      const events: RolloutEvent[] = [];
      const rollouts = createRollouts({
        yard,
        journal: await openJournal(join(folder, name), systemClock.now),
        observations,
        clock: systemClock,
        newRolloutId: () => asRolloutId(randomUUID()),
        owner: { name: 'ann', host: 'desk', panel: name },
        onEvent: (event) => events.push(event),
        ...options,
      });
      const outcomes = (): Outcome[] =>
        events.flatMap((event) => (event.kind === 'outcome' ? [event.outcome] : []));
      const panel = { yard, observations, rollouts, events, outcomes };
      panels.push(panel);
      observations.start();
      await wholeFleet(yard);
      // Its port may be held for a moment by another test that was given the same one.
      await until(
        async () => (await seenFleet(yard)).entry.state.kind === 'listening',
        'an open entry',
        30_000,
      );
      return panel;
    },
    close: async () => {
      for (const panel of panels.splice(0)) {
        panel.observations.stop();
        await panel.rollouts.stop();
      }
      await bench.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Presses it and waits for its end. */
export async function carryOut(panel: Panel, wish: Wish, fleet?: FleetId): Promise<Outcome> {
  const on = fleet ?? (await seenFleet(panel.yard)).id;
  const id = valueOf(await panel.rollouts.begin(on, wish, systemClock.now()));
  return endOf(panel, id, wish.kind);
}

export function endOf(panel: Panel, id: Outcome['rollout'], what: string): Promise<Outcome> {
  return until(
    () => Promise.resolve(panel.outcomes().find((outcome) => outcome.rollout === id)),
    `an end of ${what}`,
    60_000,
  );
}
