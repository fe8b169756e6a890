/** What every verb of the host works with. */
import { FaultError } from '../../src-shared/result.ts';
import type { FleetId } from '../../src-shared/ids.ts';
import type { Room } from '../../src-shared/preflight-facts-schema.ts';
import { plain } from '../../src-shared/wording.ts';
import type { Clock } from '../clock/clock.ts';
import type { BlockStartOrder, RunningBlock } from './blocks/start-block.ts';
import { createFleetRuntime, type FleetRuntime } from './fleet-runtime.ts';
import type { HostLog } from './host-log.ts';
import type { ImageStore } from './images/image-store.ts';
import { createLeases, type Leases } from './leases.ts';
import { createLimiter } from './limiter.ts';
import { withStart } from './kept-starts.ts';
import type { NoteBook } from './note-book.ts';
import { withNotice, type News } from './notices.ts';
import { createOrderBook, type OrderBook } from './receipts.ts';
import { fleetIn, withBlock } from './records.ts';
import type { GenerationRecord } from './state-schema.ts';
import type { StateStore } from './state-store.ts';
import { pauseOverText, withoutPause } from './verbs/pause.ts';

/** What a sample is made from when somebody asks for one. */
export interface SamplePlace {
  readonly folder: string;
  /** Where to look for the port of its queue from; 0 for any free one. */
  readonly queuePort: number;
}

export interface HostContext {
  readonly clock: Clock;
  readonly store: StateStore;
  readonly images: ImageStore;
  readonly leases: Leases;
  readonly orders: OrderBook;
  readonly log: HostLog;
  readonly notes: NoteBook;
  /** What there is to start more blocks with. */
  readonly room: () => Room;
  /** Tells this host's own probes from traffic; another one at each start. */
  readonly probeKey: string;
  /** Known to the state: opens it, unless it is open. */
  readonly openRuntime: (fleet: FleetId) => FleetRuntime;
  /** @throws FaultError 'not-found' */
  readonly runtimeOf: (fleet: FleetId) => FleetRuntime;
  readonly runtimes: () => readonly FleetRuntime[];
  /** All blocks of a generation, a few at a time. */
  readonly launchAll: (fleet: FleetId, generation: GenerationRecord) => Promise<void>;
  readonly samples: SamplePlace;
  readonly notice: (news: News) => void;
  readonly changed: () => void;
}

export interface HostContextOptions {
  readonly clock: Clock;
  readonly store: StateStore;
  readonly images: ImageStore;
  readonly log: HostLog;
  readonly notes: NoteBook;
  readonly probeKey: string;
  readonly room: () => Room;
  readonly start: (order: BlockStartOrder) => Promise<RunningBlock>;
  readonly onChange: () => void;
  readonly launchesAtOnce: number;
  readonly samples: SamplePlace;
}

export function createHostContext(options: HostContextOptions): HostContext {
  const { clock, store, images, log, notes, probeKey, room } = options;
  const runtimes = new Map<FleetId, FleetRuntime>();
  const atMost = createLimiter(options.launchesAtOnce);

  const notice = (news: News): void => {
    log.write(`${news.severity}: ${news.text}`);
    void store.adopt((state) => withNotice(state, news, clock.now()));
    options.onChange();
  };

  const runtimeOf = (fleet: FleetId): FleetRuntime => {
    const found = runtimes.get(fleet);
    if (found !== undefined) return found;
    throw new FaultError({
      code: 'not-found',
      message: `There is no fleet '${plain(fleet, 80)}' in this yard.`,
    });
  };

  return {
    clock,
    store,
    images,
    log,
    notes,
    room,
    probeKey,
    leases: createLeases(store.get(), clock),
    orders: createOrderBook(store.get),
    samples: options.samples,
    runtimeOf,
    runtimes: () => [...runtimes.values()],
    openRuntime: (fleet) => {
      const known = runtimes.get(fleet);
      if (known !== undefined) return known;
      const runtime = createFleetRuntime({
        clock,
        images,
        probeKey,
        start: options.start,
        record: () => fleetIn(store.get(), fleet),
        onProcess: (block, facts) => {
          const process =
            facts === null
              ? null
              : { pid: facts.pid, startTime: facts.startTime, mark: facts.mark };
          void store.adopt((state) =>
            withBlock(state, fleet, block, (each) => ({ ...each, process })),
          );
        },
        // Worth no write of its own: it goes with the next one.
        onStart: (start) => {
          store.keep(withStart(fleet, start));
        },
        onPauseOver: () => {
          void store.adopt((state) => withoutPause(state, fleet));
          notice({ fleet, severity: 'info', text: pauseOverText });
        },
        notice,
        onChange: options.onChange,
      });
      runtimes.set(fleet, runtime);
      return runtime;
    },
    launchAll: async (fleet, generation) => {
      const { blocks } = runtimeOf(fleet);
      await Promise.all(
        generation.blocks.map((block) => atMost(() => blocks.launch(generation, block))),
      );
    },
    notice,
    changed: options.onChange,
  };
}
