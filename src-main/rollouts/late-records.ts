/**
 * Records whose change has ended, and that wait for its comparison alone: in an account that takes longer than a cutover.
 * Nothing else waits for them; an end of the panel, or whoever opens the record again, closes them with a sentence.
 */
import type { RolloutId } from '../../src-shared/ids.ts';
import type { Diary } from './diary.ts';

interface LateRecord {
  readonly close: (because: string) => void;
  readonly done: Promise<void>;
}

const endedText = 'Blockyard was ended before the comparison was done';
const reopenedText = 'the change was taken up again before the comparison was done';

export class LateRecords {
  readonly #signal: AbortSignal;
  readonly #records = new Map<RolloutId, LateRecord>();

  /** @param signal the end of the panel. */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => {
      for (const { close } of this.#records.values()) close(endedText);
    });
  }

  /**
   * @param late see `FindingsAsker.late`.
   * @returns false: it waits for nothing; whoever asks closes it.
   */
  keep(
    rollout: RolloutId,
    diary: Pick<Diary, 'close'>,
    late: (closing: AbortSignal) => Promise<void> | null,
  ): boolean {
    const closing = new AbortController();
    const coming = late(closing.signal);
    if (coming === null) return false;
    const done = coming
      .catch(() => undefined)
      .then(() => diary.close())
      .finally(() => this.#records.delete(rollout));
    const close = (because: string): void => closing.abort(because);
    this.#records.set(rollout, { close, done });
    if (this.#signal.aborted) close(endedText);
    return true;
  }

  /** Resolves when nobody writes to that record any more. */
  async close(rollout: RolloutId): Promise<void> {
    const record = this.#records.get(rollout);
    record?.close(reopenedText);
    await record?.done;
  }

  async settled(): Promise<void> {
    await Promise.all([...this.#records.values()].map(({ done }) => done));
  }
}
