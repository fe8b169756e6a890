/** For tests: the real engine on a lab's yard, with real requests beside it. */
import { randomUUID } from 'node:crypto';
import { get } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Lab } from '../../../e2e/aws-lab/lab.ts';
import { asRolloutId, type RolloutId } from '../../../src-shared/ids.ts';
import type { Wish } from '../../../src-shared/wish-schema.ts';
import type { Outcome } from '../../../src-shared/panel.ts';
import { systemClock } from '../../clock/system-clock.ts';
import { createObservations } from '../../fleets/observations.ts';
import { openJournal } from '../../journal/journal.ts';
import type { Limits } from '../yard-pace.ts';
import type { RolloutEvent } from '../../rollouts/rollout-event.ts';
import { createRollouts, type Rollouts } from '../../rollouts/rollouts.ts';
import {
  good,
  labMarker,
  onlyFleet,
  openLabYard,
  type LabYard,
  type LabYardWishes,
} from './aws-yard.fixture.ts';
import { awsLimits, awsTimes } from './pace.ts';

export interface LabEngine {
  readonly yard: LabYard;
  readonly rollouts: Rollouts;
  /** What the rollouts of its fleet waited for, each once, in order. */
  readonly waits: () => readonly string[];
  /** In its only fleet. */
  readonly begin: (wish: Wish) => Promise<RolloutId>;
  readonly outcomeOf: (rollout: RolloutId) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** The journal's folder lives as long as the engine unless one is given. */
export async function openLabEngine(
  lab: Lab,
  limits: Partial<Limits> = {},
  folder?: string,
  wishes: LabYardWishes = { marker: labMarker },
): Promise<LabEngine> {
  const own = folder ?? (await mkdtemp(join(tmpdir(), 'by-aws-engine-')));
  const yard = openLabYard(lab, wishes);
  const observations = createObservations(yard, systemClock, awsTimes);
  const events: RolloutEvent[] = [];
  const rollouts = createRollouts({
    yard,
    journal: await openJournal(own, systemClock.now),
    observations,
    clock: systemClock,
    newRolloutId: () => asRolloutId(randomUUID()),
    owner: { name: 'ann', host: 'desk', panel: 'panel-1' },
    onEvent: (event) => events.push(event),
    limits: { ...awsLimits, ...limits },
  });
  observations.start();
  return {
    yard,
    rollouts,
    waits: () => {
      const all = events
        .flatMap((event) => (event.kind === 'progress' ? event.progress : []))
        .flatMap(({ waitingBecause }) => (waitingBecause === null ? [] : [waitingBecause]));
      return [...new Set(all)];
    },
    begin: async (wish) => {
      const { id } = await onlyFleet(yard);
      return good(await rollouts.begin(id, wish, systemClock.now()));
    },
    outcomeOf: async (rollout) => {
      const find = (): Outcome | undefined =>
        events
          .flatMap((event) => (event.kind === 'outcome' ? [event.outcome] : []))
          .find((one) => one.rollout === rollout);
      await expect.poll(find, { timeout: 90_000, interval: 50 }).toBeDefined();
      return find() as Outcome;
    },
    close: async () => {
      observations.stop();
      await rollouts.stop();
      yard.close();
      if (folder === undefined) await rm(own, { recursive: true, force: true });
    },
  };
}

/** Open loop: a request every few ms whatever becomes of the others. */
export function sendTraffic({ host, port }: { host: string; port: number }, everyMs: number) {
  const tally = { sent: 0, answered: 0, lost: 0, versions: new Map<string, number>() };
  const open = new Set<Promise<void>>();
  const one = (): Promise<void> =>
    new Promise((resolve) => {
      tally.sent += 1;
      const failed = (): void => {
        tally.lost += 1;
        resolve();
      };
      get({ host, port, agent: false, path: '/', timeout: 20_000 }, (response) => {
        const version = String(response.headers['x-app-version']);
        response.resume();
        response.on('error', failed);
        response.on('end', () => {
          if (response.statusCode === 200) {
            tally.answered += 1;
            tally.versions.set(version, (tally.versions.get(version) ?? 0) + 1);
            resolve();
          } else failed();
        });
      }).on('error', failed);
    });
  const timer = setInterval(() => {
    const request = one();
    open.add(request);
    void request.then(() => open.delete(request));
  }, everyMs);
  return {
    tally,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(open);
      return tally;
    },
  };
}
