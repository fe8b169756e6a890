/** Who may tell a server what, when two panels look at it: the record decides, read right before. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asBlockId, asFleetId, asGenerationId, asRolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { workerFleetSchema } from '../../../../src-shared/worker-fleets.ts';
import { createVirtualClock, type VirtualClock } from '../../../clock/virtual-clock.ts';
import type { WorkWord } from '../claims/work-records.ts';
import { anInstance } from '../discover/reading.fixture.ts';
import type { WorkerGrouping } from './group-workers.ts';
import { createWorkWatch, type WorkWatch } from './work-watch.ts';

const fleet = asFleetId('workers.runners');
const [v1, v2] = [asGenerationId('runners-v001'), asGenerationId('runners-v002')];
const block = asBlockId('i-1');
const word = (revision: number, to = v1): WorkWord => ({
  revision,
  record: {
    ...{ schema: 1, fleet, to, previous: null, sizes: {}, atMs: 0 },
    rollout: asRolloutId('r'),
  },
});

let server: Server;
let taking = false;
let heard: string[] = [];
let recorded: Result<readonly WorkWord[]> = succeed([word(1)]);
let isSilent = false;
let isMute = false;
let notes: string[] = [];
let clock: VirtualClock;
let watch: WorkWatch;
let grouping: WorkerGrouping;

beforeEach(async () => {
  [taking, heard, recorded, isSilent, notes] = [false, [], succeed([word(1)]), false, []];
  isMute = false;
  server = createServer(({ url = '' }, response) => {
    if (url !== '/state') {
      heard.push(url);
      taking = url === '/take';
    }
    if (!isMute) response.end(JSON.stringify({ taking, busy: 0 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const call = (path: string) => ({ method: 'POST', url: `${at}/${path}` });
  const hook = { kind: 'http', take: call('take'), stop: call('stop'), state: call('state') };
  const declared = workerFleetSchema.parse({ name: 'runners', servers: { kind: 'tagged' }, hook });
  const group = { arn: '', name: '', tags: {}, by: 'number', ended: [], scaling: [] } as const;
  const instances = [anInstance('i-1', { state: 'running' })];
  grouping = {
    ...{ id: fleet, name: 'runners', declared },
    groups: [{ ...group, id: v1, instances, template: null }],
  };
  clock = createVirtualClock();
  watch = createWorkWatch({
    clock,
    place: { region: 'r', profile: '', env: {} },
    records: { read: () => Promise.resolve(recorded) },
    isSilent: () => isSilent,
    onChange: () => undefined,
    note: (_, text) => notes.push(text),
  });
});
afterEach(() => {
  watch.close();
  server.closeAllConnections();
  server.close();
});

const look = async (read: readonly WorkWord[] = [word(1)]): Promise<void> => {
  watch.sync(grouping, read);
  await watch.ask();
};
const later = (ms: number): void => {
  const end = clock.monotonicMs() + ms;
  clock.at(end, () => undefined);
  while (clock.step(end));
};

it('tells a server that does otherwise than recorded, after a while, and says so once', async () => {
  await look();
  expect(watch.view(fleet, block)).toMatchObject({ taking: false, revision: 1 });
  expect(heard).toEqual([]);
  later(4000);
  await look();
  expect(heard).toEqual(['/take']);
  expect(notes).toEqual([expect.stringContaining('i-1 took no work')]);
  // It never means it: told again, later each time, and nobody is told of it again.
  taking = false;
  later(4000);
  await look();
  expect(heard).toEqual(['/take']);
  later(4000);
  await look();
  expect([heard.length, notes.length]).toEqual([2, 1]);
});

it.each([
  ['the record has moved on since the look', () => (recorded = succeed([word(2, v2), word(1)]))],
  ['the record cannot be read', () => (recorded = fail({ code: 'unreachable', message: '' }))],
  ['this panel may only observe', () => (isSilent = true)],
])('tells nobody anything when %s', async (_, happens) => {
  await look();
  happens();
  later(4000);
  await look();
  expect(heard).toEqual([]);
});

it('tells nobody anything where nothing is recorded, or not in words that it knows', async () => {
  for (const read of [[], [{ revision: 3, record: null }]]) {
    await look(read);
    later(4000);
    await look(read);
  }
  expect(heard).toEqual([]);
});

it('obeys an order at once, and a look that is older does not undo it', async () => {
  await look();
  watch.order(fleet, word(2));
  await expect.poll(() => heard).toEqual(['/take']);
  await look([word(1)]);
  expect(watch.word(fleet)?.revision).toBe(2);
  expect(watch.view(fleet, block)).toMatchObject({ taking: true, revision: 2 });
  later(60_000);
  await look([]);
  expect(watch.word(fleet)).toBeNull();
});

it('tells by a revert before it is recorded, and nobody undoes it here while it is not', async () => {
  taking = true;
  await look([word(1, v1)]);
  watch.orderAhead(fleet, v2);
  await expect.poll(() => heard).toEqual(['/stop']);
  later(20_000);
  await look([word(1, v1)]);
  expect(heard).toEqual(['/stop']);
  watch.order(fleet, word(2, v2));
  await look([word(2, v2), word(1)]);
  expect(watch.view(fleet, block)).toMatchObject({ taking: false, revision: 2 });
  expect(heard).toEqual(['/stop']);
});

it('keeps a server at work that a revert leads to while it is drained', async () => {
  await look();
  const drained = watch.drain(fleet, block, 60_000);
  await expect.poll(() => watch.isDraining(fleet, block)).toBe(true);
  watch.orderAhead(fleet, v1);
  expect(watch.isDraining(fleet, block)).toBe(false);
  await drained;
  await expect.poll(() => heard.at(-1)).toBe('/take');
});

it('holds no look up for a server that does not answer, and believes what it said last for a while', async () => {
  await look();
  isMute = true;
  watch.sync(grouping, [word(1)]);
  let isOver = false;
  const asked = watch.ask().then(() => (isOver = true));
  later(249);
  await Promise.resolve();
  expect(isOver).toBe(false);
  later(1);
  await asked;
  expect(watch.view(fleet, block)).toMatchObject({ kind: 'seen', taking: false });
  later(44_000);
  expect(watch.view(fleet, block)).toMatchObject({ kind: 'seen' });
  later(5000);
  expect(watch.view(fleet, block)).toEqual({
    kind: 'unknown',
    reason: expect.stringMatching(/^Its hook has not answered for about 49/u) as string,
  });
});

it('waits longer for a server that is asked for the first time, and not for ever', async () => {
  isMute = true;
  watch.sync(grouping, [word(1)]);
  let isOver = false;
  const asked = watch.ask().then(() => (isOver = true));
  later(1900);
  await Promise.resolve();
  expect(isOver).toBe(false);
  later(100);
  await asked;
  expect(watch.view(fleet, block)).toMatchObject({ kind: 'unknown' });
});
