/** The yard's images: content-addressed, read-only, proven at each launch. */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageId } from '../../../src-shared/ids.ts';
import type { FolderImage } from '../../../src-shared/image.ts';
import { FaultError, faultOf } from '../../../src-shared/result.ts';
import type { Fault } from '../../../src-shared/result.ts';
import type { Clock } from '../../clock/clock.ts';
import { errnoOf, storeFault } from './file-faults.ts';
import { folderNameOf, imageIdOfFolderName } from './image-entries.ts';
import { removeLeftovers } from './image-leftovers.ts';
import { defaultImageLimits } from './image-limits.ts';
import type { ImageLimits } from './image-limits.ts';
import { showPath } from './image-path.ts';
import {
  cannotCheck,
  CONTENT_NAME,
  isProofOfDamage,
  LIST_NAME,
  readRecord,
} from './image-record.ts';
import { importImage } from './import-image.ts';
import { signsOf } from './image-signs.ts';
import { readPiece, type StoredPiece } from './read-piece.ts';
import { sharedRuns } from '../shared-runs.ts';
import { verifyImage } from './verify-image.ts';

export type StoredImage =
  | { readonly kind: 'whole'; readonly image: FolderImage }
  /** `image` is null when not even its manifest can be trusted. */
  | {
      readonly kind: 'damaged';
      readonly id: ImageId;
      readonly image: FolderImage | null;
      readonly fault: Fault;
    };

export interface ImageStore {
  /** Newest import first. Damage is told when it is known: from the list, or from a failed proof. */
  list(): Promise<readonly StoredImage[]>;
  /** Throws FaultError `not-found` or `damaged`. */
  get(id: ImageId): Promise<FolderImage>;
  /**
   * Imports an absolute path of a folder or .tgz; the same content twice is the same image. Throws
   * FaultError: `bad-input`, `not-found`, `no-space` or `refused`, and leaves nothing behind then.
   * Content that the store has and that is proven damaged is set aside, told, and stored anew.
   */
  importFrom(path: string): Promise<FolderImage>;
  /**
   * Hashes every file. Throws FaultError `damaged` naming the first bad one, `not-found`, or `refused`
   * when it could not be read: that is not remembered, the next proof may go well.
   */
  verify(id: ImageId): Promise<FolderImage>;
  /**
   * Another text when its list, its manifest or the file that starts it may be another one: a reason to
   * verify it, found out without reading it. Never throws.
   */
  signs(id: ImageId): Promise<string>;
  /**
   * A piece of the list whose digest is its name, or of one of its files: as they lie there, unproven; whoever
   * reads them whole can hash them. Throws FaultError `not-found`, `bad-input` or `refused`.
   */
  readList(id: ImageId, from: number): Promise<StoredPiece>;
  readFile(id: ImageId, path: string, from: number): Promise<StoredPiece>;
  /** The working folder of its blocks: absolute path of its content. No check is made. */
  folderOf(id: ImageId): string;
  /** Moves a damaged image out of the way so that it can be imported again; refuses a whole one. */
  setAside(id: ImageId): Promise<void>;
}

export interface ImageStoreSettings {
  /** Absolute path; made when missing. Exactly one process writes here. */
  readonly folder: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly limits?: ImageLimits;
  /** What was found, and the name in `folder` under which the damaged copy is kept. */
  readonly onSetAside?: (fault: Fault, keptAs: string) => void;
}

