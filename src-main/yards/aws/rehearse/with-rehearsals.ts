/**
 * The yard of an account with rehearsals of its ways back, each on a test rule of its own. It is noted in the account
 * before the rule is made, so that whichever panel looks there later puts away what a killed one has left.
 */
import type { FleetId, GenerationId } from '../../../../src-shared/ids.ts';
import type { Fleet } from '../../../../src-shared/fleet.ts';
import type { DeclaredMarker } from '../../../../src-shared/marker.ts';
import type { Rehearsal } from '../../../../src-shared/rehearsal-schema.ts';
import { rehearsalRefusal, rehearsalText } from '../../../../src-shared/rehearsal.ts';
import { fail, faultOf, FaultError, succeed, type Fault, type Result } from '../../../../src-shared/result.ts'; // prettier-ignore
import { plain } from '../../../../src-shared/wording.ts';
import type { Clock } from '../../../clock/clock.ts';
import { rehearse } from '../../../rehearsals/rehearse.ts';
import type { RehearsalOrder, Yard, YardNotice } from '../../port.ts';
import type { FleetClaims } from '../claims/claim-records.ts';
import { withData } from '../claims/data-records.ts';
import {
  isAbandoned,
  rehearsalIdOf,
  withEnded,
  type RehearsalsRecord,
  type RunningRehearsal,
} from '../claims/rehearsal-records.ts';
import { fitsRehearsals, type SsmRehearsals } from '../claims/ssm-rehearsals.ts';
import type { Resolve } from '../route/probe.ts';
import type { YardMemory } from '../yard-memory.ts';
import { ruleEntry, rulePace } from './rule-entry.ts';
import type { RehearsalRules } from './rehearsal-rules.ts';

export interface WithRehearsalsPorts {
  readonly clock: Clock;
  readonly memory: Pick<YardMemory, 'known' | 'last' | 'claimsOf'>;
  readonly records: SsmRehearsals;
  readonly rules: RehearsalRules;
  readonly markerOf: (fleet: FleetId) => DeclaredMarker | null;
  readonly resolve: Resolve;
  /** By AWS's clock. */
  readonly awsNowMs: () => number;
  /** 32 hex digits that nobody can guess. */
  readonly newSecret: () => string;
  /** Null when it may be written now. */
  readonly writesRefused: (isRevert: boolean) => Fault | null;
  /** The last check before the wire, and news afterwards. */
  readonly told: <Value>(act: () => Promise<Result<Value>>) => Promise<Result<Value>>;
  readonly note: (text: string, severity: YardNotice['severity'], fleet: FleetId) => void;
}

interface Running {
  readonly order: RehearsalOrder;
  readonly end: Promise<Result<Rehearsal>>;
}

const removePausesMs = [0, 500, 2000, 5000];
/** What could not be put away is tried again no sooner. */
const sweepEveryMs = 60_000;

