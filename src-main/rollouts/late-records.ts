/**
 * Records whose change has ended, and that wait for its comparison alone: in an account that takes longer than a cutover.
 * Nothing else waits for them; an end of the panel, or whoever opens the record again, closes them with a sentence.
 */
import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
import type { Observations } from '../fleets/observations.ts';
import type { Diary } from './diary.ts';
import type { FindingsAsker } from './findings-asker.ts';

interface LateRecord {
  readonly fleet: FleetId;
  readonly disturb: () => void;
  readonly close: (because: string) => void;
  readonly done: Promise<void>;
}

interface Ended {
  readonly rollout: RolloutId;
  readonly fleet: FleetId;
  readonly diary: Pick<Diary, 'close'>;
  readonly findings: Pick<FindingsAsker, 'late' | 'disturbed'>;
  readonly onSight: Observations['onSight'];
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

  /** @returns false: it waits for nothing; whoever asks closes it. */
  keep({ rollout, fleet, diary, findings, onSight }: Ended): boolean {
    const closing = new AbortController();
    const coming = findings.late(closing.signal);
    if (coming === null) return false;
    const stop = disturbedElsewhere({ rollout, fleet, onSight }, findings.disturbed);
    const done = coming
      .catch(() => undefined)
      .then(() => diary.close())
      .finally(() => {
        stop();
        this.#records.delete(rollout);
      });
    const close = (because: string): void => closing.abort(because);
    this.#records.set(rollout, { fleet, disturb: findings.disturbed, close, done });
    if (this.#signal.aborted) close(endedText);
    return true;
  }

  /** Something begins here with that fleet: what is still asked of its generations ends first. */
  disturb(fleet: FleetId): void {
    for (const record of this.#records.values()) if (record.fleet === fleet) record.disturb();
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

/** Other panels, and other programs, begin something or move its traffic, too. */
function disturbedElsewhere(
  { rollout, fleet, onSight }: Pick<Ended, 'rollout' | 'fleet' | 'onSight'>,
  disturbed: () => void,
): () => void {
  let revision: number | null = null;
  return onSight((sight) => {
    if (sight.kind === 'none') return;
    const seen = sight.look.observation.fleets.find(({ id }) => id === fleet);
    if (seen === undefined) return;
    revision ??= seen.split.revision;
    const isOther = seen.rollout !== null && seen.rollout.id !== rollout;
    if (isOther || seen.split.revision !== revision) disturbed();
  });
}
