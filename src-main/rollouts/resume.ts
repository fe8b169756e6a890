/**
 * After a start: the history is told, what was left in the yard is taken up, and records that nothing
 * in the yard belongs to any more are closed. Then the same again whenever something is seen to be left.
 */
import { loadGoesTo } from '../../src-shared/load-words.ts';
import type { Fleet, Intent, Rollout } from '../../src-shared/fleet.ts';
import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
import type { Outcome, TimelineEvent } from '../../src-shared/panel.ts';
import { succeed, type Fault } from '../../src-shared/result.ts';
import { sendsAllTo } from '../../src-shared/split.ts';
import { ownerText } from '../../src-shared/wording.ts';
import { within } from '../clock/within.ts';
import type { WrittenEntry } from '../journal/entries.ts';
import type { Observations } from '../fleets/observations.ts';
import type { BeginPorts } from './begin.ts';
import { keepDiary } from './diary.ts';
import { isLeft, takeUp } from './take-up.ts';
import type { YardObservation } from '../yards/port.ts';

export type ResumePorts = BeginPorts & { readonly observations: Observations };

const historyKept = 500;
/** Between attempts to take up what could not be taken up. */
const againMs = 5000;

/** @returns stops watching. */
export async function resumeRollouts(
  ports: ResumePorts,
  only: FleetId | null = null,
): Promise<() => void> {
  const { journal, running, observations, clock } = ports;
  const history = await journal.readHistory(historyKept);
  running.tell(history.events);
  running.tell(history.troubles.map((trouble) => troubleEvent(trouble, clock.now())));
  for (const time of history.switches) running.measured(time);

  // A press of this process is being written right now; it needs nobody to end it.
  const unfinished = history.unfinished.filter((rollout) => !running.isOwn(rollout));
  const sweep = new Sweep(ports, unfinished, only);
  const stop = observations.onSight((sight) => {
    if (sight.kind === 'live') void sweep.look(sight.look.observation);
  });
  const sight = observations.sight();
  const now = sight.kind === 'live' ? succeed(sight.look.observation) : await observations.fresh();
  if (now.ok) await sweep.look(now.value);
  return stop;
}

class Sweep {
  readonly #ports: ResumePorts;
  /** Null: all that are seen. */
  readonly #only: FleetId | null;
  /** Records without an end; closed when a look shows that nothing runs for them. */
  #unfinished: readonly RolloutId[];
  /** Whose record is being written by a look before this one. */
  readonly #busy = new Set<RolloutId>();
  readonly #triedAtMs = new Map<RolloutId, number>();
  readonly #leases = new StillLeases();

  constructor(ports: ResumePorts, unfinished: readonly RolloutId[], only: FleetId | null) {
    this.#ports = ports;
    this.#only = only;
    this.#unfinished = unfinished;
  }

