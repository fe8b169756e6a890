/** Fleets built for tests: two generations of four healthy blocks, v001 serving, unless told otherwise. Test support. */
import type { Block, Fleet, Generation, HttpEntry, Recipe, Rollout } from './fleet.ts';
import {
  asBlockId,
  asFleetId,
  asImageId,
  asRolloutId,
  generationIdOf,
  type GenerationId,
} from './ids.ts';
import { noTraffic } from './no-traffic.ts';

export const v1 = generationIdOf('storefront', 1);
export const v2 = generationIdOf('storefront', 2);

export const aRecipe: Recipe = {
  env: {},
  drainTimeoutMs: 5000,
  health: { intervalMs: 500, timeoutMs: 500, healthyAfter: 2, unhealthyAfter: 3 },
};

export function aBlock(generation: GenerationId, slot: number, more: Partial<Block> = {}): Block {
  return {
    id: asBlockId(`${generation}-b${String(slot + 1)}`),
    generation,
    slot,
    zone: 'a',
    state: { kind: 'healthy' },
    sinceMs: 0,
    launchedAtMs: 0,
    ...more,
  };
}

export function aGeneration(number: number, more: Partial<Generation> = {}): Generation {
  const id = generationIdOf('storefront', number);
  return {
    id,
    number,
    image: asImageId(`sha256:${String(number).repeat(64)}`),
    recipe: aRecipe,
    size: 4,
    launchedAtMs: 0,
    rung: 'warm',
    hasServed: number === 1,
    blocks: [0, 1, 2, 3].map((slot) => aBlock(id, slot)),
    ...more,
  };
}

export function aFleet(more: Partial<Fleet> = {}): Fleet {
  return {
    id: asFleetId('storefront'),
    name: 'storefront',
    entry: anEntry(),
    floor: 4,
    generations: [aGeneration(1), aGeneration(2)],
    split: aSplit(v1, 1),
    previous: null,
    rollout: null,
    traffic: noTraffic,
    ...more,
  };
}

export function anEntry(more: Partial<HttpEntry> = {}): HttpEntry {
  return {
    kind: 'http',
    url: 'http://127.0.0.1:8080/',
    state: { kind: 'listening' },
    marker: 'header',
    pinnedForMs: null,
    rules: ['the entry at 127.0.0.1:8080'],
    notes: [],
    ...more,
  };
}

/** All traffic to one of the two. */
export function aSplit(to: GenerationId, revision: number): Fleet['split'] {
  const weights = [v1, v2].map((generation) => ({
    generation,
    weight: generation === to ? 100 : 0,
  }));
  return { revision, weights, changedAtMs: 0 };
}

export function aRollout(intent: Rollout['intent'], more: Partial<Rollout> = {}): Rollout {
  return {
    id: asRolloutId('rollout-1'),
    intent,
    owner: { name: 'ann', host: 'desk', panel: 'panel-1' },
    epoch: 1,
    leaseEndsAtMs: 15_000,
    startedAtMs: 0,
    launched: [],
    ...more,
  };
}