export function withRehearsals<Account extends Yard>(
  yard: Account,
  ports: WithRehearsalsPorts,
): Account {
  const { clock, memory, records, rules, awsNowMs, note } = ports;
  const running = new Map<FleetId, Running>();
  const sweptAtMs = new Map<FleetId, number>();

  const keep = async (fleet: FleetId, change: (record: RehearsalsRecord) => RehearsalsRecord) => {
    const record = await records.read(fleet);
    return record.ok ? records.write(change(record.value)) : record;
  };

  /** True: nothing of it is left. What stays is told, and put away beside a later look. */
  const removed = async (fleet: FleetId, id: RunningRehearsal['id']): Promise<boolean> => {
    let because = '';
    for (const pauseMs of removePausesMs) {
      await clock.delay(pauseMs);
      const gone = await rules.remove(fleet, id);
      if (gone.ok) return true;
      because = gone.fault.message;
    }
    note(`The test rule of a rehearsal was not removed: ${because} No client meets it; it is tried again.`, 'warning', fleet); // prettier-ignore
    return false;
  };

  /** @returns a fault where nothing was made and nothing was tried. */
  const carryOut = async (order: RehearsalOrder, fleet: Fleet): Promise<Result<Rehearsal>> => {
    const secret = ports.newSecret();
    const now: RunningRehearsal = {
      ...{ id: rehearsalIdOf(secret), atMs: Math.round(awsNowMs()) },
      ...{ by: order.by.slice(0, 300), away: order.away, back: order.back },
    };
    const noted = await noteRunning(order.fleet, now);
    if (!noted.ok) return noted;
    /** Asked for and not answered it can stand all the same. */
    const rule = { isThere: false };
    let result: Result<Rehearsal>;
    try {
      const rehearsal = await rehearse(now, {
        ...{ clock, pace: rulePace },
        open: async () => {
          const made = await rules.make(order.fleet, now.id, secret, () => {
            rule.isThere = true;
          });
          if (!made.ok) {
            if (rule.isThere) rule.isThere = !(await removed(order.fleet, now.id));
            throw new FaultError(made.fault);
          }
          return ruleEntry(made.value, {
            ...{ clock, resolve: ports.resolve, groupOf: groupIn(order.fleet) },
            names: namesIn(order.fleet),
            turn: (actions) => rules.turn(made.value, actions),
            read: () => rules.read(order.fleet, made.value),
            remove: async () => {
              rule.isThere = !(await removed(order.fleet, now.id));
            },
          });
        },
        brokenOff: stillAsBefore(order.fleet),
      });
      const onRule = { isMarked: ports.markerOf(order.fleet) !== null };
      result = succeed({ ...rehearsal, onRule });
    } catch (error) {
      result = fail(faultOf(error));
    }
    // What stands still stays noted as running: a later look ends it.
    if (rule.isThere) return result;
    const kept = await keep(order.fleet, (record) =>
      result.ok ? withEnded(record, result.value, fitsRehearsals) : { ...record, running: null },
    );
    if (!kept.ok) note(`What came of a rehearsal could not be kept: ${kept.fault.message}`, 'warning', order.fleet); // prettier-ignore
    if (result.ok) tell(fleet, result.value);
    return result;
  };

  const noteRunning = async (fleet: FleetId, now: RunningRehearsal): Promise<Result<null>> => {
    const record = await records.read(fleet);
    if (!record.ok) return record;
    const other = record.value.running;
    if (other !== null && !isAbandoned(other, awsNowMs())) {
      const message = `Another rehearsal of this fleet runs, by ${plain(other.by, 120)}: it takes a minute or two.`;
      return fail({ code: 'refused', message });
    }
    return records.write({ ...record.value, running: now });
  };

  const tell = (fleet: Fleet, rehearsal: Rehearsal): void => {
    const isGood = rehearsal.end.kind === 'measured' && rehearsal.lost === 0;
    note(
      `Rehearsed by ${plain(rehearsal.by, 120)}, with the live traffic untouched. ${rehearsalText(fleet, rehearsal)}`,
      isGood ? 'info' : 'warning',
      fleet.id,
    );
  };

  const stillAsBefore = (fleet: FleetId) => {
    const before = memory.known(fleet)?.entry.revision;
    return () =>
      memory.known(fleet)?.entry.revision === before ? null : 'The live traffic was moved meanwhile.'; // prettier-ignore
  };
  const groupIn = (fleet: FleetId) => (generation: GenerationId) =>
    memory.known(fleet)?.entry.groups.get(generation)?.arn;
  const namesIn = (fleet: FleetId) => {
    const images = memory.last()?.reading.images ?? [];
    return {
      marker: ports.markerOf(fleet),
      generations: memory.known(fleet)?.fleet.generations ?? [],
      versionOf: (id: string) => images.find((image) => image.id === id)?.version,
    };
  };

  const press = async (order: RehearsalOrder): Promise<Result<Rehearsal>> => {
    const now = running.get(order.fleet);
    if (now?.order.away === order.away && now.order.back === order.back) return now.end;
    if (now !== undefined) return refused('Another rehearsal of this fleet runs: it takes a minute or two.'); // prettier-ignore
    const fleet = memory.known(order.fleet)?.fleet;
    if (fleet === undefined) {
      return fail({ code: 'not-found', message: 'The last look at AWS did not show this fleet.' });
    }
    const because = rehearsalRefusal(withData(fleet, memory.claimsOf(order.fleet).data), order);
    if (because !== null) return refused(because);
    const end = carryOut(order, fleet).finally(() => running.delete(order.fleet));
    running.set(order.fleet, { order, end });
    return end;
  };

  /** Those whose panel is gone. Beside a look; whoever may write nothing puts nothing away. */
  const sweep = async (fleets: readonly Fleet[]): Promise<void> => {
    if (ports.writesRefused(false) !== null) return;
    for (const { id } of fleets) {
      const left = abandonedIn(memory.claimsOf(id));
      if (left === null || running.has(id)) continue;
      if (clock.monotonicMs() < (sweptAtMs.get(id) ?? -Infinity) + sweepEveryMs) continue;
      sweptAtMs.set(id, clock.monotonicMs());
      if (!(await rules.remove(id, left.id)).ok) continue;
      await keep(
        id,
        (record) =>
        record.running?.id === left.id ? withEnded(record, brokenOff(left), fitsRehearsals) : record, // prettier-ignore
      );
    }
  };
  const abandonedIn = ({ rehearsals }: FleetClaims): RunningRehearsal | null => {
    const now = rehearsals?.running ?? null;
    return now !== null && isAbandoned(now, awsNowMs()) ? now : null;
  };
  const brokenOff = ({ atMs, by, away, back }: RunningRehearsal): Rehearsal => ({
    ...{ atMs, by, away, back, requests: 0, lost: 0, errors: 0 },
    end: {
      kind: 'broken-off',
      because: 'Its panel ended before it did. What it had made was removed by another one.',
    },
  });

  return {
    ...yard,
    observe: async () => {
      const seen = await yard.observe();
      if (!seen.ok) return seen;
      void sweep(seen.value.fleets);
      const fleets = seen.value.fleets.map((fleet) => withKept(fleet, memory.claimsOf(fleet.id)));
      return succeed({ ...seen.value, fleets });
    },
    rehearse: (order) => ports.told(() => press(order)),
  };
}

function withKept(fleet: Fleet, { rehearsals }: FleetClaims): Fleet {
  if (rehearsals === null || rehearsals.ended.length === 0) return fleet;
  return { ...fleet, rehearsals: rehearsals.ended };
}

function refused(message: string): { readonly ok: false; readonly fault: Fault } {
  return fail({ code: 'refused', message });
}
