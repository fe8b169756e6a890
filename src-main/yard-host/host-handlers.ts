/** The verbs of the host, each put together from its pure change and what it does to the world. */
import type { FleetId, GenerationId } from '../../src-shared/ids.ts';
import { FaultError } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import type { HostHandlers, HostStatus } from './protocol.ts';
import type { HostContext } from './host-context.ts';
import type { StoredPiece } from './images/read-piece.ts';
import { blockIn, fleetIn, generationIn } from './records.ts';
import { createRehearsals } from './rehearsals.ts';
import { addSampleRunners } from './sample-work/add-runners.ts';
import { createSeenAnswers } from './seen-answers.ts';
import { checkAddress } from './verbs/check.ts';
import { claimChange, controlChange, finishChange, renewChange } from './verbs/claims.ts';
import { beginEndBlock, beginRetire, blockEnded, generationRetired } from './verbs/end.ts';
import { launchBlockChange, launchGenerationChange } from './verbs/launch.ts';
import { addBlockChange } from './verbs/scale.ts';
import { measuresIn } from './verbs/measures.ts';
import { createObserve } from './verbs/observe.ts';
import { noteDataChange } from './verbs/note-data.ts';
import { pauseChange } from './verbs/pause.ts';
import { probeAddress } from './verbs/probe.ts';
import { routeChange } from './verbs/route.ts';

/** How long an answer waits for what is true already to be on disk as well. */
const saveWaitMs = 250;
const logLines = 500;

export interface HandlerOptions {
  readonly host: HostContext;
  readonly status: () => HostStatus;
  /** Must return at once: the answer goes out before the end begins. */
  readonly requestStop: () => void;
}

