/**
 * The truth of a simulated yard: effects with their tokens, epochs and revisions, as a yard must keep
 * them. It refuses what the port says that it refuses, and guards nothing else: a careless engine can
 * do harm here, so that the checker has something to find.
 */
import { isHandoverWord, whyNotSaid } from '../../../src-shared/handover.ts';
import type { Fleet, Rollout, Split } from '../../../src-shared/fleet.ts';
import type { BlockId, FleetId, GenerationId, RolloutId } from '../../../src-shared/ids.ts';
import { controlled, noControls } from '../../../src-shared/release.ts';
import { FaultError, type Fault } from '../../../src-shared/result.ts';
import type {
  AddBlockOrder,
  AttachOrder,
  BlockOrder,
  ClaimOrder,
  ControlOrder,
  GenerationOrder,
  LaunchBlockOrder,
  LaunchGenerationOrder,
  RouteOrder,
  RouteReceipt,
  OwnersWord,
} from '../port.ts';
import {
  addGeneration,
  countUpTo,
  fleetAt,
  freshBlock,
  type BlockScript,
  type SimBlock,
  type SimFleet,
  type SimGeneration,
} from './sim-fleet.ts';
import { usualAnswers, type SimAnswers } from './sim-answers.ts';
import { claimed } from './sim-claim.ts';
import { SimListings } from './sim-listings.ts';
import { SimNotes } from './sim-notes.ts';
import { conflict, notFound, refused } from './sim-refusals.ts';
import type { VirtualClock } from '../../clock/virtual-clock.ts';

export class SimWorld {
  readonly #clock: VirtualClock;
  readonly #fleets: readonly SimFleet[];
  /** What the next launched block will be like. */
  readonly #script: () => BlockScript;
  /** What the next launched generation will answer. */
  readonly #answers: () => SimAnswers;
  readonly #receipts = new Map<string, unknown>();
  /** The last number that was given out, also to a write that never took effect. */
  readonly #revisions = new Map<FleetId, number>();
  readonly #listings = new SimListings();
  /** Of people. */
  readonly notes: SimNotes;
  #launchFault: Fault | null = null;
  #throttledUntilMs = 0;

  constructor(
    clock: VirtualClock,
    fleets: readonly SimFleet[],
    script: () => BlockScript,
    answers = () => usualAnswers,
  ) {
    this.#answers = answers;
    this.#clock = clock;
    this.notes = new SimNotes(() => clock.now());
    this.#fleets = fleets;
    this.#script = script;
  }

  fleets(): Fleet[] {
    const nowMs = this.#clock.monotonicMs();
    const offsetMs = this.#clock.now() - nowMs;
    return this.#fleets.map((fleet) => fleetAt(fleet, nowMs, (ms) => ms + offsetMs));
  }

  fleet(id: FleetId): Fleet {
    const fleet = this.fleets().find((one) => one.id === id);
    if (fleet === undefined) throw notFound(`There is no fleet ${id}.`);
    return fleet;
  }

  /** @returns the first receipt when this token was performed before. */
  performed(token: string): unknown {
    return this.#receipts.get(token);
  }

