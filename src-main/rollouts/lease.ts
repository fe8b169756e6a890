/**
 * Our hold on a rollout in the yard, renewed while we work. `lost` is what the yard says and is final;
 * `lapsed` is what our own monotonic clock says: nothing new is begun until the yard has renewed it.
 */
import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
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
  /** It was handed over from here: as good as lost, and to whom is known. */
  readonly give: (to: Owner) => void;
  readonly givenTo: () => Owner | null;
  /** What a successor has to know; goes with the next renewal. */
  readonly remember: (memory: ReleaseMemory) => void;
  /** What it is at, for those who watch it from elsewhere; goes with the next renewal. */
  readonly tell: (step: string) => void;
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

/** @param onLost called once, when the yard says that the rollout is not ours any more. */
export function holdLease(yard: Yard, clock: Clock, terms: LeaseTerms, onLost: () => void): Lease {
  const { fleet, rollout, epoch, leaseMs } = terms;
  const stopping = new AbortController();
  let renewedAtMs = clock.monotonicMs();
  let isLost = false;
  let kept: OwnersWord = {};
  let told: ReleaseMemory | undefined;

  const standing = (): 'held' | 'lapsed' | 'lost' => {
    if (isLost) return 'lost';
    return clock.monotonicMs() - renewedAtMs < leaseMs ? 'held' : 'lapsed';
  };

  const lose = (): void => {
    if (isLost) return;
    isLost = true;
    onLost();
  };

  let given: Owner | null = null;
  const give = (to: Owner): void => {
    if (!isLost) given = to;
    lose();
  };

  const confirm = async (): Promise<'held' | 'lapsed' | 'lost'> => {
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

  const tell = (step: string): void => {
    kept = { ...kept, step };
  };

  const isRemembered = (): boolean =>
    kept.memory?.revision === told?.revision && kept.memory?.sent === told?.sent;

  return {
    ...{ standing, confirm, lose, give, givenTo: () => given, remember, tell, isRemembered },
    stop: () => stopping.abort(),
  };
}
