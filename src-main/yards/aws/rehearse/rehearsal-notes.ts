/**
 * What the account knows of the rehearsals of a fleet: noted before anything is made, ended with what came of it, and
 * what a dead panel or a failed removal has left is put away beside a later look.
 */
import type { FleetId, RolloutId } from '../../../../src-shared/ids.ts';
import type { Rehearsal } from '../../../../src-shared/rehearsal-schema.ts';
import { fail, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { Clock } from '../../../clock/clock.ts';
import type { FleetClaims } from '../claims/claim-records.ts';
import {
  isAbandoned,
  longestRehearsalMs,
  withEnded,
  withRunning,
  type RehearsalsRecord,
  type RunningRehearsal,
} from '../claims/rehearsal-records.ts';
import { fitsRehearsals, type SsmRehearsals } from '../claims/ssm-rehearsals.ts';
import type { RehearsalRules } from './rehearsal-rules.ts';

export interface RehearsalNotesPorts {
  readonly clock: Pick<Clock, 'delay' | 'monotonicMs'>;
  readonly records: SsmRehearsals;
  readonly rules: Pick<RehearsalRules, 'remove'>;
  /** As the last look read them. */
  readonly claimsOf: (fleet: FleetId) => Pick<FleetClaims, 'rehearsals'>;
  /** Rules of rehearsals that the last look shows, whoever made them. */
  readonly seenOf: (fleet: FleetId) => readonly RolloutId[];
  /** By AWS's clock. */
  readonly awsNowMs: () => number;
  /** Null when it may be written now. */
  readonly writesRefused: (isRevert: boolean) => Fault | null;
  readonly warn: (text: string, fleet: FleetId) => void;
}

export interface RehearsalNotes {
  /** `refused` while another one runs. Of two that begin at once one at most stands in the note after it. */
  readonly begin: (fleet: FleetId, now: RunningRehearsal) => Promise<Result<null>>;
  /** @param ended null: nothing was tried. */
  readonly end: (
    fleet: FleetId,
    id: RolloutId,
    ended: Rehearsal | null,
    isLeft: boolean,
  ) => Promise<void>;
  /** True: nothing of it is left. What stays is told. */
  readonly removed: (fleet: FleetId, id: RolloutId) => Promise<boolean>;
  /** Never rejects. @param isOwn this panel is at one of the fleet. */
  readonly sweep: (fleets: readonly FleetId[], isOwn: (fleet: FleetId) => boolean) => Promise<void>;
}

const pausesMs = [0, 500, 2000, 5000];
/** What could not be put away is tried again no sooner. */
const sweepEveryMs = 60_000;

export function createRehearsalNotes(ports: RehearsalNotesPorts): RehearsalNotes {
  const { clock, records, rules, claimsOf, seenOf, awsNowMs, writesRefused, warn } = ports;
  const sweptAtMs = new Map<FleetId, number>();
  /** A rule can come to stand after whoever asked for it has given up, and of two notes at once one is lost. */
  let firstSeenMs: ReadonlyMap<RolloutId, number> = new Map();

  const keep = async (
    fleet: FleetId,
    change: (record: RehearsalsRecord) => RehearsalsRecord,
  ): Promise<Result<null>> => {
    const record = await records.read(fleet);
    return record.ok ? records.write(change(record.value)) : record;
  };
  const endedIn = (over: Parameters<typeof withEnded>[1]) => (record: RehearsalsRecord) =>
    withEnded(record, over, fitsRehearsals);

  const begin: RehearsalNotes['begin'] = async (fleet, now) => {
    const record = await records.read(fleet);
    if (!record.ok) return record;
    const other = record.value.running;
    if (other !== null && !isAbandoned(other, awsNowMs())) return fail(anotherRuns(other));
    const written = await records.write(withRunning(record.value, now, fitsRehearsals));
    const after = written.ok ? await records.read(fleet) : written;
    if (!after.ok) {
      // It may stand all the same, and would keep everybody away for minutes.
      await keep(fleet, endedIn({ id: now.id, ended: null, isLeft: false }));
      return after;
    }
    const first = after.value.running;
    return first === null || first.id === now.id ? written : fail(anotherRuns(first));
  };

  const removed: RehearsalNotes['removed'] = async (fleet, id) => {
    let because = '';
    for (const pauseMs of pausesMs) {
      await clock.delay(pauseMs);
      const gone = await rules.remove(fleet, id);
      if (gone.ok) return true;
      because = gone.fault.message;
    }
    warn(
      `The test rule of a rehearsal was not removed: ${because} No client meets it; it is tried again.`,
      fleet,
    );
    return false;
  };

  /** What a look shows of those that nobody is at any more. */
  const overIn = (fleet: FleetId): readonly Over[] => {
    const { running = null, left = [] } = claimsOf(fleet).rehearsals ?? {};
    const dead = running !== null && isAbandoned(running, awsNowMs()) ? [running] : [];
    const isOld = (id: RolloutId): boolean =>
      clock.monotonicMs() - (firstSeenMs.get(id) ?? Infinity) > longestRehearsalMs;
    const old = seenOf(fleet).filter((id) => id !== running?.id && !left.includes(id) && isOld(id));
    return [
      ...[...left, ...old].map((id) => ({ id, ended: null })),
      ...dead.map((one) => ({ id: one.id, ended: brokenOff(one) })),
    ];
  };

  return {
    begin,
    removed,
    end: async (fleet, id, ended, isLeft) => {
      let because = '';
      for (const pauseMs of pausesMs) {
        await clock.delay(pauseMs);
        const kept = await keep(fleet, endedIn({ id, ended, isLeft }));
        if (kept.ok) return;
        because = kept.fault.message;
      }
      warn(`What came of a rehearsal could not be kept: ${because}`, fleet);
    },
    sweep: async (fleets, isOwn) => {
      // Whoever may write nothing puts nothing away.
      if (writesRefused(false) !== null) return;
      const seen = fleets.flatMap(seenOf);
      firstSeenMs = new Map(seen.map((id) => [id, firstSeenMs.get(id) ?? clock.monotonicMs()]));
      for (const fleet of fleets) {
        const over = overIn(fleet);
        if (over.length === 0 || isOwn(fleet)) continue;
        if (clock.monotonicMs() < (sweptAtMs.get(fleet) ?? -Infinity) + sweepEveryMs) continue;
        sweptAtMs.set(fleet, clock.monotonicMs());
        for (const { id, ended } of over) {
          if (!(await rules.remove(fleet, id)).ok) continue;
          await keep(fleet, (record) => {
            const isThere = record.running?.id === id || record.left.includes(id);
            // Somebody else has put it away, and told so.
            return isThere ? endedIn({ id, ended, isLeft: false })(record) : record;
          });
        }
      }
    },
  };
}

interface Over {
  readonly id: RolloutId;
  readonly ended: Rehearsal | null;
}

function anotherRuns({ by }: RunningRehearsal): Fault {
  return {
    code: 'refused',
    message: `Another rehearsal of this fleet runs, by ${plain(by, 120)}: it takes a minute or two, and five where its panel is gone.`,
  };
}

function brokenOff({ atMs, by, away, back }: RunningRehearsal): Rehearsal {
  return {
    ...{ atMs, by, away, back, requests: 0, lost: 0, errors: 0 },
    end: {
      kind: 'broken-off',
      because: 'Nobody told its end: its panel was closed, or lost its way to AWS. What it had made was removed.', // prettier-ignore
    },
  };
}
