/** Whether an image may have been changed, by what its folder says of its main files. No proof. */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderImage } from '../../../src-shared/image.ts';
import { errnoOf } from './file-faults.ts';
import { CONTENT_NAME, LIST_NAME } from './image-record.ts';
import { MANIFEST_NAME } from './manifest.ts';

/** @param folder of the image. */
export async function signsOf(folder: string, image: FolderImage | null): Promise<string> {
  const entry = image?.start.kind === 'node' ? [join(CONTENT_NAME, image.start.entry)] : [];
  const paths = [LIST_NAME, CONTENT_NAME, join(CONTENT_NAME, MANIFEST_NAME), ...entry];
  const signs = paths.map(async (path) => {
    try {
      const { ino, size, mode, mtimeMs, ctimeMs } = await lstat(join(folder, path));
      return [ino, size, mode, mtimeMs, ctimeMs].join(' ');
    } catch (error) {
      return errnoOf(error) ?? 'unread';
    }
  });
  return (await Promise.all(signs)).join('; ');
}
