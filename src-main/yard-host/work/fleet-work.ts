/** The work of a fleet without an entry: who is told, what is seen, and the sample's queue where it has one. */
import type { Split } from '../../../src-shared/fleet.ts';
import type { BlockId, GenerationId } from '../../../src-shared/ids.ts';
import type { BlockWork, SampleWork } from '../../../src-shared/work-schema.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Hook } from '../../work/hook.ts';
import { createWorkKeeper } from '../../work/work-keeper.ts';
import { fallbackPath } from '../blocks/block-environment.ts';
import type { Entry } from '../entry/entry.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { BlockPlace } from '../live-blocks.ts';
import type { News } from '../notices.ts';
import { openSampleQueue } from '../sample-work/queue-server.ts';
import type { FleetRecord } from '../state-schema.ts';
import { commandHook } from './command-hook.ts';
import { httpHook } from './http-hook.ts';

export interface FleetWorkOptions {
  readonly clock: Clock;
  /** Checks their health and is never opened. */
  readonly entry: Entry;
  readonly images: ImageStore;
  readonly record: () => FleetRecord;
  readonly notice: (news: News) => void;
  readonly onChange: () => void;
}

export interface FleetWork {
  /** In place of the entry: its blocks are told of what comes and goes as well. */
  readonly place: BlockPlace;
  readonly splitChanged: () => void;
  readonly view: (block: BlockId) => BlockWork | undefined;
  readonly wasSeenTaking: (generation: GenerationId) => boolean;
  /** Null where no queue is served for it. */
  readonly counts: () => SampleWork | null;
  /** False where no queue is served for it. */
  readonly setSample: (isOn: boolean) => boolean;
  readonly listen: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export function createFleetWork(options: FleetWorkOptions): FleetWork {
  const { clock, entry, images, record, notice } = options;
  const fleet = record().id;
  const { queuePort } = record();
  const sample = queuePort === undefined ? null : openSampleQueue(queuePort, clock.monotonicMs);
  const keeper = createWorkKeeper({
    takesWork: (generation) => weightOf(entry.split(), generation) > 0,
    revision: () => entry.split().revision,
    onChange: options.onChange,
    monotonicMs: clock.monotonicMs,
    onTrouble: (block, reason) => {
      const text = `The hook of ${block} fails: whether it takes work is not known. ${reason}`;
      notice({ fleet, severity: 'warning', text });
    },
  });

  const hookOf = (generation: GenerationId, block: BlockId, port: number): Hook | null => {
    const found = record().generations.find(({ id }) => id === generation);
    const declared = found?.recipe.work;
    if (found === undefined || declared === undefined) return null;
    const { timeoutMs } = found.recipe.health;
    if (declared.kind === 'http') return httpHook(declared, port, timeoutMs);
    const folder = images.folderOf(found.image);
    const path = process.env['PATH'] ?? fallbackPath;
    return commandHook(declared, { block, generation, port, folder }, path, timeoutMs);
  };

  return {
    place: {
      addBlock: (spec) => {
        entry.addBlock(spec);
        const found = record().generations.find(({ id }) => id === spec.generation);
        keeper.addBlock({
          id: spec.id,
          generation: spec.generation,
          hook: hookOf(spec.generation, spec.id, spec.port),
          intervalMs: found?.recipe.health.intervalMs ?? 2000,
        });
      },
      removeBlock: (id) => {
        entry.removeBlock(id);
        keeper.removeBlock(id);
        sample?.queue.workerGone(id);
      },
      markExited: (id, reason) => {
        entry.markExited(id, reason);
        keeper.markExited(id);
        sample?.queue.workerGone(id);
      },
      drainBlock: async (id, timeoutMs) => {
        // Nothing is under way there: from now on it counts as draining, and that is all.
        const report = await entry.drainBlock(id, timeoutMs);
        const { isIdle, busy } = await keeper.drain(id, timeoutMs);
        if (!isIdle) {
          const left =
            busy === null
              ? 'it was not seen to be idle, so work may be lost'
              : `it still had ${String(busy)} in hand`;
          const text = `At the end of the drain of ${id}, ${left}.`;
          notice({ fleet, severity: 'warning', text });
        }
        return report;
      },
    },
    splitChanged: keeper.splitChanged,
    view: keeper.view,
    wasSeenTaking: keeper.wasSeenTaking,
    counts: () => sample?.queue.counts() ?? null,
    setSample: (isOn) => {
      sample?.queue.setOn(isOn);
      return sample !== null;
    },
    listen: async () => {
      await sample?.listen();
    },
    close: async () => {
      keeper.close();
      await sample?.close();
    },
  };
}

function weightOf(split: Split, id: GenerationId): number {
  return split.weights.find(({ generation }) => generation === id)?.weight ?? 0;
}