/** Opens the store and removes what crashed imports left in it. Throws a FaultError. */
export async function openImageStore(settings: ImageStoreSettings): Promise<ImageStore> {
  const { folder: store, clock, limits = defaultImageLimits } = settings;
  try {
    await mkdir(store, { recursive: true, mode: 0o700 });
    await removeLeftovers(store);
  } catch (error) {
    throw storeFault(error, store);
  }
  const known = new Map<ImageId, StoredImage>();
  const proofs = sharedRuns<ImageId, FolderImage>(prove);

  function pathOf(id: ImageId): string {
    const name = folderNameOf(id);
    if (name === null) throw notFound(id);
    return join(store, name);
  }

  function notFound(id: ImageId): FaultError {
    return new FaultError({
      code: 'not-found',
      message: `The yard has no image ${showPath(id)}.`,
      where: showPath(id),
      todo: 'Import it, or choose another one.',
    });
  }

  async function mustExist(id: ImageId): Promise<string> {
    const path = pathOf(id);
    const names = await readdir(store).catch((error: unknown): string[] => {
      if (isProofOfDamage(error)) return [];
      throw cannotCheck(id, store, error);
    });
    if (!names.includes(folderNameOf(id) ?? '')) {
      known.delete(id);
      throw notFound(id);
    }
    return path;
  }

  async function load(id: ImageId, path: string): Promise<StoredImage> {
    const before = known.get(id);
    if (before !== undefined) return before;
    const found = await readRecord(path, id).then(
      ({ image }): StoredImage => ({ kind: 'whole', image }),
      (error: unknown): StoredImage => ({
        kind: 'damaged',
        id,
        image: null,
        fault: faultOf(error),
      }),
    );
    if (found.kind === 'whole' || found.fault.code === 'damaged') known.set(id, found);
    return found;
  }

  async function prove(id: ImageId): Promise<FolderImage> {
    const path = await mustExist(id);
    const before = known.get(id);
    try {
      const { image } = await verifyImage(path, id);
      known.set(id, { kind: 'whole', image });
      return image;
    } catch (error) {
      const fault = faultOf(error);
      if (fault.code === 'damaged') {
        known.set(id, { kind: 'damaged', id, image: before?.image ?? null, fault });
      }
      throw error;
    }
  }

  /** True when the place is free now: what lay there is damaged. False: it is whole and stays. */
  async function clear(id: ImageId): Promise<boolean> {
    const fault = await proofs(id).then(
      () => null,
      (error: unknown) => faultOf(error),
    );
    if (fault === null) return false;
    if (fault.code === 'not-found') return true;
    if (fault.code !== 'damaged') throw new FaultError(fault);
    const keptAs = `.damaged-${clock.now()}-${randomBytes(4).toString('hex')}-${folderNameOf(id) ?? ''}`;
    try {
      await rename(pathOf(id), join(store, keptAs));
    } catch (error) {
      // Another import of the same content was quicker.
      if (errnoOf(error) === 'ENOENT') return true;
      throw storeFault(error, pathOf(id));
    }
    known.delete(id);
    settings.onSetAside?.(fault, keptAs);
    return true;
  }

  return {
    async list() {
      const ids = (await readdir(store)).map(imageIdOfFolderName).filter((id) => id !== null);
      const found = await Promise.all(ids.map((id) => load(id, pathOf(id))));
      const age = (stored: StoredImage): number => stored.image?.importedAtMs ?? 0;
      return found.sort((a, b) => age(b) - age(a));
    },
    async get(id) {
      const stored = await load(id, await mustExist(id));
      if (stored.kind === 'damaged') throw new FaultError(stored.fault);
      return stored.image;
    },
    async importFrom(path) {
      const { id } = await importImage(path, {
        store,
        limits,
        nowMs: clock.now(),
        random: randomBytes(4).toString('hex'),
        clear,
      });
      // Read back from the disk, also when it was there before.
      return proofs(id);
    },
    verify: (id) => proofs(id),
    signs: (id) => {
      const name = folderNameOf(id);
      return name === null
        ? Promise.resolve('')
        : signsOf(join(store, name), known.get(id)?.image ?? null);
    },
    readList: async (id, from) => readPiece(await mustExist(id), LIST_NAME, from),
    readFile: async (id, path, from) =>
      readPiece(join(await mustExist(id), CONTENT_NAME), path, from),
    folderOf: (id) => join(pathOf(id), CONTENT_NAME),
    async setAside(id) {
      await mustExist(id);
      if (await clear(id)) return;
      throw new FaultError({
        code: 'refused',
        message: `The image ${showPath(id)} is whole and stays.`,
        where: showPath(id),
      });
    },
  };
}
