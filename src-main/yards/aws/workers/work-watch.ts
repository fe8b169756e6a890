/**
 * Asks the hooks of all servers of fleets without an entry, and tells them what was ordered. One keeper for each
 * fleet, the same as in the local yard; here two panels may look at the same servers, so a server that does
 * otherwise than recorded is told only after the record was read again.
 */
import {
  asBlockId,
  type BlockId,
  type FleetId,
  type GenerationId,
} from '../../../../src-shared/ids.ts';
import type { BlockWork } from '../../../../src-shared/work-schema.ts';
import { roughDuration } from '../../../../src-shared/wording.ts';
import type { Clock } from '../../../clock/clock.ts';
import { createWorkKeeper, type WorkDrain, type WorkKeeper } from '../../../work/work-keeper.ts';
import { newestWord, type WorkWord } from '../claims/work-records.ts';
import type { SsmWork } from '../claims/ssm-work.ts';
import type { WorkerGrouping } from './group-workers.ts';
import { hookOf, type HookPlace } from './hook-of.ts';

export interface WorkWatchPorts {
  readonly clock: Clock;
  readonly place: HookPlace;
  readonly records: Pick<SsmWork, 'read'>;
  /** Nothing may be told to anybody now. */
  readonly isSilent: () => boolean;
  readonly onChange: () => void;
  /** A sentence for the timeline. */
  readonly note: (fleet: FleetId, text: string) => void;
}

export interface WorkWatch {
  /** The servers of the last look, and what it read of the record. */
  readonly sync: (grouping: WorkerGrouping, read: readonly WorkWord[]) => void;
  /** Fleets that are there no more, or are declared no more, are not asked any longer. */
  readonly keepOnly: (present: ReadonlySet<FleetId>) => void;
  /** Asks each server once more; resolves when all have answered, or after a moment: what they said last stands. */
  readonly ask: () => Promise<void>;
  /** What counts, by the last look or a write of ours since. */
  readonly word: (fleet: FleetId) => WorkWord | null;
  readonly words: (fleet: FleetId) => readonly WorkWord[];
  /** Written by us: from now on it counts, and each server is told. */
  readonly order: (fleet: FleetId, word: WorkWord) => void;
  /** Not recorded yet: each server is told, and the record still says otherwise. */
  readonly orderAhead: (fleet: FleetId, to: GenerationId) => void;
  readonly view: (fleet: FleetId, block: BlockId) => BlockWork | undefined;
  readonly wasSeenTaking: (fleet: FleetId, generation: GenerationId) => boolean;
  readonly drain: (fleet: FleetId, block: BlockId, timeoutMs: number) => Promise<WorkDrain>;
  readonly isDraining: (fleet: FleetId, block: BlockId) => boolean;
  /** It stays: it is to do again what is recorded. */
  readonly putBack: (fleet: FleetId, blocks: readonly BlockId[]) => void;
  readonly close: () => void;
}

/**
 * A hook has ten seconds at most, and a look is of all fleets of the account: one server that does not answer must
 * not hold it up. Whoever answers later than this is seen by the next look, which its news calls for.
 */
const askMs = 250;
/** The same where a server is asked for the first time: nothing is known of it yet. */
const firstAskMs = 2000;
/** What a server said counts for so long: the pace of calm looks, a hook's ten seconds, and some room. */
const answerMs = 45_000;
/** Between two questions when no look asks. */
const calmMs = 30_000;
/** So long a server may do otherwise before it is told again: whoever ordered it may be on the way. */
const patienceMs = 3000;
/** Whoever never obeys is told less and less often. */
const longestPatienceMs = 60_000;
/** So long reads may be older than a write of ours. */
const settleMs = 10_000;
const recordMs = 1000;

/** A server that does otherwise than recorded; monotonic milliseconds. */
interface Differing {
  readonly sinceMs: number;
  readonly lastMs: number;
  /** How often it was told again. */
  readonly times: number;
}

interface WatchedFleet {
  readonly keeper: WorkKeeper;
  readonly blocks: Map<BlockId, { readonly generation: GenerationId; readonly key: string }>;
  readonly draining: Set<BlockId>;
  readonly differs: Map<BlockId, Differing>;
  words: readonly WorkWord[];
  /** Of a write of ours, monotonic. */
  writtenAtMs: number;
  /** Told, and not recorded. */
  ahead: GenerationId | null;
  record: { readonly atMs: number; readonly word: WorkWord | null } | null;
}

