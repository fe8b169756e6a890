/** Image folders made for a test, good and bad. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface MadeImage {
  readonly name?: string;
  readonly version?: string;
  /** Text of `server.mjs`; null leaves the file out. */
  readonly server: string | null;
  /** Instead of a manifest made from the rest. */
  readonly manifest?: string;
}

/** Answers everything with 200. `before` runs first. */
export function goodServer(before = ''): string {
  return `import http from 'node:http';
${before}
http.createServer((request, response) => response.end('ok')).listen(process.env.PORT, '127.0.0.1');
`;
}

/** @returns the folder, inside `parent`. */
export async function makeImage(parent: string, folder: string, image: MadeImage): Promise<string> {
  const path = join(parent, folder);
  await mkdir(path, { recursive: true });
  const manifest = {
    name: image.name ?? folder,
    version: image.version ?? '1.0.0',
    start: { server: 'server.mjs' },
    health: '/health',
    port: 'PORT',
  };
  await writeFile(join(path, 'blockyard.json'), image.manifest ?? JSON.stringify(manifest));
  if (image.server !== null) await writeFile(join(path, 'server.mjs'), image.server);
  return path;
}
