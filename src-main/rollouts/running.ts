/** The rollouts that this process carries, and the telling of what they do. */
import type { Intent } from '../../src-shared/fleet.ts';
import type { Owner } from '../../src-shared/handover-schema.ts';
import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import type { Outcome, Progress, TimelineEvent, SwitchTime } from '../../src-shared/panel.ts';
import { expectedRevertMs } from '../../src-shared/expected-revert.ts';
import { faultOf, type Fault, type Result } from '../../src-shared/result.ts';
import { plain } from '../../src-shared/wording.ts';
import { within } from '../clock/within.ts';
import type { Diary } from './diary.ts';
import type { Facts } from './decide/facts.ts';
import type { FirstLook, RunnerPorts } from './job.ts';
import { holdLease, type Lease } from './lease.ts';
import type { RolloutEvent } from './rollout-event.ts';
import { LateRecords } from './late-records.ts';
import { Runner } from './runner.ts';
import type { Observations } from '../fleets/observations.ts';
import { tellAll } from '../fleets/tell-all.ts';

export interface RunningPorts extends RunnerPorts {
  readonly observations: Pick<Observations, 'fresh' | 'keepClose' | 'onSight'>;
  readonly leaseMs: number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RolloutEvent) => void;
}

export interface Claimed {
  readonly rollout: RolloutId;
  readonly fleet: FleetId;
  readonly intent: Intent;
  readonly epoch: number;
  readonly facts: Facts;
  readonly diary: Diary;
  readonly pressedAtMs: number | null;
  readonly firstLook: FirstLook | null;
  readonly takenUp?: Progress['takenUp'];
}

const finishMs = 2000;
/** More say nothing new of the next. */
const keptSwitches = 50;

interface Press {
  readonly fleet: FleetId;
  readonly wish: Wish;
  readonly begun: Promise<Result<RolloutId>>;
  isBeginning: boolean;
}

export class RunningRollouts {
  readonly #ports: RunningPorts;
  readonly #carried = new Map<RolloutId, Promise<void>>();
  readonly #own = new Set<RolloutId>();
  readonly #givenUp = new Set<RolloutId>();
  readonly #handed = new Set<RolloutId>();
  readonly #late: LateRecords;
  readonly #progress = new Map<RolloutId, Progress>();
  readonly #outcomes = new Map<FleetId, Outcome>();
  /** Leases of the carried ones. */
  readonly #leases = new Map<RolloutId, { readonly fleet: FleetId; readonly lease: Lease }>();
  readonly #reverts = new Map<FleetId, number>();
  /** Newest last. */
  readonly #switches = new Map<FleetId, readonly SwitchTime[]>();

  /** Presses whose change has not ended yet, by fleet and wish. */
  readonly #pressed = new Map<string, Press>();

  constructor(ports: RunningPorts) {
    this.#ports = ports;
    this.#late = new LateRecords(ports.signal);
  }

  /** The running answer to the same wish. */
  pressed(fleet: FleetId, wish: Wish): Promise<Result<RolloutId>> | undefined {
    return this.#pressed.get(pressKey(fleet, wish))?.begun;
  }

