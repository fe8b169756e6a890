/**
 * What is known against the images of the generations that stand: a way back whose lost blocks could not
 * be replaced is told before anybody needs it. Looked at with the looks of the yard, which never wait
 * long for a disk.
 */
import type { Generation } from '../../../src-shared/fleet.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import { faultOf } from '../../../src-shared/result.ts';
import type { Clock } from '../../clock/clock.ts';
import type { ImageStore } from './image-store.ts';

export type ImageTrouble = NonNullable<Generation['imageTrouble']>;

export interface ImageCare {
  /** Looks at these and forgets others; resolves soon also when the disk hangs. */
  readonly look: (ids: readonly ImageId[]) => Promise<void>;
  /** As of the last look. */
  readonly troubleOf: (id: ImageId) => ImageTrouble | undefined;
}

export interface ImageCareOptions {
  readonly clock: Pick<Clock, 'monotonicMs' | 'delay'>;
  readonly images: Pick<ImageStore, 'get' | 'verify' | 'signs'>;
  /** Something else is known now, after the look that asked for it has ended. */
  readonly onChange: () => void;
}

/** A press waits for looks that follow each other closely: not each of them pays for a disk. */
const lookEveryMs = 500;
/** What takes longer is shown by the next look. */
const patienceMs = 25;
/** A byte that was changed with its times set back gives no sign. */
const proveEveryMs = 600_000;

interface Known {
  readonly signs: string;
  readonly provedAtMs: number;
}

export function createImageCare({ clock, images, onChange }: ImageCareOptions): ImageCare {
  const known = new Map<ImageId, Known>();
  const troubles = new Map<ImageId, ImageTrouble>();
  let underWay: Promise<void> | null = null;
  let isLate = false;
  let lookedAtMs = -Infinity;

  const lookAt = async (id: ImageId): Promise<void> => {
    const nowMs = clock.monotonicMs();
    const signs = await images.signs(id);
    const before = known.get(id);
    // A start proves each image at the launch of its blocks; so at first sight there is nothing to do.
    const provedAtMs = before?.provedAtMs ?? nowMs;
    const isDue =
      before !== undefined && (before.signs !== signs || nowMs - provedAtMs >= proveEveryMs);
    try {
      await (isDue ? images.verify(id) : images.get(id));
      known.set(id, { signs, provedAtMs: isDue ? nowMs : provedAtMs });
      troubles.delete(id);
    } catch (error) {
      const { code, message } = faultOf(error);
      if (code === 'not-found') troubles.set(id, { kind: 'gone', text: message });
      else if (code === 'damaged') troubles.set(id, { kind: 'damaged', text: message });
      if (troubles.has(id) && (code === 'not-found' || code === 'damaged'))
        known.set(id, { signs, provedAtMs: nowMs });
      // Else it could not be read: nothing is known, and what was known stands.
    }
  };

  const lookAtAll = async (ids: ReadonlySet<ImageId>): Promise<void> => {
    for (const map of [known, troubles]) {
      for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
    }
    const before = JSON.stringify([...troubles]);
    await Promise.all([...ids].map(lookAt));
    const wasLate = isLate;
    underWay = null;
    isLate = false;
    lookedAtMs = clock.monotonicMs();
    if (wasLate && JSON.stringify([...troubles]) !== before) onChange();
  };

  return {
    troubleOf: (id) => troubles.get(id),
    look: async (ids) => {
      if (ids.length === 0 || isLate) return;
      if (underWay === null && clock.monotonicMs() - lookedAtMs < lookEveryMs) return;
      const running = (underWay ??= lookAtAll(new Set(ids)));
      const done = new AbortController();
      const late = clock.delay(patienceMs, done.signal).then(() => {
        if (!done.signal.aborted && underWay === running) isLate = true;
      });
      await Promise.race([running, late]);
      done.abort();
    },
  };
}