export function createWorkWatch(ports: WorkWatchPorts): WorkWatch {
  const { clock, place, records } = ports;
  const fleets = new Map<FleetId, WatchedFleet>();
  /** Since the last question to all of them. */
  let hasNew = false;

  /** Only what people look at is news: how much is in hand changes all the time. */
  const kinds = new Map<string, string>();
  const toldOf = (id: FleetId, watched: WatchedFleet): boolean => {
    const now = [...watched.blocks.keys()]
      .map((block) => {
        const work = watched.keeper.view(block);
        return `${block} ${work?.kind === 'seen' ? `${String(work.taking)} ${String(work.revision)}` : 'unknown'}`;
      })
      .join('\n');
    const isNews = kinds.get(id) !== now;
    kinds.set(id, now);
    return isNews;
  };

  const open = (id: FleetId): WatchedFleet => {
    const known = fleets.get(id);
    if (known !== undefined) return known;
    const keeper = createWorkKeeper({
      takesWork: (generation) =>
        generation === (watched.ahead ?? newestWord(watched.words)?.record?.to),
      revision: () => newestWord(watched.words)?.revision ?? 0,
      onChange: () => {
        if (toldOf(id, watched)) ports.onChange();
      },
      onTrouble: (block, reason) => {
        ports.note(id, `The hook of ${block} fails: whether it takes work is not known. ${reason}`);
      },
      mayTell: (block) => mayTell(id, watched, block),
      monotonicMs: () => clock.monotonicMs(),
    });
    const watched: WatchedFleet = {
      keeper,
      blocks: new Map(),
      draining: new Set(),
      differs: new Map(),
      ...{ words: [], writtenAtMs: -Infinity, ahead: null, record: null },
    };
    fleets.set(id, watched);
    return watched;
  };

  const mayTell = async (id: FleetId, watched: WatchedFleet, block: BlockId): Promise<boolean> => {
    const word = newestWord(watched.words);
    const record = word?.record ?? null;
    if (word === null || record === null || watched.ahead !== null || ports.isSilent())
      return false;
    const nowMs = clock.monotonicMs();
    const before = watched.differs.get(block);
    const isLong = before !== undefined && nowMs - before.lastMs < calmMs * 2;
    const { sinceMs, times } = isLong ? before : { sinceMs: nowMs, times: 0 };
    watched.differs.set(block, { sinceMs, lastMs: nowMs, times });
    if (nowMs - sinceMs < Math.min(longestPatienceMs, patienceMs * 2 ** times)) return false;
    const recorded = await readRecord(id, watched);
    if (recorded === undefined || recorded?.revision !== word.revision) return false;
    if (ports.isSilent()) return false;
    watched.differs.set(block, { sinceMs: nowMs, lastMs: nowMs, times: times + 1 });
    if (times > 0) return true;
    const generation = watched.blocks.get(block)?.generation;
    const takes = generation === record.to;
    ports.note(
      id,
      takes
        ? `${block} took no work although its generation does: it is told to take work again.`
        : `${block} took work although its generation does not: it is told to stop again.`,
    );
    return true;
  };

  /** One read for all servers of a fleet. Undefined: it could not be read. */
  const readRecord = async (
    id: FleetId,
    watched: WatchedFleet,
  ): Promise<WorkWord | null | undefined> => {
    const known = watched.record;
    if (known !== null && clock.monotonicMs() - known.atMs < recordMs) return known.word;
    const read = await records.read(id);
    if (!read.ok) return undefined;
    const word = newestWord(read.value);
    watched.record = { atMs: clock.monotonicMs(), word };
    return word;
  };

  const undrain = (watched: WatchedFleet, isMeant: (block: BlockId) => boolean): void => {
    for (const block of [...watched.draining].filter(isMeant)) {
      watched.draining.delete(block);
      watched.keeper.undrain(block);
    }
  };

  /** Whoever is to take work is not ended any more. */
  const keepTakers = (watched: WatchedFleet, to: GenerationId | undefined): void => {
    undrain(watched, (block) => watched.blocks.get(block)?.generation === to);
  };

  const learn = (watched: WatchedFleet, read: readonly WorkWord[]): void => {
    const known = newestWord(watched.words)?.revision ?? 0;
    const seen = newestWord(read)?.revision ?? 0;
    // For a moment reads are older than what we wrote; whoever removed it by hand is believed later.
    if (seen < known && clock.monotonicMs() - watched.writtenAtMs < settleMs) return;
    if (seen > known) watched.ahead = null;
    watched.words = read;
  };

  return {
    sync: ({ id, name, declared, groups }, read) => {
      const watched = open(id);
      learn(watched, read);
      const present = new Set<BlockId>();
      for (const { id: generation, instances } of groups) {
        for (const instance of instances) {
          // What does not run is not asked; one that starts again is another process, told nothing yet.
          if (instance.state !== 'running') continue;
          const block = asBlockId(instance.id);
          present.add(block);
          const { privateAddress, publicAddress } = instance;
          const key = JSON.stringify([generation, privateAddress, publicAddress, declared?.hook]);
          if (watched.blocks.get(block)?.key === key) continue;
          watched.blocks.set(block, { generation, key });
          hasNew = true;
          const server = { id: instance.id, privateAddress, publicAddress };
          watched.keeper.addBlock({
            ...{ id: block, generation, intervalMs: calmMs },
            hook:
              declared === null
                ? null
                : hookOf(declared.hook, { ...server, fleet: name, generation }, place),
          });
        }
      }
      for (const block of watched.blocks.keys()) {
        if (present.has(block)) continue;
        watched.blocks.delete(block);
        watched.draining.delete(block);
        watched.differs.delete(block);
        watched.keeper.removeBlock(block);
      }
    },
    keepOnly: (present) => {
      for (const [id, { keeper }] of fleets) {
        if (present.has(id)) continue;
        keeper.close();
        fleets.delete(id);
        kinds.delete(id);
      }
    },
    ask: async () => {
      const asked = [...fleets.values()].map(({ keeper }) => keeper.lookAgain());
      if (asked.length === 0) return;
      const waitMs = hasNew ? firstAskMs : askMs;
      hasNew = false;
      const done = new AbortController();
      await Promise.race([Promise.all(asked), clock.delay(waitMs, done.signal)]);
      done.abort();
    },
    word: (fleet) => newestWord(fleets.get(fleet)?.words ?? []),
    words: (fleet) => fleets.get(fleet)?.words ?? [],
    order: (fleet, word) => {
      const watched = open(fleet);
      const wasAhead = watched.ahead === word.record?.to;
      const others = watched.words.filter(({ revision }) => revision < word.revision);
      watched.words = [word, ...others];
      watched.writtenAtMs = clock.monotonicMs();
      watched.ahead = null;
      keepTakers(watched, word.record?.to);
      // Told already: what they do is seen under the new revision.
      if (wasAhead) void watched.keeper.lookAgain();
      else watched.keeper.splitChanged();
    },
    orderAhead: (fleet, to) => {
      const watched = open(fleet);
      watched.ahead = to;
      keepTakers(watched, to);
      watched.keeper.splitChanged();
    },
    view: (fleet, block) => {
      const keeper = fleets.get(fleet)?.keeper;
      const view = keeper?.view(block);
      const ageMs = clock.monotonicMs() - (keeper?.answeredAtMs(block) ?? -Infinity);
      if (view?.kind !== 'seen' || ageMs <= answerMs) return view;
      const reason = `Its hook has not answered for ${roughDuration(ageMs)}.`;
      return { kind: 'unknown', reason };
    },
    wasSeenTaking: (fleet, generation) =>
      fleets.get(fleet)?.keeper.wasSeenTaking(generation) ?? false,
    drain: (fleet, block, timeoutMs) => {
      const watched = open(fleet);
      watched.draining.add(block);
      return watched.keeper.drain(block, timeoutMs);
    },
    isDraining: (fleet, block) => fleets.get(fleet)?.draining.has(block) ?? false,
    putBack: (fleet, blocks) => {
      const watched = fleets.get(fleet);
      if (watched !== undefined) undrain(watched, (block) => blocks.includes(block));
    },
    close: () => {
      for (const { keeper } of fleets.values()) keeper.close();
      fleets.clear();
    },
  };
}
