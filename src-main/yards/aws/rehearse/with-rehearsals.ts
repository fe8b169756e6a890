/**
 * The yard of an account with rehearsals of its ways back, each on a test rule of its own: one of a fleet at a time, a
 * second press is the same, and what came of it is kept with the fleet.
 */
import type { FleetId, GenerationId } from '../../../../src-shared/ids.ts';
import type { Fleet } from '../../../../src-shared/fleet.ts';
import type { DeclaredMarker } from '../../../../src-shared/marker.ts';
import type { Rehearsal } from '../../../../src-shared/rehearsal-schema.ts';
import { rehearsalNotice, rehearsalRefusal } from '../../../../src-shared/rehearsal.ts';
import { fail, faultOf, FaultError, succeed, type Fault, type Result } from '../../../../src-shared/result.ts'; // prettier-ignore
import type { Clock } from '../../../clock/clock.ts';
import { rehearse, type RehearsalEntry } from '../../../rehearsals/rehearse.ts';
import type { RehearsalOrder, Yard, YardNotice } from '../../port.ts';
import type { FleetClaims } from '../claims/claim-records.ts';
import { withData } from '../claims/data-records.ts';
import { rehearsalIdOf, type RunningRehearsal } from '../claims/rehearsal-records.ts';
import type { Resolve } from '../route/probe.ts';
import type { YardMemory } from '../yard-memory.ts';
import { createRehearsalNotes, type RehearsalNotesPorts } from './rehearsal-notes.ts';
import { ruleEntry, rulePace } from './rule-entry.ts';
import { rehearsalRulesIn, type RehearsalRules } from './rehearsal-rules.ts';

export interface WithRehearsalsPorts extends Pick<
  RehearsalNotesPorts,
  'records' | 'awsNowMs' | 'writesRefused'
> {
  readonly clock: Clock;
  readonly memory: Pick<YardMemory, 'known' | 'last' | 'claimsOf'>;
  readonly rules: RehearsalRules;
  readonly markerOf: (fleet: FleetId) => DeclaredMarker | null;
  readonly resolve: Resolve;
  /** 32 hex digits that nobody can guess. */
  readonly newSecret: () => string;
  /** The last check before the wire, and news afterwards. */
  readonly told: <Value>(act: () => Promise<Result<Value>>) => Promise<Result<Value>>;
  readonly note: (text: string, severity: YardNotice['severity'], fleet: FleetId) => void;
}

interface Running {
  readonly order: RehearsalOrder;
  readonly end: Promise<Result<Rehearsal>>;
}

export function withRehearsals<Account extends Yard>(
  yard: Account,
  ports: WithRehearsalsPorts,
): Account {
  const { clock, memory, rules, note } = ports;
  const notes = createRehearsalNotes({
    ...ports,
    claimsOf: memory.claimsOf,
    seenOf: (fleet) => rehearsalRulesIn(fleet, memory.last()),
    warn: (text, fleet) => {
      note(text, 'warning', fleet);
    },
  });
  const running = new Map<FleetId, Running>();

  /** @returns a fault where nothing was made and nothing was tried. */
  const carryOut = async (order: RehearsalOrder, fleet: Fleet): Promise<Result<Rehearsal>> => {
    const secret = ports.newSecret();
    const now: RunningRehearsal = {
      ...{ id: rehearsalIdOf(secret), atMs: Math.round(ports.awsNowMs()) },
      ...{ by: order.by.slice(0, 300), away: order.away, back: order.back },
    };
    const begun = await notes.begin(order.fleet, now);
    if (!begun.ok) return begun;
    /** Asked for and not answered it can stand all the same. */
    const rule = { isThere: false };
    const putAway = async (): Promise<void> => {
      if (rule.isThere) rule.isThere = !(await notes.removed(order.fleet, now.id));
    };
    const open = async (): Promise<RehearsalEntry> => {
      const made = await rules.make(order.fleet, now.id, secret, () => {
        rule.isThere = true;
      });
      if (!made.ok) {
        await putAway();
        throw new FaultError(made.fault);
      }
      return ruleEntry(made.value, {
        ...{ clock, resolve: ports.resolve, groupOf: groupIn(order.fleet), remove: putAway },
        names: namesIn(order.fleet),
        turn: (actions) => rules.turn(made.value, actions),
        read: () => rules.read(order.fleet, made.value),
      });
    };
    const result = await rehearse(now, {
      ...{ clock, open, pace: rulePace, brokenOff: stillAsBefore(order.fleet) },
    }).then(
      (told): Result<Rehearsal> =>
        succeed({ ...told, onRule: { isMarked: ports.markerOf(order.fleet) !== null } }),
      (error: unknown): Result<Rehearsal> => fail(faultOf(error)),
    );
    await notes.end(order.fleet, now.id, result.ok ? result.value : null, rule.isThere);
    if (result.ok) tell(fleet, result.value);
    return result;
  };

  const tell = (fleet: Fleet, rehearsal: Rehearsal): void => {
    const { text, isGood } = rehearsalNotice(fleet, rehearsal);
    note(text, isGood ? 'info' : 'warning', fleet.id);
  };

  const stillAsBefore = (fleet: FleetId) => {
    const before = memory.known(fleet)?.entry.revision;
    return () =>
      memory.known(fleet)?.entry.revision === before ? null : 'The entry was changed meanwhile: its traffic, its rules or its generations.'; // prettier-ignore
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
    // Without rules it is not known here.
    if (fleet === undefined) return yard.rehearse(order);
    const because = rehearsalRefusal(withData(fleet, memory.claimsOf(order.fleet).data), order);
    if (because !== null) return refused(because);
    const end = carryOut(order, fleet).finally(() => running.delete(order.fleet));
    running.set(order.fleet, { order, end });
    return end;
  };

  return {
    ...yard,
    observe: async () => {
      const seen = await yard.observe();
      if (!seen.ok) return seen;
      const { fleets } = seen.value;
      // Beside the look.
      void notes.sweep(
        fleets.map(({ id }) => id),
        (fleet) => running.has(fleet),
      );
      const kept = fleets.map((fleet) => withKept(fleet, memory.claimsOf(fleet.id)));
      return succeed({ ...seen.value, fleets: kept });
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
