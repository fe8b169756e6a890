/** What a release file wants released, as a wish has it. */
import { findGeneration } from '../../src-shared/find-named.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { ImageId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import type { ReleaseFile } from '../../src-shared/release-file-schema.ts';
import { currentOf } from '../../src-shared/roles.ts';

type Source = Extract<Wish, { kind: 'release' }>['source'];

/** @param imageOf asked only where the file names no generation. @throws FaultError of what is not there. */
export async function sourceIn(
  file: ReleaseFile,
  fleet: Fleet,
  imageOf: () => Promise<ImageId> | ImageId,
): Promise<Source> {
  if (file.generation !== undefined) {
    return { kind: 'generation', generation: findGeneration(fleet, file.generation).id };
  }
  const { recipeOf } = file;
  return {
    kind: 'image',
    image: await imageOf(),
    size: file.size ?? currentOf(fleet)?.size ?? 1,
    ...(recipeOf !== undefined && { recipeOf: findGeneration(fleet, recipeOf).id }),
  };
}