  /** The number of a write that is answered and not done: nobody else's change ever has it. */
  nextRevision(id: FleetId): number {
    const revision = (this.#revisions.get(id) ?? 0) + 1;
    this.#revisions.set(id, revision);
    return revision;
  }

  claim(order: ClaimOrder): Rollout {
    const fleet = this.#fleet(order.fleet);
    const hasExpired = fleet.leaseEndsAtMs < this.#clock.monotonicMs();
    fleet.rollout = claimed(fleet.rollout, order, { hasExpired, nowMs: this.#clock.now() });
    fleet.leaseEndsAtMs = this.#clock.monotonicMs() + order.leaseMs;
    return fleet.rollout;
  }

  /** Until the lease that is held ends, in milliseconds; null when none is. */
  leaseLeftMs(id: FleetId): number | null {
    const { rollout, leaseEndsAtMs } = this.#fleet(id);
    return rollout === null ? null : Math.max(0, leaseEndsAtMs - this.#clock.monotonicMs());
  }

  renew(id: FleetId, rollout: RolloutId, epoch: number, leaseMs: number, told?: OwnersWord): null {
    const fleet = this.#fleet(id);
    const held = this.#held(fleet, rollout, epoch);
    fleet.leaseEndsAtMs = this.#clock.monotonicMs() + leaseMs;
    fleet.rollout = { ...held, leaseEndsAtMs: this.#clock.now() + leaseMs, ...told };
    return null;
  }

  /** Also what somebody at a panel that is not simulated says. */
  control({ fleet: id, rollout, change, by }: ControlOrder): null {
    const fleet = this.#fleet(id);
    const running = fleet.rollout;
    if (running?.id !== rollout) throw conflict('That rollout does not run.');
    const fault = isHandoverWord(change) ? whyNotSaid(running, change) : null;
    if (fault !== null) throw conflict(fault);
    const before = running.controls ?? noControls;
    fleet.rollout = {
      ...running,
      controls: controlled(before, change, by, this.#clock.now()),
    };
    return null;
  }

  finish(id: FleetId, rollout: RolloutId, epoch: number): null {
    const fleet = this.#fleet(id);
    if (fleet.rollout?.id !== rollout) return null;
    this.#held(fleet, rollout, epoch);
    fleet.rollout = null;
    return null;
  }

  route(order: RouteOrder): RouteReceipt {
    const fleet = this.#fleet(order.fleet);
    for (const { generation, weight } of order.weights) {
      const { rung } = this.#generation(fleet, generation);
      if (weight > 0 && rung !== 'warm') throw refused(`${generation} is being retired.`);
    }
    if (order.weights.every(({ weight }) => weight === 0)) throw refused('Nobody would serve.');
    if (!order.overtake && fleet.rollout?.id !== order.rollout) {
      throw conflict('This rollout does not hold the fleet any more.');
    }
    const { revision } = fleet.split;
    if (order.expectedRevision !== 'any' && order.expectedRevision !== revision) {
      throw conflict(`The split is at revision ${revision}.`);
    }
    const overtaken = order.overtake && fleet.rollout?.id !== order.rollout ? fleet.rollout : null;
    if (order.overtake) fleet.rollout = null;
    this.setSplit(order.fleet, order.weights, order.previous);
    const atMs = this.#clock.now();
    return this.#keep(order.token, {
      revision: fleet.split.revision,
      atMs,
      overtook: overtaken?.id ?? null,
    });
  }

  /** Its blocks are as their scripts say from now on. */
  attach(order: AttachOrder): RouteReceipt {
    const fleet = this.#fleet(order.fleet);
    const generation = this.#generation(fleet, order.generation);
    if (fleet.rollout?.id !== order.rollout) {
      throw conflict('This rollout does not hold the fleet any more.');
    }
    const { revision, weights } = fleet.split;
    const change = { generation: generation.id, before: order.expectedRevision, after: revision };
    if (!this.#listings.isAllThatChanged(order.fleet, change)) {
      if (order.expectedRevision !== revision)
        throw conflict(`The split is at revision ${revision}.`);
      if (weights.some((entry) => entry.generation === generation.id)) {
        throw refused(`${generation.id} is attached already.`);
      }
      this.#list(fleet, generation.id);
    }
    return this.#keep(order.token, {
      revision: fleet.split.revision,
      atMs: this.#clock.now(),
      overtook: null,
    });
  }

  #list(fleet: SimFleet, generation: GenerationId): void {
    const { revision: before, weights } = fleet.split;
    this.setSplit(fleet.id, [...weights, { generation, weight: 0 }], fleet.previous);
    this.#listings.keep(fleet.id, { generation, before, after: fleet.split.revision });
  }

  /** From now on nothing is launched, and this is said: its image is gone, or it is not allowed. */
  refuseLaunches(fault: Fault): void {
    this.#launchFault = fault;
  }

  /** Whoever asks for anything is asking too often, for so long. */
  throttle(forMs: number): void {
    this.#throttledUntilMs = this.#clock.monotonicMs() + forMs;
  }

  get isThrottled(): boolean {
    return this.#clock.monotonicMs() < this.#throttledUntilMs;
  }

  launchGeneration(order: LaunchGenerationOrder): GenerationId {
    const fleet = this.#fleet(order.fleet);
    const held = this.#held(fleet, order.rollout, order.epoch);
    if (this.#launchFault !== null) throw new FaultError(this.#launchFault);
    if (fleet.generations.some((one) => one.number >= order.number)) {
      throw conflict('The number is taken.');
    }
    const nowMs = this.#clock.monotonicMs();
    const { id } = addGeneration(fleet, order, nowMs, this.#script, this.#answers());
    if (fleet.listsAtLaunch === true) this.#list(fleet, id);
    fleet.rollout = { ...held, launched: [...held.launched, id] };
    return this.#keep(order.token, id);
  }

  launchBlock(order: LaunchBlockOrder): BlockId {
    const fleet = this.#fleet(order.fleet);
    const held = this.#held(fleet, order.rollout, order.epoch);
    if (this.#launchFault !== null) throw new FaultError(this.#launchFault);
    const generation = this.#generation(fleet, order.generation);
    const { block: old } = this.#block(fleet, order.replaces);
    const nowMs = this.#clock.monotonicMs();
    const script = this.#script();
    const fresh = freshBlock(fleet, generation.id, old.slot, nowMs, script, old.id);
    generation.blocks.push(fresh);
    fleet.rollout = { ...held, launched: [...held.launched, fresh.id] };
    return this.#keep(order.token, fresh.id);
  }

  addBlock(order: AddBlockOrder): BlockId {
    const fleet = this.#fleet(order.fleet);
    const held = this.#held(fleet, order.rollout, order.epoch);
    const generation = this.#generation(fleet, order.generation);
    if (generation.rung !== 'warm') throw refused(`${generation.id} is being retired.`);
    resize(generation, order.size - 1, order.size);
    const nowMs = this.#clock.monotonicMs();
    const slot = lowestFreeSlot(generation, nowMs);
    const fresh = freshBlock(fleet, generation.id, slot, nowMs, this.#script(), null);
    generation.blocks.push(fresh);
    fleet.rollout = { ...held, launched: [...held.launched, fresh.id] };
    return this.#keep(order.token, fresh.id);
  }

  /** @returns when it will be gone. */
  terminateBlock(order: BlockOrder): number {
    const fleet = this.#fleet(order.fleet);
    this.#held(fleet, order.rollout, order.epoch);
    const { block, generation } = this.#block(fleet, order.block);
    if (order.size !== undefined) resize(generation, order.size + 1, order.size);
    block.endsAtMs ??= this.#clock.monotonicMs() + generation.recipe.drainTimeoutMs / 10;
    return this.#keep(order.token, block.endsAtMs);
  }

  /** @returns when all its blocks will be gone. */
  retireGeneration(order: GenerationOrder): number {
    const fleet = this.#fleet(order.fleet);
    this.#held(fleet, order.rollout, order.epoch);
    const generation = this.#generation(fleet, order.generation);
    const { weights } = fleet.split;
    if (weights.some((entry) => entry.generation === generation.id && entry.weight > 0)) {
      throw refused(`${generation.id} has traffic.`);
    }
    const endsAtMs = this.#clock.monotonicMs() + generation.recipe.drainTimeoutMs / 10;
    generation.rung = 'draining';
    for (const block of generation.blocks) block.endsAtMs ??= endsAtMs;
    this.#clock.at(endsAtMs, () => {
      generation.rung = 'retired';
    });
    if (fleet.previous === generation.id) fleet.previous = null;
    return this.#keep(order.token, endsAtMs);
  }

  /** Also what someone outside does. */
  setSplit(id: FleetId, weights: RouteOrder['weights'], previous: GenerationId | null): void {
    const fleet = this.#fleet(id);
    const changedAtMs = this.#clock.monotonicMs();
    for (const { generation } of weights) {
      this.#generation(fleet, generation).attachedAtMs ??= changedAtMs;
    }
    countUpTo(fleet, changedAtMs);
    fleet.split = {
      revision: this.nextRevision(id),
      weights: weights.map((entry) => ({ ...entry })),
      changedAtMs,
    };
    fleet.previous = previous;
    fleet.nodes?.write(fleet.split.weights, changedAtMs);
  }

  hasNodes(id: FleetId): boolean {
    return this.#fleet(id).nodes !== undefined;
  }

  /** By which a request is answered now, at each node that is known of. */
  askedSplits(id: FleetId): Split['weights'][] {
    const { nodes, split } = this.#fleet(id);
    return nodes?.at(this.#clock.monotonicMs()).slice(0, nodes.asked) ?? [split.weights];
  }

  answersOf(id: FleetId, generation: GenerationId): SimAnswers {
    return this.#generation(this.#fleet(id), generation).answers;
  }

  /** From now on. */
  answerWith(id: FleetId, generation: GenerationId, change: Partial<SimAnswers>): void {
    const fleet = this.#fleet(id);
    const found = this.#generation(fleet, generation);
    countUpTo(fleet, this.#clock.monotonicMs());
    found.answers = { ...found.answers, ...change };
  }

  /** By a panel that is not simulated. @returns whether it took place. */
  revertElsewhere(id: FleetId, to: GenerationId): boolean {
    const fleet = this.#fleet(id);
    if (this.#generation(fleet, to).rung !== 'warm') return false;
    fleet.rollout = null;
    const others = fleet.split.weights.filter(({ generation }) => generation !== to);
    const idle = others.map(({ generation }) => ({ generation, weight: 0 }));
    this.setSplit(id, [...idle, { generation: to, weight: 100 }], null);
    return true;
  }

  killBlock(id: FleetId, pick: number): string | null {
    const block = this.#livingBlock(id, pick);
    if (block === undefined) return null;
    block.diedAtMs = this.#clock.monotonicMs();
    return block.id;
  }

  /** Its checks fail for a while, and then it is as before. */
  sickenBlock(id: FleetId, pick: number, forMs: number): string | null {
    const block = this.#livingBlock(id, pick);
    if (block === undefined) return null;
    block.sickUntilMs = this.#clock.monotonicMs() + forMs;
    return block.id;
  }

  #livingBlock(id: FleetId, pick: number): SimBlock | undefined {
    const nowMs = this.#clock.monotonicMs();
    const blocks = this.#fleet(id)
      .generations.flatMap((generation) => generation.blocks)
      .filter((block) => block.diedAtMs === null && (block.endsAtMs ?? nowMs + 1) > nowMs);
    return blocks[pick % Math.max(1, blocks.length)];
  }

  #keep<Receipt>(token: string, receipt: Receipt): Receipt {
    this.#receipts.set(token, receipt);
    return receipt;
  }

  #fleet(id: FleetId): SimFleet {
    const fleet = this.#fleets.find((one) => one.id === id);
    if (fleet === undefined) throw notFound(`There is no fleet ${id}.`);
    return fleet;
  }

  #generation(fleet: SimFleet, id: GenerationId): SimGeneration {
    const generation = fleet.generations.find((one) => one.id === id);
    if (generation === undefined) throw notFound(`There is no generation ${id}.`);
    return generation;
  }

  #block(fleet: SimFleet, id: BlockId): { block: SimBlock; generation: SimGeneration } {
    const nowMs = this.#clock.monotonicMs();
    for (const generation of fleet.generations) {
      const block = generation.blocks.find((one) => one.id === id);
      if (block !== undefined && (block.endsAtMs ?? nowMs + 1) > nowMs)
        return { block, generation };
    }
    throw notFound(`There is no block ${id}.`);
  }

  #held(fleet: SimFleet, rollout: RolloutId, epoch: number): Rollout {
    const running = fleet.rollout;
    if (running?.id !== rollout || running.epoch !== epoch) {
      throw conflict('The rollout is in other hands or finished.');
    }
    return running;
  }
}

/** Nobody else has changed it meanwhile. */
function resize(generation: SimGeneration, expected: number, size: number): void {
  if (generation.size !== expected) throw conflict(`${generation.id} has another size by now.`);
  generation.size = size;
}

function lowestFreeSlot({ blocks }: SimGeneration, nowMs: number): number {
  const there = blocks.filter(({ endsAtMs }) => (endsAtMs ?? nowMs + 1) > nowMs);
  const taken = new Set(there.map(({ slot }) => slot));
  let slot = 0;
  while (taken.has(slot)) slot += 1;
  return slot;
}