export function createHostHandlers({ host, status, requestStop }: HandlerOptions): HostHandlers {
  const { clock, store, leases, orders } = host;
  const seenAnswers = createSeenAnswers();
  const rehearse = createRehearsals(host);
  const wasSeenToServe = (fleet: FleetId, generation: GenerationId): boolean => {
    const { revision } = fleetIn(store.get(), fleet).split;
    const { entry, work } = host.runtimeOf(fleet);
    if (work !== null) return work.wasSeenTaking(generation);
    return seenAnswers.has(fleet, revision, generation) || entry.seenToServe().includes(generation);
  };
  const { observe, imagesChanged } = createObserve(host, wasSeenToServe);
  const savedSoon = (saved: Promise<void>): Promise<void> =>
    Promise.race([saved, clock.delay(saveWaitMs)]);

  return {
    status: () => Promise.resolve(status()),
    subscribe: () => Promise.resolve(null),
    observe,

    // Changes nothing in the world, so the disk is waited for by the order that follows: its commit saves
    // both. Lost with a crash of this host in between, it is not held, and that order is refused.
    claim: async (order) => {
      const hasExpired = (): boolean => leases.hasExpired(order.fleet, order.rollout);
      const { state, value } = claimChange(order, clock.now(), hasExpired)(store.get());
      leases.hold(order.fleet, order.rollout, order.leaseMs);
      store.keep(() => state);
      host.changed();
      return Promise.resolve(value);
    },
    // A lease that cannot be saved (disk full) still holds: losing it would stop a running rollout.
    renew: async (order) => {
      const { state } = renewChange(order, clock.now())(store.get());
      leases.hold(order.fleet, order.rollout, order.leaseMs);
      await savedSoon(store.adopt(() => state));
      return null;
    },
    // Whoever asks for the fleet next finds it, also a host that comes after a crash of this one.
    control: async (order) => {
      const { state } = controlChange(order, clock.now())(store.get());
      const saved = store.adopt(() => state);
      host.changed();
      await savedSoon(saved);
      return null;
    },
    finish: async ({ fleet, rollout, epoch }) => {
      const { state } = finishChange(fleet, rollout, epoch)(store.get());
      const saved = store.adopt(() => state);
      host.changed();
      await savedSoon(saved);
      return null;
    },

    // Of no fleet that is not here; else it holds nothing up and nothing holds it up.
    annotate: async (order) => {
      fleetIn(store.get(), order.fleet);
      const note = await host.notes.add({ ...order, atMs: clock.now() });
      host.changed();
      return note;
    },

    route: (order) =>
      orders.perform(order.token, 'route', async () => {
        const { setSplit, healthyIn } = host.runtimeOf(order.fleet);
        const change = routeChange(order, clock.now(), healthyIn);
        if (order.expectedRevision !== 'any') {
          const { receipt } = await store.commit(change, ({ split }) => {
            setSplit(split);
            host.changed();
          });
          return receipt;
        }
        // Up to the swap nothing here waits: see verbs/route.ts.
        const { state, value } = change(store.get());
        setSplit(value.split);
        const saved = store.adopt(() => state);
        host.changed();
        await savedSoon(saved);
        return value.receipt;
      }),

    // Applied first: whoever presses this has traffic to hold now, and the disk may take its time.
    pauseEntry: async (order) => {
      const { entry, work } = host.runtimeOf(order.fleet);
      if (work !== null) throw noEntry('there are no requests that could wait');
      const { state, value } = pauseChange(order, clock.now())(store.get());
      if (value.forMs === null) entry.resume();
      else entry.pause(value.forMs);
      const saved = store.adopt(() => state);
      if (value.text !== null)
        host.notice({ fleet: order.fleet, severity: 'info', text: value.text });
      await savedSoon(saved);
      return null;
    },

    noteData: async (order) => {
      const { value } = noteDataChange(order, clock.now())(store.get());
      if (value === null) return null;
      // On the disk before it is answered: a revert is judged by it.
      await store.commit(noteDataChange(order, clock.now()));
      host.notice({ fleet: order.fleet, severity: 'info', text: value });
      host.changed();
      return null;
    },

    rehearse,

    sample: async (order) => {
      if (order.kind === 'add') await addSampleRunners(host);
      else {
        const { work } = host.runtimeOf(order.fleet);
        if (work?.setSample(order.isOn) !== true) {
          const message = 'The yard serves no queue for this fleet.';
          throw new FaultError({ code: 'refused', message });
        }
      }
      host.changed();
      return null;
    },

    launchGeneration: (order) =>
      orders.perform(order.token, 'launchGeneration', async () => {
        await host.images.verify(order.image);
        const id = await store.commit(launchGenerationChange(order, clock.now()));
        const generation = generationIn(fleetIn(store.get(), order.fleet), id);
        await host.runtimeOf(order.fleet).prepare(generation);
        await host.launchAll(order.fleet, generation);
        return id;
      }),
    launchBlock: (order) =>
      orders.perform(order.token, 'launchBlock', async () => {
        const fleet = fleetIn(store.get(), order.fleet);
        await host.images.verify(generationIn(fleet, order.generation).image);
        const id = await store.commit(launchBlockChange(order, clock.now()));
        const { generation, block } = blockIn(fleetIn(store.get(), order.fleet), id);
        await host.runtimeOf(order.fleet).blocks.launch(generation, block);
        return id;
      }),
    addBlock: (order) =>
      orders.perform(order.token, 'addBlock', async () => {
        const fleet = fleetIn(store.get(), order.fleet);
        await host.images.verify(generationIn(fleet, order.generation).image);
        const id = await store.commit(addBlockChange(order, clock.now()));
        const { generation, block } = blockIn(fleetIn(store.get(), order.fleet), id);
        // On the record, so it comes whatever happens to this host; the next one need not wait for it.
        void host.launchAll(order.fleet, { ...generation, blocks: [block] });
        host.changed();
        return id;
      }),
    terminateBlock: (order) =>
      orders.perform(order.token, 'terminateBlock', async () => {
        const { blocks, isHealthy } = host.runtimeOf(order.fleet);
        const { drainTimeoutMs } = await store.commit(beginEndBlock(order, isHealthy));
        await blocks.end(order.block, drainTimeoutMs);
        await savedSoon(store.adopt(blockEnded(order, clock.now())));
        host.changed();
        return null;
      }),
    retireGeneration: (order) =>
      orders.perform(order.token, 'retireGeneration', async () => {
        const runtime = host.runtimeOf(order.fleet);
        const retire = beginRetire(order, (id) => ({
          wasSeenToServe: wasSeenToServe(order.fleet, id),
          healthy: runtime.healthyIn(id),
        }));
        const { blocks, drainTimeoutMs } = await store.commit(retire);
        host.changed();
        await Promise.all(blocks.map((block) => runtime.blocks.end(block, drainTimeoutMs)));
        const saved = store.adopt(generationRetired(order, clock.now()));
        await runtime.forget(order.generation);
        await savedSoon(saved);
        host.changed();
        return null;
      }),

    probe: async ({ fleet, through }) => {
      const runtime = host.runtimeOf(fleet);
      if (runtime.work !== null) throw noEntry('its blocks are asked by their hooks');
      if (through === 'entry') {
        // While somebody else has the port, the key is not for them.
        const isOurs = runtime.entry.state().kind === 'listening';
        const before = fleetIn(store.get(), fleet).split.revision;
        const answer = await probeAddress(
          runtime.entry.url(),
          clock,
          isOurs ? host.probeKey : null,
        );
        const { revision } = fleetIn(store.get(), fleet).split;
        const served = answer.status < 500 ? answer.generation : null;
        if (isOurs && served !== null && revision === before) {
          seenAnswers.note(fleet, revision, served);
        }
        return answer;
      }
      generationIn(fleetIn(store.get(), fleet), through);
      return probeAddress(await runtime.entry.preview(through), clock, null);
    },
    check: async ({ fleet, generation, ...checks }) => {
      if (host.runtimeOf(fleet).work !== null) throw noEntry('its blocks are asked by their hooks');
      generationIn(fleetIn(store.get(), fleet), generation);
      const address = await host.runtimeOf(fleet).entry.preview(generation);
      return checkAddress(address, checks, clock);
    },
    measures: (order) => {
      const { entry, work } = host.runtimeOf(order.fleet);
      if (work !== null) throw noEntry('nothing is answered there that could be measured');
      return Promise.resolve(measuresIn(entry, order));
    },
    proveImage: async ({ image }) => {
      await host.images.verify(image);
      return null;
    },
    imageList: async ({ image, from }) => pieceOf(await host.images.readList(image, from)),
    imageFile: async ({ image, path, from }) =>
      pieceOf(await host.images.readFile(image, path, from)),
    room: () => Promise.resolve(host.room()),
    importImage: async ({ path }) => {
      const image = await host.images.importFrom(path);
      await imagesChanged();
      host.changed();
      return image;
    },
    blockLog: ({ fleet, block }) => {
      blockIn(fleetIn(store.get(), fleet), block);
      const live = host.runtimeOf(fleet).blocks.get(block);
      if (live === undefined || live.kind === 'launching') {
        return Promise.resolve({ lines: [], droppedBytes: 0 });
      }
      if (live.kind === 'refused')
        return Promise.resolve({ lines: [live.reason], droppedBytes: 0 });
      const { lines, droppedBytes } = live.block.log(logLines);
      return Promise.resolve({ lines: lines.map(({ text }) => plain(text, 4000)), droppedBytes });
    },
    stop: () => {
      requestStop();
      return Promise.resolve(null);
    },
  };
}

