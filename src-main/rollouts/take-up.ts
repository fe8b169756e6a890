/**
 * Going on with a rollout that a panel left unfinished: from what the yard keeps (intent, epoch, what
 * was launched), what our journal says, and what is observed. Nothing is taken from memory.
 */
import type { Fleet, Rollout } from '../../src-shared/fleet.ts';
import { givenTo, isGivenTo } from '../../src-shared/handover.ts';
import type { Progress, TimelineEvent } from '../../src-shared/panel.ts';
import { succeed, type Fault } from '../../src-shared/result.ts';
import { unwatchedMs } from '../../src-shared/unwatched.ts';
import { describeSplit } from '../../src-shared/split.ts';
import type { Clock } from '../clock/clock.ts';
import { within } from '../clock/within.ts';
import { withoutSecrets, type BegunEntry, type WrittenEntry } from '../journal/entries.ts';
import type { Journal } from '../journal/journal.ts';
import type { Yard } from '../yards/port.ts';
import { keepDiary, type Diary } from './diary.ts';
import { factsFromJournal, type Facts } from './decide/facts.ts';

export interface TakeUpPorts {
  readonly yard: Yard;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly owner: Rollout['owner'];
  readonly leaseMs: number;
  readonly tell: (events: readonly TimelineEvent[]) => void;
}

export type TakenUp =
  | {
      readonly kind: 'go-on';
      readonly rollout: Rollout;
      readonly facts: Facts;
      readonly diary: Diary;
      /** Absent where it was handed over: then somebody watched all the time. */
      readonly takenUp?: NonNullable<Progress['takenUp']>;
    }
  /** Its end is recorded, or cannot be found out: only to be let go in the yard. */
  | { readonly kind: 'let-go'; readonly rollout: Rollout; readonly damage: Fault | null }
  /** In other hands, or not to be touched by us. */
  | { readonly kind: 'leave'; readonly because: Fault };

/** Whether the rollout may be taken up: it is ours and its process is gone, was handed over to us, or its lease is over. */
export function isLeft(rollout: Rollout, panel: string, yardNowMs: number): boolean {
  if (rollout.leaseEndsAtMs < yardNowMs || isGivenTo(rollout, panel)) return true;
  return rollout.owner.panel === panel && givenTo(rollout) === null;
}

export async function takeUp(ports: TakeUpPorts, fleet: Fleet, left: Rollout): Promise<TakenUp> {
  const { yard, clock, journal, owner, leaseMs, tell } = ports;
  const found = await journal.reopen(left.id);
  // A newer Blockyard's record may mean things that we would get wrong.
  if (!found.ok && found.fault.code === 'version-mismatch') {
    return { kind: 'leave', because: found.fault };
  }
  const { id, intent } = left;
  const epoch = left.epoch + 1;
  const claim = yard.claim({ fleet: fleet.id, rollout: id, intent, owner, leaseMs, epoch });
  const claimed = await within(clock, leaseMs / 3, claim);
  if (!claimed.ok) {
    if (found.ok) await found.value?.close();
    return { kind: 'leave', because: claimed.fault };
  }
  const rollout = claimed.value;
  if (!found.ok) return { kind: 'let-go', rollout, damage: found.fault };

  const begun = begunOf(fleet, left);
  // Begun by another panel: our record starts with what the yard tells.
  const opened = found.value === null ? await journal.begin(begun) : succeed(found.value);
  if (!opened.ok) return { kind: 'let-go', rollout, damage: opened.fault };
  const record = opened.value;
  const entries = record.entries();
  const first = entries[0]?.entry;
  const diary = keepDiary(record, first?.type === 'begun' ? first : begun, tell);
  if (hasEnded(entries, left.epoch)) {
    await diary.close();
    return { kind: 'let-go', rollout, damage: null };
  }
  // `claimed` waits for what the record was begun with to be on the disk; so does each later entry.
  const handed = isGivenTo(left, owner.panel) ? { from: left.owner } : {};
  const gapMs = unwatchedMs(left, rollout);
  const unwatched = 'from' in handed || gapMs === null ? {} : { unwatchedMs: gapMs };
  await diary.write({ type: 'claimed', epoch, isTakeover: true, ...handed, ...unwatched });
  const times = { nowMs: clock.now(), monotonicMs: clock.monotonicMs() };
  const known = factsFromJournal(entries, times, left.startedAtMs);
  const facts = { ...known, isWhole: isWhole(entries, owner.panel, epoch) };
  const takenUp = 'from' in handed ? {} : { takenUp: unwatched };
  return { kind: 'go-on', rollout, facts, diary, ...takenUp };
}

/** An end of ours is the rollout's, unless others have carried it on since: then it was only the end of our part. */
function hasEnded(entries: readonly WrittenEntry[], yardEpoch: number): boolean {
  // The first epoch is that of the press, which is recorded before it is claimed.
  const lastEpoch = Math.max(1, ...epochsIn(entries));
  return entries.some(({ entry }) => entry.type === 'ended') && yardEpoch <= lastEpoch;
}

function epochsIn(entries: readonly WrittenEntry[]): readonly number[] {
  return entries.flatMap(({ entry }) => (entry.type === 'claimed' ? [entry.epoch] : []));
}

/** Begun here, and here in hand ever since: each takeover stands in our record. */
function isWhole(entries: readonly WrittenEntry[], panel: string, epoch: number): boolean {
  const epochs = new Set(epochsIn(entries));
  const begun = entries[0]?.entry;
  return begun?.type === 'begun' && begun.owner.panel === panel && epochs.size === epoch - 1;
}

function begunOf(fleet: Fleet, left: Rollout): BegunEntry {
  return {
    type: 'begun',
    rollout: left.id,
    fleet: fleet.id,
    intent: withoutSecrets(left.intent),
    owner: left.owner,
    pressedAtMs: left.startedAtMs,
    label: `Change by ${left.owner.name} on ${left.owner.host} (${left.intent.kind})`,
    split: describeSplit(fleet),
    revision: fleet.split.revision,
  };
}
