import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { asFleetId } from '../../src-shared/ids.ts';
import { FaultError, faultOf } from '../../src-shared/result.ts';
import { isRefusal } from '../rollouts/refusal.ts';
import { emptyState, type HostState } from './state-schema.ts';
import { createStateStore, type StateChange } from './state-store.ts';

/** A disk whose writes end when the test says so, as they should. */
function createDisk() {
  const pending: { state: HostState; settle: (error: Error | null) => void }[] = [];
  let onDisk: HostState = emptyState;
  return {
    onDisk: () => onDisk,
    pending,
    write: (state: HostState) =>
      new Promise<{ synced: Promise<void> }>((resolve, reject) => {
        pending.push({
          state,
          settle: (error) => {
            if (error === null) {
              onDisk = state;
              resolve({ synced: Promise.resolve() });
            } else reject(error);
          },
        });
      }),
    next: async (error: Error | null = null): Promise<void> => {
      await expect.poll(() => pending.length).toBeGreaterThan(0);
      pending.shift()?.settle(error);
    },
  };
}

const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
const count = (by: number) => (state: HostState) => ({
  ...state,
  nextNotice: state.nextNotice + by,
});
const counting =
  (by: number): StateChange<number> =>
  (state) => ({ state: count(by)(state), value: state.nextNotice + by });