function pieceOf({ data, totalBytes }: StoredPiece): { base64: string; totalBytes: number } {
  return { base64: data.toString('base64'), totalBytes };
}

function noEntry(why: string): FaultError {
  return new FaultError({ code: 'refused', message: `This fleet has no entry: ${why}.` });
}

/** For the verbs of a host that is ending: nothing is begun any more. */
export function refuseEffects(handlers: HostHandlers, isEnding: () => boolean): HostHandlers {
  const guarded = <Input, Output>(work: (input: Input) => Promise<Output>) => {
    return (input: Input): Promise<Output> => {
      if (!isEnding()) return work(input);
      const fault = { code: 'refused' as const, message: 'The yard host is ending.' };
      return Promise.reject(new FaultError({ ...fault, todo: 'Start the yard again.' }));
    };
  };
  return {
    ...handlers,
    claim: guarded(handlers.claim),
    // Its state may not be saved any more: a word that is forgotten was better refused.
    control: guarded(handlers.control),
    route: guarded(handlers.route),
    pauseEntry: guarded(handlers.pauseEntry),
    noteData: guarded(handlers.noteData),
    rehearse: guarded(handlers.rehearse),
    sample: guarded(handlers.sample),
    launchGeneration: guarded(handlers.launchGeneration),
    launchBlock: guarded(handlers.launchBlock),
    addBlock: guarded(handlers.addBlock),
    terminateBlock: guarded(handlers.terminateBlock),
    retireGeneration: guarded(handlers.retireGeneration),
    importImage: guarded(handlers.importImage),
  };
}
