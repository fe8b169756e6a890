/** Images that somebody asked for by id: no server runs them yet, and a launch may want them. */
import type { Image } from '../../../src-shared/image.ts';

export interface FoundImages {
  readonly found: (image: Image) => void;
  /** With those that were found and are not among them. */
  readonly beside: (images: readonly Image[]) => readonly Image[];
}

const mostKept = 20;

export function createFoundImages(): FoundImages {
  const kept = new Map<string, Image>();
  return {
    found(image) {
      // Set anew, so that the oldest is the one that nobody asked for lately.
      kept.delete(image.id);
      kept.set(image.id, image);
      for (const oldest of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(oldest);
      }
    },
    beside(images) {
      const known = new Set<string>(images.map(({ id }) => id));
      return [...images, ...[...kept.values()].filter(({ id }) => !known.has(id))];
    },
  };
}
