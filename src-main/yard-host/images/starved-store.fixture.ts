/** For a test, as a process of its own: proves an image while it has no file handles left, and after. */
import { closeSync, openSync } from 'node:fs';
import { faultOf } from '../../../src-shared/result.ts';
import { openImageStore } from './image-store.ts';

const [folder = '', source = ''] = process.argv.slice(2);
const store = await openImageStore({ folder, clock: { now: () => Date.now() } });
const { id } = await store.importFrom(source);
const prove = (): Promise<unknown> =>
  store.verify(id).then(
    () => 'whole',
    (error: unknown) => faultOf(error),
  );
const handles: number[] = [];
try {
  for (;;) handles.push(openSync('/dev/null', 'r'));
} catch {
  // None left.
}
const starved = [await prove()];
// One is enough for the list, and too few for the files, of which several are hashed at once.
closeSync(handles.pop() ?? -1);
starved.push(await prove());
for (const handle of handles) closeSync(handle);
const listed = (await store.list())[0]?.kind;
process.stdout.write(JSON.stringify({ starved, listed, after: await prove() }));
