/** A release turn by turn, as the runner folds and asks: for tests of what is decided. Test support. */
import {
  aFleet,
  aGeneration,
  aRecipe,
  aRollout,
  v1,
  v2,
} from '../../../src-shared/fleet.fixture.ts';
import type { Fleet, Generation, Rollout } from '../../../src-shared/fleet.ts';
import { asImageId, generationIdOf } from '../../../src-shared/ids.ts';
import { usualTerms, type ReleaseIntent } from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import type { GenerationTraffic } from '../../../src-shared/traffic.ts';
import { usualLimits } from '../../yards/yard-pace.ts';
import { decide } from './decide.ts';
import type { DecideInput, Decision } from './decision.ts';
import { withObservation, withStep, withProbe, type Facts, type StepKey } from './facts.ts';
import { facts, rollout } from './question.fixture.ts';
import { releaseSeen } from './release-seen.ts';

export const v3 = generationIdOf('storefront', 3);

export const newImage: ReleaseIntent = {
  kind: 'release',
  candidate: {
    kind: 'launch',
    image: asImageId('sha256:3'),
    number: 3,
    size: 4,
    recipe: aRecipe,
  },
  from: v1,
  expectedRevision: 1,
  terms: usualTerms,
};
/** Of v002, which is there. */
export const standing: ReleaseIntent = {
  ...newImage,
  candidate: { kind: 'existing', generation: v2 },
};

export function withTerms(
  intent: ReleaseIntent,
  terms: Partial<ReleaseIntent['terms']>,
): ReleaseIntent {
  return { ...intent, terms: { ...intent.terms, ...terms } };
}

/** @param share of v002 in percent. */
export function sharedFleet(share: number, revision: number, more: Partial<Fleet> = {}): Fleet {
  const weights = [
    { generation: v1, weight: 100 - share },
    { generation: v2, weight: share },
  ];
  return aFleet({ split: { revision, weights, changedAtMs: 0 }, previous: v1, ...more });
}

export function sick(number: number, healthy: number): Generation {
  const generation = aGeneration(number);
  const blocks = generation.blocks.map((block, slot) =>
    slot < healthy
      ? block
      : { ...block, state: { kind: 'unhealthy', reason: 'its check fails' } as const },
  );
  return { ...generation, blocks };
}

export function counted(
  fleet: Fleet,
  generation: typeof v1,
  more: Partial<GenerationTraffic>,
): Fleet {
  const figures: GenerationTraffic = {
    generation,
    share: 1,
    requestsPerSecond: 100,
    errorsPerSecond: 0,
    p50Ms: 5,
    p95Ms: 10,
    p99Ms: 20,
    inFlight: 0,
    webSockets: 0,
    requests: 1000,
    errors: 0,
    responsesSinceSplit: 1000,
    firstResponseSinceSplitAtMs: 1,
    ...more,
  };
  const { traffic } = fleet;
  const generations = [...traffic.generations, figures];
  return {
    ...fleet,
    traffic: { ...traffic, isCounted: true, generations, requestsPerSecond: 100 },
  };
}

export class ReleasePlay {
  readonly #intent: ReleaseIntent;
  readonly #more: Partial<DecideInput>;
  facts: Facts = facts;
  nowMs = 200;
  running: Partial<Rollout> = {};

  constructor(intent: ReleaseIntent, more: Partial<DecideInput> = {}) {
    this.#intent = intent;
    this.#more = more;
  }

  look(fleet: Fleet, afterMs = 0): Decision {
    this.nowMs += afterMs;
    const input = {
      rollout,
      intent: this.#intent,
      fleet: { ...fleet, rollout: aRollout(this.#intent, this.running) },
      nowMs: this.nowMs,
      sinceBegunMs: this.nowMs,
      sincePassedMs: null,
      marker: 'header',
      revisions: 'rising',
      canCheck: true,
      limits: usualLimits,
      ...this.#more,
    } as const;
    const wanted = releasedId(fleet, this.#intent);
    this.facts = withObservation(this.facts, fleet, wanted, this.nowMs);
    this.facts = {
      ...this.facts,
      ...releaseSeen({ ...input, intent: this.#intent, facts: this.facts }),
    };
    return decide({ ...input, facts: this.facts });
  }

  /** As if the checks in isolation had all been good. */
  prove(): this {
    const proof = { inARow: this.#intent.terms.checks.inARow, wrong: null, sinceMs: 0, atMs: 0 };
    this.facts = { ...this.facts, release: { ...this.facts.release, proof } };
    return this;
  }

  pass(place = 1): this {
    const said = { isHeld: false, isAborted: false, passedAtMs: 0, by: 'ann' };
    this.running = { ...this.running, controls: { ...said, passed: place } };
    return this;
  }

  say(more: Partial<NonNullable<Rollout['controls']>>): this {
    const silent = { isHeld: false, isAborted: false, passed: 0, passedAtMs: null, by: 'ann' };
    this.running = {
      ...this.running,
      controls: { ...silent, ...this.running.controls, ...more },
    };
    return this;
  }

  wrote(key: StepKey, revision: number, reason = 'why'): this {
    const base = { atMs: this.nowMs, firstSentAtMs: this.nowMs, attempt: 1, reason };
    const receipt = { kind: 'routed', revision, atMs: 5, overtook: null } as const;
    this.facts = withStep(this.facts, key, { ...base, kind: 'done', receipt });
    // Told to the yard before it was sent.
    const [, number] = /^shift-(\d+)$/u.exec(key) ?? [];
    const { release } = this.facts;
    const sent = Math.max(release.memory.sent, Number(number ?? 0));
    this.facts = { ...this.facts, release: { ...release, memory: { ...release.memory, sent } } };
    return this;
  }

  probed(generation: typeof v1, times = 3, status = 200): this {
    for (let time = 0; time < times; time += 1) {
      this.facts = withProbe(this.facts, { status, generation, latencyMs: 3 }, generation, 9);
    }
    return this;
  }
}
