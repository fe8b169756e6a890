/** What the host sees at one moment. Reading must never fail because one part of it cannot be read. */
import type { Generation } from '../../../src-shared/fleet.ts';
import type { FleetId, GenerationId, ImageId } from '../../../src-shared/ids.ts';
import type { FolderImage } from '../../../src-shared/image.ts';
import { notesSeen } from '../../../src-shared/note.ts';
import type { Observation } from '../protocol.ts';
import type { HostContext } from '../host-context.ts';
import { createImageCare, type ImageCare } from '../images/image-care.ts';

/** Wall clock and monotonic clock drift by fractions: what moved less has not moved. */
const leaseToleranceMs = 1000;

/** Images change by imports, which are told; a folder that somebody else has changed is seen so late. */
const imagesEveryMs = 5000;

export interface Observe {
  readonly observe: () => Promise<Observation>;
  /** Reads the images again; resolves when looks show them. */
  readonly imagesChanged: () => Promise<void>;
}

/** @param wasSeenToServe by the present split. */
export function createObserve(
  host: HostContext,
  wasSeenToServe: (fleet: FleetId, generation: GenerationId) => boolean,
): Observe {
  const care = createImageCare({ clock: host.clock, images: host.images, onChange: host.changed });
  let images: FolderImage[] = [];
  let first: Promise<void> | null = null;
  let readAtMs = -Infinity;
  let reads = 0;

  const readImages = async (): Promise<void> => {
    readAtMs = host.clock.monotonicMs();
    reads += 1;
    const own = reads;
    try {
      const stored = await host.images.list();
      // One that began before an import may end after it.
      if (own === reads) images = stored.flatMap(({ image }) => (image === null ? [] : [image]));
    } catch {
      // The data folder is gone: a notice says so, and the last list is still what runs.
    }
  };

  return {
    imagesChanged: readImages,
    observe: async () => {
      // A press waits for looks: beside them, not before them.
      await (first ??= readImages());
      if (host.clock.monotonicMs() - readAtMs >= imagesEveryMs) void readImages();
      await care.look(standingImages(host));
      const { fleets, notices } = host.store.get();
      return {
        observedAtMs: host.clock.now(),
        fleets: fleets.map(({ id, rollout, generations }) => {
          const seen = host.runtimeOf(id).observe(leaseEnd(host, id, rollout));
          return {
            ...seen,
            generations: seen.generations.map((each) => withTrouble(each, care.troubleOf)),
            seenToServe: generations
              .map((each) => each.id)
              .filter((one) => wasSeenToServe(id, one)),
          };
        }),
        images,
        notices,
        notes: [...host.notes.all().slice(-notesSeen)],
        notSavedBecause: host.store.notSavedBecause(),
      };
    },
  };
}

/** Whatever still has blocks may lose one. */
function standingImages({ store }: HostContext): readonly ImageId[] {
  return store
    .get()
    .fleets.flatMap(({ generations }) => generations)
    .filter(({ rung }) => rung === 'warm')
    .map(({ image }) => image);
}

function withTrouble(generation: Generation, troubleOf: ImageCare['troubleOf']): Generation {
  const imageTrouble = generation.rung === 'warm' ? troubleOf(generation.image) : undefined;
  return imageTrouble === undefined ? generation : { ...generation, imageTrouble };
}

type FleetState = ReturnType<HostContext['store']['get']>['fleets'][number];

function leaseEnd(
  host: HostContext,
  fleet: FleetState['id'],
  rollout: FleetState['rollout'],
): number | null {
  if (rollout === null) return null;
  const endsAtMs = host.leases.endsAtMs(fleet, rollout.id);
  return Math.abs(endsAtMs - rollout.leaseEndsAtMs) < leaseToleranceMs
    ? rollout.leaseEndsAtMs
    : endsAtMs;
}