describe('state store', () => {
  it('commits: saved before it is true', async () => {
    const disk = createDisk();
    const store = createStateStore({
      initial: emptyState,
      write: disk.write,
      onSaveState: () => undefined,
    });
    const done = store.commit(counting(1));
    await expect.poll(() => disk.pending.length).toBe(1);
    expect(store.get().nextNotice).toBe(1);
    await disk.next();
    expect(await done).toBe(2);
    expect(store.get().nextNotice).toBe(2);
    expect(disk.onDisk()).toBe(store.get());
  });

  it('refuses what cannot be saved, and it has not happened', async () => {
    const disk = createDisk();
    const said: (string | null)[] = [];
    const store = createStateStore({
      initial: emptyState,
      write: disk.write,
      onSaveState: (because) => said.push(because),
      retryMs: 5,
    });
    const applied: number[] = [];
    const done = store.commit(counting(1), (value) => applied.push(value));
    const refused = expect(done).rejects.toMatchObject({ fault: { code: 'no-space' } });
    await disk.next(full);
    await refused;
    expect(applied).toEqual([]);
    expect(store.get()).toBe(emptyState);
    expect(store.notSavedBecause()).toBe('the disk is full');
    await disk.next(full);
    await disk.next();
    await expect.poll(() => store.notSavedBecause()).toBeNull();
    expect(said).toEqual(['the disk is full', null]);
  });

  it.each([
    ['EROFS', /not writable/u],
    ['EACCES', /not writable/u],
    ['ENOENT', /is gone/u],
    ['EMFILE', /no file handles left/u],
    ['EIO', /EIO: by the disk/u],
  ])('refuses, and leaves no doubt, when a save ends in %s', async (code, because) => {
    const disk = createDisk();
    const store = createStateStore({
      initial: emptyState,
      write: disk.write,
      onSaveState: () => undefined,
      retryMs: 5,
    });
    const answer = store.commit(counting(1)).catch((error: unknown) => faultOf(error));
    await disk.next(Object.assign(new Error(`${code}: by the disk`), { code }));
    const fault = await answer;
    if (typeof fault === 'number') throw new Error('it was done');
    expect(isRefusal(fault.code)).toBe(true);
    expect(fault.message).toMatch(because);
    expect(fault.message).toMatch(/^Not done/u);
    expect(store.get()).toBe(emptyState);
    await disk.next();
  });

  it('tells the same trouble once, whatever file it was met with', async () => {
    const disk = createDisk();
    const said: (string | null)[] = [];
    const store = createStateStore({
      initial: emptyState,
      write: disk.write,
      onSaveState: (because) => said.push(because),
      retryMs: 5,
    });
    void store.adopt((state) => ({ ...state, nextNotice: 2 }));
    for (const name of ['.72221b432857', '.ed5abf396763']) {
      const message = `EIO: i/o error, open '/data/${name}.tmp'`;
      await disk.next(Object.assign(new Error(message), { code: 'EIO' }));
    }
    await disk.next();
    await expect.poll(() => store.notSavedBecause()).toBeNull();
    expect(said).toEqual(['EIO: i/o error', null]);
  });

  it('adopts at once, and goes on trying to save', async () => {
    const disk = createDisk();
    const store = createStateStore({
      initial: emptyState,
      write: disk.write,
      onSaveState: () => undefined,
      retryMs: 5,
    });
    let isSaved = false;
    const saved = store.adopt(count(5)).then(() => {
      isSaved = true;
    });
    expect(store.get().nextNotice).toBe(6);
    await disk.next(full);
    expect(isSaved).toBe(false);
    await disk.next();
    await saved;
    expect(disk.onDisk().nextNotice).toBe(6);
  });

  it('lets what was adopted during a save win over the commit, in memory and on disk', async () => {
    const disk = createDisk();
    const store = createStateStore({
      initial: emptyState,
      write: disk.write,
      onSaveState: () => undefined,
    });
    const applied: string[] = [];
    // As a cutover: refused when the counter is not what it was.
    const cutover = store.commit(
      (state) => {
        if (state.nextNotice !== 1) throw new FaultError({ code: 'conflict', message: 'changed' });
        return { state: { ...state, nextNotice: 50 }, value: null };
      },
      () => applied.push('cutover'),
    );
    const overtaken = expect(cutover).rejects.toMatchObject({ fault: { code: 'conflict' } });
    await expect.poll(() => disk.pending.length).toBe(1);
    const revert = store.adopt((state) => ({ ...state, nextNotice: 99 }));
    await disk.next();
    await overtaken;
    await disk.next();
    await revert;
    expect(applied).toEqual([]);
    expect(store.get().nextNotice).toBe(99);
    expect(disk.onDisk().nextNotice).toBe(99);
  });

  it('keeps both when they do not disagree', async () => {
    const disk = createDisk();
    const store = createStateStore({
      initial: emptyState,
      write: disk.write,
      onSaveState: () => undefined,
    });
    const commit = store.commit(counting(1));
    await expect.poll(() => disk.pending.length).toBe(1);
    const adopted = store.adopt((state) => ({
      ...state,
      fleets: [],
      notices: [{ id: 'n', atMs: 1, fleet: asFleetId('f'), severity: 'info', text: 't' }],
    }));
    await disk.next();
    expect(await commit).toBe(2);
    await disk.next();
    await adopted;
    expect(disk.onDisk()).toMatchObject({ nextNotice: 2, notices: [{ id: 'n' }] });
  });

  it('applies a commit once its file is in place, and answers once its name is synced', async () => {
    let sync: () => void = () => undefined;
    const synced = new Promise<void>((resolve) => (sync = resolve));
    const store = createStateStore({
      initial: emptyState,
      write: () => Promise.resolve({ synced }),
      onSaveState: () => undefined,
    });
    const applied: number[] = [];
    let isAnswered = false;
    const done = store
      .commit(counting(1), (value) => applied.push(value))
      .finally(() => (isAnswered = true));
    await expect.poll(() => applied).toEqual([2]);
    expect(store.get().nextNotice).toBe(2);
    await pause(20);
    expect(isAnswered).toBe(false);
    sync();
    expect(await done).toBe(2);
  });

  it('does not take back what has happened when the name cannot be synced, and saves again', async () => {
    const said: (string | null)[] = [];
    const writes: number[] = [];
    const store = createStateStore({
      initial: emptyState,
      write: (state) => {
        writes.push(state.nextNotice);
        const io = Object.assign(new Error('EIO: by the disk'), { code: 'EIO' });
        const synced = writes.length === 1 ? Promise.reject(io) : Promise.resolve();
        synced.catch(() => undefined);
        return Promise.resolve({ synced });
      },
      onSaveState: (because) => said.push(because),
      retryMs: 5,
    });
    expect(await store.commit(counting(1))).toBe(2);
    await expect.poll(() => store.notSavedBecause()).toBeNull();
    expect(store.get().nextNotice).toBe(2);
    expect(writes).toEqual([2, 2]);
    expect(said).toEqual(['EIO: by the disk', null]);
  });

  it('keeps at once, and saves it with the commit that follows or by itself', async () => {
    const disk = createDisk();
    const store = createStateStore({
      initial: emptyState,
      write: disk.write,
      onSaveState: () => undefined,
      keepMs: 30,
    });
    store.keep(count(10));
    expect(store.get().nextNotice).toBe(11);
    const commit = store.commit(counting(1));
    await disk.next();
    expect(await commit).toBe(12);
    expect(disk.onDisk().nextNotice).toBe(12);
    await pause(60);
    expect(disk.pending).toEqual([]);
    store.keep(count(10));
    await disk.next();
    await expect.poll(() => disk.onDisk().nextNotice).toBe(22);
  });

  it('refuses a commit after something was kept when neither can be saved', async () => {
    const disk = createDisk();
    const store = createStateStore({
      initial: emptyState,
      write: disk.write,
      onSaveState: () => undefined,
      keepMs: 5,
      retryMs: 5,
    });
    store.keep(count(10));
    const done = store.commit(counting(1));
    const refused = expect(done).rejects.toMatchObject({ fault: { code: 'no-space' } });
    await disk.next(full);
    await refused;
    expect(store.get().nextNotice).toBe(11);
    await disk.next();
    await expect.poll(() => disk.onDisk().nextNotice).toBe(11);
  });

  it('closes only when nothing is being written any more, and begins no write after', async () => {
    const disk = createDisk();
    const store = createStateStore({
      initial: emptyState,
      write: disk.write,
      onSaveState: () => undefined,
      retryMs: 1,
    });
    void store.adopt(count(1));
    await expect.poll(() => disk.pending.length).toBe(1);
    let isClosed = false;
    const closing = store.close().then(() => {
      isClosed = true;
    });
    void store.adopt(count(1));
    await pause(20);
    expect(isClosed).toBe(false);
    await disk.next(full);
    await closing;
    await expect(store.commit(counting(1))).rejects.toMatchObject({ fault: { code: 'refused' } });
    await pause(20);
    expect(disk.pending).toEqual([]);
  });
});
