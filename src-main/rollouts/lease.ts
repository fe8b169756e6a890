/**
 * Our hold on a rollout in the yard, renewed while we work. `lost` is what the yard says and is final;
 * `lapsed` is what our own monotonic clock says: nothing new is begun until the yard has renewed it.
 */
import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
import type { Step } from '../../src-shared/fleet.ts';
import type { Owner } from '../../src-shared/handover-schema.ts';
import type { ReleaseMemory } from '../../src-shared/release-schema.ts';
import type { Clock } from '../clock/clock.ts';
import { within } from '../clock/within.ts';
import type { OwnersWord, Yard } from '../yards/port.ts';
import { isPassing, isRefusal } from './refusal.ts';

export interface Lease {
  readonly standing: () => 'held' | 'lapsed' | 'lost';
  /** Asks the yard now. */
  readonly confirm: () => Promise<'held' | 'lapsed' | 'lost'>;
  /** It is known otherwise that the yard has ended it. */
  readonly lose: () => void;
  /** A revert that was pressed here ends it: as good as lost, and nobody has to be told by whom. */
  readonly takeBack: () => void;
  readonly isTakenBack: () => boolean;
  /** Sent, and not answered yet. */
  readonly during: (effect: Promise<unknown>) => void;
  /**
   * Nothing new is begun, and what was sent is waited for: whoever gets the change must not be met by it.
   * @returns ends it, where it is not handed over after all.
   */
  readonly rest: () => Promise<() => void>;
  /** It was handed over from here: as good as lost, and to whom is known. */
  readonly give: (to: Owner) => void;
  readonly givenTo: () => Owner | null;
  /** What a successor has to know; goes with the next renewal. */
  readonly remember: (memory: ReleaseMemory) => void;
  /** What it is at, for those who watch it from elsewhere; goes soon, and at once where it begins or ends to wait for a person. */
  readonly tell: (step: Step) => void;
  /** The yard has it, so far as a successor could not find it out by a look. */
  readonly isRemembered: () => boolean;
  readonly stop: () => void;
}

export interface LeaseTerms {
  readonly fleet: FleetId;
  readonly rollout: RolloutId;
  readonly epoch: number;
  readonly leaseMs: number;
}

/** An order without an answer for so long does not hold up a handover: its token makes a repeat harmless. */
const restMs = 5000;
/** Between two renewals for the sake of those who watch, at least. */
const tellMs = 1000;

/** @param onLost called once, when the yard says that the rollout is not ours any more. */
export function holdLease(yard: Yard, clock: Clock, terms: LeaseTerms, onLost: () => void): Lease {
  const { fleet, rollout, epoch, leaseMs } = terms;
  const stopping = new AbortController();
  let renewedAtMs = clock.monotonicMs();
  let isLost = false;
  let isResting = false;
  const open = new Set<Promise<unknown>>();
  let kept: OwnersWord = {};
  let told: ReleaseMemory | undefined;

  const standing = (): 'held' | 'lapsed' | 'lost' => {
    if (isLost) return 'lost';
    if (isResting) return 'lapsed';
    return clock.monotonicMs() - renewedAtMs < leaseMs ? 'held' : 'lapsed';
  };

  const lose = (): void => {
    if (isLost) return;
    isLost = true;
    onLost();
  };

  let isTakenBack = false;
  const takeBack = (): void => {
    // Lost before, it was not this revert that ended it.
    if (!isLost) isTakenBack = true;
    lose();
  };

  const during = (effect: Promise<unknown>): void => {
    open.add(effect);
    void effect.finally(() => open.delete(effect)).catch(() => undefined);
  };
  const rest = async (): Promise<() => void> => {
    isResting = true;
    const rested = new AbortController();
    await Promise.race([Promise.allSettled([...open]), clock.delay(restMs, rested.signal)]);
    rested.abort();
    return () => {
      isResting = false;
    };
  };

  let given: Owner | null = null;
  const give = (to: Owner): void => {
    if (!isLost) given = to;
    lose();
  };

  const ask = async (): Promise<void> => {
    const askedAtMs = clock.monotonicMs();
    const { memory } = kept;
    const asked = yard.renew(fleet, rollout, epoch, leaseMs, kept);
    const answer = await within(clock, leaseMs / 3, asked);
    if (answer.ok) {
      renewedAtMs = askedAtMs;
      told = memory;
    } else if (isRefusal(answer.fault.code) && !isPassing(answer.fault.code)) {
      lose();
    }
  };

  let asking: Promise<void> | null = null;
  /** One after the other: of two on their way at once the older memory might arrive last. */
  const confirm = async (): Promise<'held' | 'lapsed' | 'lost'> => {
    while (asking !== null) await asking;
    asking = ask();
    await asking;
    asking = null;
    return standing();
  };

  const renewing = async (): Promise<void> => {
    const isOver = (): boolean => isLost || stopping.signal.aborted;
    while (!isOver()) {
      await clock.delay(leaseMs / 3, stopping.signal);
      if (!isOver()) await confirm();
    }
  };
  void renewing();

  const remember = (memory: ReleaseMemory): void => {
    kept = { ...kept, memory };
  };

  const tell = (step: Step): void => {
    const { title, waitsAt } = kept.step ?? {};
    kept = { ...kept, step };
    // What it waits for often counts something: that goes along with the next renewal.
    if (title === step.title && waitsAt === step.waitsAt) return;
    // A person may be at it: told late, a press is refused, or speaks for a place that was left.
    const waitsElsewhere = step.waitsAt !== (waitsAt ?? null);
    // Others do not wait for the next renewal either, but steps that fly by cost none of their own.
    const isDue = asking === null && clock.monotonicMs() - renewedAtMs >= tellMs;
    if (!isLost && (waitsElsewhere || isDue)) void confirm();
  };

  const isRemembered = (): boolean =>
    kept.memory?.revision === told?.revision && kept.memory?.sent === told?.sent;

  return {
    ...{
      standing,
      confirm,
      lose,
      takeBack,
      isTakenBack: () => isTakenBack,
      during,
      rest,
      give,
      givenTo: () => given,
      remember,
      tell,
      isRemembered,
    },
    stop: () => stopping.abort(),
  };
}
