/**
 * The host's state in memory and on disk. Three ways in:
 *
 * - `commit`: saved first, then adopted. What cannot be saved is refused before it happens (disk full).
 * - `adopt`: true at once, saved as soon as it can be. For what has happened already (a block ended) and
 *   for a revert, which waits for nothing.
 * - `keep`: true at once, saved with whatever is saved next, by itself soon. For what is only worth
 *   something together with a commit that follows (a claim).
 *
 * Saved, for a commit, means safe against a crash: the file is in its place, whole and on the disk. That
 * its name is there after a power cut, too, is waited for before the answer, not before the change.
 *
 * A commit's change is applied again to the state as it is after the save: a revert that came in
 * between makes it throw, and then it is the revert that stays.
 */
import { FaultError } from '../../src-shared/result.ts';
import type { HostState } from './state-schema.ts';

/** Pure: may run twice. Throws a FaultError to refuse. */
export type StateChange<Value> = (state: HostState) => {
  readonly state: HostState;
  readonly value: Value;
};

export interface StateStore {
  readonly get: () => HostState;
  /**
   * @param apply runs in the same turn in which the change becomes true: nothing comes in between.
   * @throws FaultError of the change, or 'no-space' / 'refused' when it cannot be saved.
   */
  readonly commit: <Value>(
    change: StateChange<Value>,
    apply?: (value: Value) => void,
  ) => Promise<Value>;
  /** Resolves when it is saved; never rejects, it goes on trying. */
  readonly adopt: (change: (state: HostState) => HostState) => Promise<void>;
  readonly keep: (change: (state: HostState) => HostState) => void;
  /** Null while everything is on disk. */
  readonly notSavedBecause: () => string | null;
  /** Writes it again, as after the data folder was lost; false when that fails. */
  readonly rewrite: () => Promise<boolean>;
  /**
   * From now on nothing is begun to be written. Resolves when what is being written has ended, well or
   * badly; never while it hangs: it could still replace the state of the next host.
   */
  readonly close: () => Promise<void>;
}

export interface StateStoreOptions {
  readonly initial: HostState;
  /** Resolves when a crash cannot lose it any more; `synced` when a power cut cannot, either. */
  readonly write: (state: HostState) => Promise<{ readonly synced: Promise<void> }>;
  /** After each change of the answer to `notSavedBecause`. */
  readonly onSaveState: (because: string | null) => void;
  readonly retryMs?: number;
  /** Between `keep` and its save, when nothing else is saved before. @default 250 */
  readonly keepMs?: number;
}

export function createStateStore(options: StateStoreOptions): StateStore {
  const retryMs = options.retryMs ?? 1000;
  const keepMs = options.keepMs ?? 250;
  let state = options.initial;
  /** Null when the last write failed: what the file holds now is not known. */
  let saved: HostState | null = options.initial;
  let because: string | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let retry: NodeJS.Timeout | null = null;
  let keeping: NodeJS.Timeout | null = null;
  let waiting: (() => void)[] = [];
  let isClosed = false;

  /** One write at a time, in order. */
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  };

  /** @param apply runs as soon as a crash cannot lose it. Throws only before that. */
  const write = async (next: HostState, apply: () => void = () => undefined): Promise<void> => {
    if (isClosed) throw new Error('the yard host is ending');
    let put: { readonly synced: Promise<void> };
    try {
      put = await options.write(next);
    } catch (error) {
      failed(error);
      throw error;
    }
    saved = next;
    apply();
    try {
      await put.synced;
    } catch (error) {
      // It has happened and cannot be refused any more; it is saved again until that goes well.
      failed(error);
    }
  };

  const failed = (error: unknown): void => {
    saved = null;
    setBecause(sentenceOf(error));
    retryLater();
  };

  const retryLater = (): void => {
    if (isClosed) return;
    retry ??= setTimeout(() => {
      retry = null;
      void inTurn(saveLatest);
    }, retryMs);
    retry.unref();
  };

  const setBecause = (now: string | null): void => {
    if (because === now) return;
    because = now;
    options.onSaveState(now);
  };

  const settled = (): void => {
    if (saved !== state) return;
    setBecause(null);
    const done = waiting;
    waiting = [];
    for (const each of done) each();
  };

  const saveLatest = async (): Promise<boolean> => {
    if (saved !== state) {
      try {
        await write(state);
      } catch {
        return false;
      }
    }
    settled();
    // Something may have been adopted during the write: its own turn follows.
    return saved === state;
  };

  return {
    get: () => state,
    commit: <Value>(change: StateChange<Value>, apply?: (value: Value) => void) =>
      inTurn(async () => {
        const before = state;
        const planned = change(before);
        let done: Outcome<Value> = { kind: 'not-yet' };
        const become = (): void => {
          try {
            const now = state === before ? planned : change(state);
            state = now.state;
            apply?.(now.value);
            done = { kind: 'done', value: now.value };
          } catch (error) {
            done = { kind: 'overtaken', error };
          }
        };
        try {
          await write(planned.state, become);
        } catch (error) {
          throw new FaultError(faultOfWrite(error));
        }
        // Adopted meanwhile: whatever comes of it, the file differs from the truth and is saved again.
        if (saved === state) settled();
        else void inTurn(saveLatest);
        return outcomeOf(done);
      }),
    adopt: (change) => {
      const next = change(state);
      if (next === state) return Promise.resolve();
      state = next;
      return new Promise((settle) => {
        waiting.push(settle);
        void inTurn(saveLatest);
      });
    },
    keep: (change) => {
      state = change(state);
      keeping ??= setTimeout(() => {
        keeping = null;
        void inTurn(saveLatest);
      }, keepMs);
    },
    notSavedBecause: () => because,
    rewrite: () => {
      saved = null;
      return inTurn(saveLatest);
    },
    close: async () => {
      isClosed = true;
      if (retry !== null) clearTimeout(retry);
      if (keeping !== null) clearTimeout(keeping);
      await queue;
    },
  };
}

/** What became of a commit's change once its state was saved. */
type Outcome<Value> =
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'overtaken'; readonly error: unknown };

function outcomeOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.kind === 'done') return outcome.value;
  throw outcome.kind === 'overtaken' ? outcome.error : new Error('A save ended without an end.');
}

function sentenceOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'the data folder is gone';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return 'the data folder is not writable';
  if (code === 'EMFILE' || code === 'ENFILE') return 'the yard host has no file handles left';
  const text = error instanceof Error ? error.message : String(error);
  // `EIO: i/o error, open '/a/.1f3c.tmp'`: the same trouble names another file at each try, and must read
  // the same to be told once.
  return text.replace(/, \w+ '[^]*$/u, '');
}

function faultOfWrite(error: unknown) {
  const because = sentenceOf(error);
  return {
    // Never 'internal', which says that nobody knows what happened: this has surely not happened, and
    // whoever ordered it must not spend its minute repeating it.
    code: because === 'the disk is full' ? ('no-space' as const) : ('refused' as const),
    message: `Not done: it cannot be recorded first, because ${because}.`,
    todo:
      because === 'the disk is full'
        ? 'Free some space on the disk of the data folder and try again. A revert goes all the same.'
        : 'Make the data folder writable again and try once more. A revert goes all the same.',
  };
}