  remember(fleet: FleetId, wish: Wish, begun: Promise<Result<RolloutId>>): void {
    const key = pressKey(fleet, wish);
    const press: Press = { fleet, wish, begun, isBeginning: true };
    this.#pressed.set(key, press);
    const settled = begun.then(
      (result) => (result.ok ? this.#carried.get(result.value) : undefined),
      () => undefined,
    );
    void settled.then(() => this.#pressed.delete(key));
    void begun.finally(() => (press.isBeginning = false)).catch(() => undefined);
  }

  /** A press is being recorded and claimed: what the yard shows of it is not left behind. */
  isBeginning(fleet: FleetId): boolean {
    return [...this.#pressed.values()].some((press) => press.fleet === fleet && press.isBeginning);
  }

  /** Noted for each id that this process gives out: its record is being written here. */
  own(rollout: RolloutId): RolloutId {
    this.#own.add(rollout);
    return rollout;
  }

  isOwn(rollout: RolloutId): boolean {
    return this.#own.has(rollout);
  }

  /** The operator was told that it did not begin: should the yard hold it, it is only let go. */
  giveUp(rollout: RolloutId): void {
    this.#givenUp.add(rollout);
  }

  isGivenUp(rollout: RolloutId): boolean {
    return this.#givenUp.has(rollout);
  }

  /** Those that were handed over since this was asked last: their records have no end yet. */
  takeHanded(): readonly RolloutId[] {
    const handed = [...this.#handed];
    this.#handed.clear();
    return handed;
  }

  carries(rollout: RolloutId): boolean {
    return this.#carried.has(rollout);
  }

  /** Carries it to its end, in the background. */
  carry(claimed: Claimed): void {
    this.#late.disturb(claimed.fleet);
    const work = this.#run(claimed).finally(() => {
      this.#carried.delete(claimed.rollout);
      this.#drop(claimed.rollout);
    });
    this.#carried.set(claimed.rollout, work);
  }

  async #run(claimed: Claimed): Promise<void> {
    const { yard, clock, leaseMs, signal, observations } = this.#ports;
    const { fleet, rollout, epoch, diary } = claimed;
    const lost = new AbortController();
    const lease = holdLease(yard, clock, { fleet, rollout, epoch, leaseMs }, () => lost.abort());
    this.#leases.set(rollout, { fleet, lease });
    const rest = observations.keepClose();
    let ended: Runner | null = null;
    signal.addEventListener('abort', lease.stop, { once: true });
    try {
      const taken = claimed.takenUp && { takenUp: claimed.takenUp };
      const show = (progress: Progress): void => this.show({ ...progress, ...taken });
      const job = { ...claimed, lease, signal, lost: lost.signal, show };
      const runner = new Runner(this.#ports, job);
      const outcome = await runner.run();
      if (outcome !== null) ended = runner;
      if (outcome?.kind === 'handed-over') this.#handed.add(rollout);
      if (outcome !== null) this.ended(outcome);
    } catch (error) {
      this.ended(await this.#broken(claimed, faultOf(error)));
    } finally {
      rest();
      lease.stop();
      this.#leases.delete(rollout);
      signal.removeEventListener('abort', lease.stop);
      const isLate =
        ended !== null &&
        this.#late.keep({ ...claimed, findings: ended.findings, onSight: observations.onSight });
      if (!isLate) await diary.close();
    }
  }

  /** Before the record of a change that has ended here is opened again: two who write to one damage it. */
  closed(rollout: RolloutId): Promise<void> {
    return this.#late.close(rollout);
  }

  /** A mistake of ours ends the rollout where it stands, instead of trying it again and again. */
  async #broken({ fleet, rollout, intent, epoch, diary }: Claimed, fault: Fault): Promise<Outcome> {
    const { clock, yard } = this.#ports;
    const text = `Blockyard itself failed: ${plain(fault.message)}. Nothing more is sent; look at the fleet.`;
    const end = { kind: 'failed', text, firstResponseMs: null } as const;
    await diary.write({ type: 'ended', ...end });
    await within(clock, finishMs, yard.finish(fleet, rollout, epoch));
    return { fleet, rollout, intent, atMs: clock.now(), ...end };
  }

  /** Resolves when nothing of ours runs any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#carried.values());
    await this.#late.settled();
  }

  readonly tell = (events: readonly TimelineEvent[]): void => {
    if (events.length > 0) this.#emit({ kind: 'timeline', events });
  };

  readonly show = (progress: Progress): void => {
    if (this.#ports.signal.aborted) return;
    this.#progress.set(progress.rollout, progress);
    this.#tellProgress();
  };

  readonly ended = (outcome: Outcome): void => {
    this.#outcomes.set(outcome.fleet, outcome);
    this.#drop(outcome.rollout);
    this.#emit({ kind: 'outcome', outcome });
    const { fleet, firstResponseMs: ms, intent } = outcome;
    if (ms === null) return;
    this.measured({ fleet, ms, isRevert: intent.kind === 'revert', atMs: outcome.atMs });
  };

  /** A revert of ours has ended it in the yard: nothing of it is shown or sent from now on. */
  readonly overtaken = (rollout: RolloutId): void => {
    if (!this.#carried.has(rollout)) return;
    this.#leases.get(rollout)?.lease.takeBack();
    this.#drop(rollout);
  };

  /** See `Lease.rest`; a change that is not carried here rests already. */
  readonly rest = (rollout: RolloutId): Promise<() => void> =>
    this.#leases.get(rollout)?.lease.rest() ?? Promise.resolve(() => undefined);

  /** The yard keeps that it was handed over: nothing more of it is sent from here. */
  readonly gave = (rollout: RolloutId, to: Owner): void => {
    this.#leases.get(rollout)?.lease.give(to);
  };

  /**
   * A revert was pressed: nothing of what runs here is sent any more, whatever the yard answers to it. A
   * change that waits for a sign-in would else undo what the operator asked for, by itself.
   */
  readonly revertPressed = (fleet: FleetId): void => {
    this.#reverts.set(fleet, this.revertsOf(fleet) + 1);
    this.#late.disturb(fleet);
    for (const [rollout, carried] of this.#leases) {
      if (carried.fleet !== fleet) continue;
      this.giveUp(rollout);
      this.overtaken(rollout);
    }
  };

  /** Presses of a revert so far: another number later means that one came meanwhile. */
  revertsOf(fleet: FleetId): number {
    return this.#reverts.get(fleet) ?? 0;
  }

  /** What is pressed or runs here. */
  readonly movesOf = (fleet: FleetId): readonly (Wish | Intent)[] => {
    const wishes = [...this.#pressed.values()].filter((press) => press.fleet === fleet);
    const shown = [...this.#progress.values()].filter((progress) => progress.fleet === fleet);
    return [...wishes.map(({ wish }) => wish), ...shown.map(({ intent }) => intent)];
  };

  measured(time: SwitchTime): void {
    const known = this.#switches.get(time.fleet) ?? [];
    this.#switches.set(time.fleet, [...known, time].slice(-keptSwitches));
    this.#emit({ kind: 'switch-time', time });
  }

  /** As the button says it. */
  expectedRevertMs(fleet: FleetId): number | null {
    return expectedRevertMs(this.#switches.get(fleet) ?? []);
  }

  readonly progress = (): readonly Progress[] => [...this.#progress.values()];

  readonly outcomes = (): readonly Outcome[] => [...this.#outcomes.values()];

  #drop(rollout: RolloutId): void {
    if (this.#progress.delete(rollout)) this.#tellProgress();
  }

  #tellProgress(): void {
    this.#emit({ kind: 'progress', progress: this.progress() });
  }

  #emit(event: RolloutEvent): void {
    tellAll([this.#ports.onEvent], event);
  }
}

function pressKey(fleet: FleetId, wish: Wish): string {
  return JSON.stringify([fleet, wish]);
}
