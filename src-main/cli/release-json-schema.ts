/** What a release file may say, for editors and other tools. */
import * as z from 'zod';
import { releaseFileSchema } from '../../src-shared/release-file-schema.ts';

export function releaseFileJsonSchema(): object {
  return { title: 'Blockyard release', ...z.toJSONSchema(releaseFileSchema) };
}
