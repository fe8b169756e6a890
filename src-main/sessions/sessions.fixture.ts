/** Fake yards in sessions, for tests: what is seen and what a write does is scripted. */
import { localCapabilities } from '../../src-shared/capabilities.ts';
import { aFleet } from '../../src-shared/fleet.fixture.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asFleetId, asRolloutId, asYardId, type YardId } from '../../src-shared/ids.ts';
import type { Note } from '../../src-shared/note-schema.ts';
import type { Band } from '../../src-shared/panel.ts';
import { fail, succeed, type Result } from '../../src-shared/result.ts';
import { createVirtualClock, type VirtualClock } from '../clock/virtual-clock.ts';
import type { OpenedYard, OpenYard } from '../yards/opened-yard.ts';
import type { Yard, YardObservation } from '../yards/port.ts';
import { usualTimes, usualLimits } from '../yards/yard-pace.ts';
import { createYardSession, type SessionHooks, type YardSession } from './yard-session.ts';

export interface FakeYard {
  readonly yard: Yard;
  fleet: Fleet;
  /** Set: looks answer with it. */
  lookFault: Parameters<typeof fail>[0] | null;
  looks: number;
  readonly written: string[];
  notes: readonly Note[];
}

export const localBand: Band = { yardName: 'Local', kind: 'local', detail: '', account: null };

export function fakeYard(name: string): FakeYard {
  const refused = () => Promise.resolve(fail({ code: 'refused', message: 'Not in this fake.' }));
  const fake: FakeYard = {
    fleet: aFleet({ name, id: asFleetId('storefront') }),
    lookFault: null,
    looks: 0,
    written: [],
    notes: [],
    yard: {
      id: asYardId(name),
      name,
      capabilities: { ...localCapabilities, sampleTraffic: false, canHold: false },
      observe: (): Promise<Result<YardObservation>> => {
        fake.looks += 1;
        if (fake.lookFault !== null) return Promise.resolve(fail(fake.lookFault));
        const fleets = [fake.fleet];
        return Promise.resolve(
          succeed({ ...{ observedAtMs: 1, fleets, images: [] }, notices: [], notes: fake.notes }),
        );
      },
      onChange: () => () => undefined,
      claim: (order) => {
        fake.written.push('claim');
        const { rollout: id, intent, owner, epoch, leaseMs } = order;
        const times = { leaseEndsAtMs: leaseMs, startedAtMs: 0, launched: [] };
        const rollout = { id, intent, owner, epoch, ...times };
        fake.fleet = { ...fake.fleet, rollout };
        return Promise.resolve(succeed(rollout));
      },
      renew: () => Promise.resolve(succeed(null)),
      control: () => {
        fake.written.push('control');
        return Promise.resolve(succeed(null));
      },
      finish: () => {
        fake.written.push('finish');
        fake.fleet = { ...fake.fleet, rollout: null };
        return Promise.resolve(succeed(null));
      },
      route: (order) => {
        fake.written.push('route');
        const revision = fake.fleet.split.revision + 1;
        const weights = [...order.weights];
        fake.fleet = {
          ...fake.fleet,
          split: { revision, weights, changedAtMs: 1 },
          previous: order.previous,
        };
        return Promise.resolve(succeed({ revision, atMs: 1, overtook: null }));
      },
      annotate: (order) => {
        fake.written.push('annotate');
        const known = fake.notes.find(({ id }) => id === order.id);
        const note = known ?? { ...order, atMs: 5 };
        if (known === undefined) fake.notes = [...fake.notes, note];
        return Promise.resolve(succeed(note));
      },
      launchGeneration: refused,
      attach: refused,
      launchBlock: refused,
      addBlock: refused,
      pauseEntry: refused,
      noteData: refused,
      rehearse: refused,
      sample: refused,
      terminateBlock: refused,
      retireGeneration: refused,
      adoptGeneration: refused,
      stopGeneration: refused,
      startGeneration: refused,
      attachCommands: () => [],
      routeCommands: () => ['aws elbv2 modify-rule'],
      differenceSince: () => [],
      leftObjects: refused,
      sightCommands: () => ({ health: [], inService: [], split: ['aws elbv2 describe-rules'] }),
      checkPermissions: refused,
      describeGeneration: refused,
      describeImage: refused,
      imageList: refused,
      imageFile: refused,
      probe: () => {
        const { weights } = fake.fleet.split;
        const generation = weights.find(({ weight }) => weight > 0)?.generation ?? null;
        return Promise.resolve(succeed({ status: 200, generation, latencyMs: 1 }));
      },
      check: refused,
      measures: refused,
      proveImage: refused,
      room: refused,
      importImage: refused,
      blockLog: refused,
    },
  };
  return fake;
}

export function opened(fake: FakeYard, change: Partial<OpenedYard> = {}): OpenedYard {
  return {
    yard: fake.yard,
    band: () => localBand,
    link: () => ({ kind: 'live' }),
    hostVersion: () => null,
    times: usualTimes,
    limits: usualLimits,
    start: () => Promise.resolve(succeed(null)),
    stop: () => Promise.resolve(succeed(null)),
    signIn: null,
    needsMfa: false,
    close: () => undefined,
    ...change,
  };
}

export interface SessionBench {
  readonly clock: VirtualClock;
  readonly make: (id: YardId, open: OpenYard) => (hooks: SessionHooks) => YardSession;
  /** Runs virtual time, and the real file work of journals with it. */
  readonly pass: (ms: number) => Promise<void>;
}

export function sessionBench(folder: string): SessionBench {
  const clock = createVirtualClock();
  let ids = 0;
  // Some turns in which nothing waits for a file: on a crowded machine a write takes longer than any fixed time.
  const settle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 10; quiet += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (isBusyWithFiles()) quiet = -1;
    }
  };
  return {
    clock,
    make: (id, open) => (hooks) =>
      createYardSession(
        {
          ...{ id, open, clock },
          first: {
            ...{ yard: id, band: localBand, capabilities: localCapabilities, markers: [] },
            settings: { theme: 'system', onQuit: 'keep-yard' },
            versions: { app: '0', electron: '0', host: null },
          },
          journalFolder: `${folder}/${id}`,
          newId: () => {
            ids += 1;
            return asRolloutId(`id-${String(ids)}`);
          },
          owner: { name: 'ann', host: 'desk', panel: 'p' },
        },
        hooks,
      ),
    pass: async (ms) => {
      const untilMs = clock.monotonicMs() + ms;
      await settle();
      while (clock.step(untilMs)) await settle();
    },
  };
}

function isBusyWithFiles(): boolean {
  return process.getActiveResourcesInfo().some((kind) => kind.startsWith('FSReq'));
}
