/** For tests: folders and archives to import, made on the fly in a temporary folder. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { removeTree } from './image-leftovers.ts';

export type FixtureFile =
  string | { readonly text: string; readonly executable: true } | { readonly link: string };

export interface FixtureFolder {
  readonly path: string;
  /** Makes `name/` with these files below the fixture's folder; returns its absolute path. */
  add(name: string, files: Readonly<Record<string, FixtureFile>>): string;
  remove(): Promise<void>;
}

export function openFixture(): FixtureFolder {
  const path = mkdtempSync(join(tmpdir(), 'blockyard-test-'));
  return {
    path,
    add(name, files) {
      const root = join(path, name);
      mkdirSync(root, { recursive: true });
      for (const [file, content] of Object.entries(files)) {
        const target = join(root, file);
        mkdirSync(dirname(target), { recursive: true });
        if (typeof content === 'string') writeFileSync(target, content);
        else if ('link' in content) symlinkSync(content.link, target);
        else {
          writeFileSync(target, content.text);
          chmodSync(target, 0o755);
        }
      }
      return root;
    },
    remove: () => removeTree(path),
  };
}

export function manifestText(more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ name: 'shop', version: '1', start: { server: 'server.mjs' }, ...more });
}

/** The smallest image that can be imported. */
export const smallImage = { 'blockyard.json': manifestText(), 'server.mjs': 'export {};\n' };

/** Packs with the machine's own tar, so that the archive is not of our making. */
export function packWithTar(archive: string, folder: string, names: readonly string[]): string {
  const packed = spawnSync('tar', ['-czf', archive, '-C', folder, ...names], { encoding: 'utf8' });
  if (packed.status !== 0) throw new Error(`tar failed: ${packed.stderr}`);
  return archive;
}

/** One raw ustar entry, for archives that no honest tool would make. */
export function tarEntry(
  name: string,
  options: { type?: string; link?: string; content?: string; mode?: string } = {},
): Buffer {
  const { type = '0', link = '', content = '', mode = '0000644' } = options;
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(`${mode}\0`, 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${Buffer.byteLength(content).toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = (512 - (Buffer.byteLength(content) % 512)) % 512;
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc(padding)]);
}

export function tarOf(...entries: readonly Buffer[]): Buffer {
  return Buffer.concat([...entries, Buffer.alloc(1024)]);
}