  async look(observation: YardObservation): Promise<void> {
    if (this.#ports.signal.aborted) return;
    const { fleets, observedAtMs } = observation;
    this.#unfinished = [...this.#unfinished, ...this.#ports.running.takeHanded()];
    await Promise.all([
      ...fleets
        .filter(({ id }) => (this.#only ?? id) === id)
        .map((fleet) => this.#visit(fleet, observedAtMs)),
      this.#closeOrphans(fleets),
    ]);
  }

  async #visit(fleet: Fleet, yardNowMs: number): Promise<void> {
    const { running, owner, clock, leaseMs } = this.#ports;
    const left = fleet.rollout;
    if (left === null || running.carries(left.id) || this.#busy.has(left.id)) return;
    const nowMs = clock.monotonicMs();
    // The yard's wall clock may have been set back: then a lease that nobody renews tells it.
    const stillMs = this.#leases.stillMs(left, nowMs);
    const isAlone = isLeft(left, owner.panel, yardNowMs) || stillMs > 2 * leaseMs;
    if (running.isBeginning(fleet.id) || !isAlone) return;
    const triedAtMs = this.#triedAtMs.get(left.id);
    if (triedAtMs !== undefined && nowMs - triedAtMs < againMs) return;
    this.#triedAtMs.set(left.id, nowMs);
    this.#busy.add(left.id);
    try {
      await this.#takeUp(fleet, left);
    } finally {
      this.#busy.delete(left.id);
    }
  }

  async #takeUp(fleet: Fleet, left: Rollout): Promise<void> {
    const { running, clock, yard, leaseMs } = this.#ports;
    if (running.isGivenUp(left.id)) {
      await within(clock, leaseMs / 3, yard.finish(fleet.id, left.id, left.epoch));
      return;
    }
    await running.closed(left.id);
    const taken = await takeUp({ ...this.#ports, tell: running.tell }, fleet, left);
    if (this.#ports.signal.aborted || taken.kind === 'leave') return;
    this.#unfinished = this.#unfinished.filter((rollout) => rollout !== left.id);
    const { id, intent, epoch } = taken.rollout;
    if (taken.kind === 'go-on') {
      const { facts, diary, takenUp } = taken;
      running.carry({
        rollout: id,
        fleet: fleet.id,
        intent,
        epoch,
        facts,
        diary,
        pressedAtMs: null,
        firstLook: null,
        takenUp,
      });
      return;
    }
    await within(clock, leaseMs / 3, yard.finish(fleet.id, id, epoch));
    if (taken.damage === null) return;
    const text = `It was left unfinished and cannot go on: ${taken.damage.message} ${loadGoesTo(fleet)}`;
    const common = { fleet: fleet.id, rollout: id, intent, atMs: clock.now() };
    running.ended({ ...common, kind: 'stopped', text, firstResponseMs: null });
  }

  /** Begun and never claimed, or ended in the yard while we were away. Only for fleets in sight (rule 8). */
  async #closeOrphans(fleets: readonly Fleet[]): Promise<void> {
    const held = new Set(fleets.map((fleet) => fleet.rollout?.id));
    // One that is being taken up has its record open: two who write to it would damage it.
    const isOrphan = (rollout: RolloutId): boolean =>
      !held.has(rollout) && !this.#busy.has(rollout) && !this.#ports.running.carries(rollout);
    const orphans = this.#unfinished.filter(isOrphan);
    this.#unfinished = this.#unfinished.filter((rollout) => !isOrphan(rollout));
    for (const rollout of orphans) this.#busy.add(rollout);
    for (const rollout of orphans) {
      const isClosed = await this.#closeOrphan(rollout, fleets);
      this.#busy.delete(rollout);
      if (!isClosed) this.#unfinished = [...this.#unfinished, rollout];
    }
  }

  async #closeOrphan(rollout: RolloutId, fleets: readonly Fleet[]): Promise<boolean> {
    const found = await this.#ports.journal.reopen(rollout);
    const record = found.ok ? found.value : null;
    const begun = record?.entries()[0]?.entry;
    if (record === null || begun?.type !== 'begun') return true;
    const diary = keepDiary(record, begun, this.#ports.running.tell);
    const fleet = fleets.find((one) => one.id === begun.fleet);
    if (fleet !== undefined) {
      const { kind, text } = orphanEnd(fleet, begun.intent, record.entries());
      await diary.write({ type: 'ended', kind, text, firstResponseMs: null });
    }
    await diary.close();
    return fleet !== undefined;
  }
}

/** A switch that is there was made, although nobody saw it happen; whatever else was begun did not end. */
function orphanEnd(
  fleet: Fleet,
  intent: Intent,
  entries: readonly WrittenEntry[],
): Pick<Outcome, 'kind' | 'text'> {
  const now = loadGoesTo(fleet);
  const last = entries.findLast(({ entry }) => entry.type !== 'saw')?.entry;
  if (last?.type === 'handed') {
    const text = `It was handed over to ${ownerText(last.to)}; how it ended stands in the record of whoever carried it on. ${now}`;
    return { kind: 'handed-over', text };
  }
  const isSwitch = intent.kind === 'revert' || intent.kind === 'cut-over';
  if (isSwitch && sendsAllTo(fleet, intent.to)) {
    return { kind: 'accepted', text: `The panel ended before it was seen to happen. ${now}` };
  }
  const text = `The panel ended before this was finished, and the yard holds nothing of it any more. ${now}`;
  return { kind: 'stopped', text };
}

/** For how long leases have been seen not to move. */
class StillLeases {
  readonly #seen = new Map<RolloutId, { readonly mark: string; readonly sinceMs: number }>();

  /** @param nowMs monotonic, as is the answer. */
  stillMs({ id, epoch, leaseEndsAtMs }: Rollout, nowMs: number): number {
    const mark = `${epoch} ${leaseEndsAtMs}`;
    const seen = this.#seen.get(id);
    if (seen?.mark === mark) return nowMs - seen.sinceMs;
    this.#seen.set(id, { mark, sinceMs: nowMs });
    return 0;
  }
}

function troubleEvent(
  { rollout, fault }: { readonly rollout: RolloutId; readonly fault: Fault },
  atMs: number,
): TimelineEvent {
  return {
    id: `${rollout}:record`,
    atMs,
    fleet: null,
    rollout,
    severity: 'trouble',
    title: 'A record of changes cannot be used',
    detail: [fault.message, fault.todo, fault.where].filter((part) => part !== undefined).join(' '),
    by: 'Blockyard',
  };
}
