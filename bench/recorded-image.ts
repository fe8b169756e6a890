/**
 * A sample image that notes each POST on disk the moment it reaches the server, so that the ledger of a
 * block that was drained, replaced or killed is there afterwards. The server itself is the sample's.
 */
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ledger } from '../e2e/load/ledger.ts';
import { required } from './required.ts';

const recorder = (folder: string): string => `import { appendFileSync } from 'node:fs';
import { Server } from 'node:http';

const file = ${JSON.stringify(folder)} + '/' + process.env.BLOCKYARD_BLOCK;
const emit = Server.prototype.emit;
Server.prototype.emit = function (name, request, ...rest) {
  if (name === 'request' && request.method === 'POST') {
    appendFileSync(file, request.headers['x-request-id'] + '\\n');
  }
  return emit.call(this, name, request, ...rest);
};
await import('./server.mjs');
`;

/**
 * Makes an image folder ready to be imported.
 * @param sample `storefront-v1`
 * @param ledgers folder for one file of ids per block; made when it is not there
 */
export async function makeRecordedImage(
  sample: string,
  folder: string,
  ledgers: string,
): Promise<string> {
  const image = join(folder, `recorded-${sample}`);
  await cp(join(required('BLOCKYARD_APP'), 'assets', 'samples', sample), image, {
    recursive: true,
  });
  await mkdir(ledgers, { recursive: true });
  const path = join(image, 'blockyard.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  const recorded = { ...manifest, name: 'recorded', start: { server: 'recorder.mjs' } };
  await writeFile(path, JSON.stringify(recorded));
  await writeFile(join(image, 'recorder.mjs'), recorder(ledgers));
  return image;
}

/** What reached the blocks, dead ones too. */
export async function readRecords(ledgers: string): Promise<readonly Ledger[]> {
  const blocks = await readdir(ledgers);
  return Promise.all(
    blocks.map(async (block) => {
      const posts: Record<string, number> = {};
      const ids = (await readFile(join(ledgers, block), 'utf8')).split('\n');
      for (const id of ids) if (id !== '') posts[id] = (posts[id] ?? 0) + 1;
      return { block, posts };
    }),
  );
}
