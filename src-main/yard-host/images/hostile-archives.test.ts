/** Random archives made of the worst names: whatever happens, nothing lands outside of the store. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FaultError } from '../../../src-shared/result.ts';
import { manifestText, openFixture, tarEntry, tarOf } from './image-fixture.ts';
import { openImageStore } from './image-store.ts';

const namePart = fc.constantFrom(
  '..',
  '.',
  '',
  'a',
  'b',
  'link',
  'outside',
  'a\nb',
  '\u202E',
  'C:',
  '~',
  '-rf',
  '\\..\\x',
  'server.mjs',
);
const path = fc
  .array(namePart, { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('/') || 'x');
const entry = fc.record({
  name: path.filter((name) => Buffer.byteLength(name) < 100),
  type: fc.constantFrom('0', '0', '0', '1', '2', '2', '5', '7', '3', '6', 'S', 'V'),
  link: path.filter((name) => Buffer.byteLength(name) < 100),
  content: fc.constantFrom('', 'x', 'overwritten'),
});

/** Everything below, with content: a change anywhere shows. */
function snapshot(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .map((found) => {
      const full = join(found.parentPath, found.name);
      return found.isFile() ? `${full}=${readFileSync(full, 'utf8')}` : full;
    })
    .sort();
}

test('an archive is refused or becomes a proven image; nothing else changes on the disk', async () => {
  const fixture = openFixture();
  try {
    const world = join(fixture.path, 'world');
    const folder = join(world, 'images');
    mkdirSync(join(world, 'outside'), { recursive: true });
    writeFileSync(join(world, 'outside/a'), 'canary');
    const store = await openImageStore({ folder, clock: Date });
    const archive = join(fixture.path, 'archive.tar');
    let accepted = 0;
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 6 }), async (entries) => {
        writeFileSync(
          archive,
          tarOf(
            tarEntry('blockyard.json', { content: manifestText() }),
            tarEntry('server.mjs', { content: 'export {};' }),
            ...entries.map(({ name, ...rest }) =>
              tarEntry(
                name,
                rest.type === '0' || rest.type === '7'
                  ? { ...rest, link: '' }
                  : { ...rest, content: '' },
              ),
            ),
          ),
        );
        const before = snapshot(world);
        try {
          const image = await store.importFrom(archive);
          accepted += 1;
          expect((await store.verify(image.id)).id).toBe(image.id);
          const own = join(folder, image.id.replace(':', '-'));
          expect(snapshot(world).filter((line) => !line.startsWith(own))).toEqual(
            before.filter((line) => !line.startsWith(own)),
          );
        } catch (error) {
          if (!(error instanceof FaultError)) throw error;
          refused += 1;
          expect(error.fault.code).toBe('bad-input');
          expect(error.fault.message).not.toMatch(/[\n\u202E]/);
          expect(snapshot(world)).toEqual(before);
        }
      }),
      { numRuns: 100 },
    );
    expect(accepted).toBeGreaterThan(3);
    expect(refused).toBeGreaterThan(3);
  } finally {
    await fixture.remove();
  }
}, 60_000);
