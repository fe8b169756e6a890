/** Fleets to look at, built declaratively. Times are relative to one fixed moment. */
import { localCapabilities } from '../../src-shared/capabilities.ts';
import type {
  Block,
  BlockState,
  Fleet,
  Generation,
  Intent,
  HttpEntry,
} from '../../src-shared/fleet.ts';
import {
  asBlockId,
  asFleetId,
  asGenerationId,
  asImageId,
  asRolloutId,
  asYardId,
  generationLabel,
} from '../../src-shared/ids.ts';
import type { FolderImage, Image } from '../../src-shared/image.ts';
import type {
  Outcome,
  PanelSnapshot,
  Progress,
  SampleTraffic,
  TimelineEvent,
  YardSummary,
} from '../../src-shared/panel.ts';
import type { GenerationTraffic } from '../../src-shared/traffic.ts';

/** 2026-11-23 14:02:13 UTC. */
export const galleryNowMs = 1_795_442_533_000;

export function anEntry(more: Partial<HttpEntry>): HttpEntry {
  return {
    kind: 'http',
    url: 'http://127.0.0.1:8080',
    state: { kind: 'listening' },
    marker: 'header',
    pinnedForMs: null,
    rules: ['the entry at 127.0.0.1:8080'],
    notes: [],
    ...more,
  };
}

export const storefront = asFleetId('storefront');
export const imageId = (version: number): Image['id'] =>
  asImageId(`sha256:${String(version).repeat(2)}${'0b7e4c19d2a85f63'.repeat(4).slice(0, 62)}`);
export const generationId = (number: number): Generation['id'] =>
  asGenerationId(`storefront-${generationLabel(number)}`);

export function anImage(version: number, change: Partial<FolderImage> = {}): FolderImage {
  return {
    id: imageId(version),
    name: 'storefront',
    version: `${String(version)}.0.0`,
    start: { kind: 'node', entry: 'server.mjs' },
    healthPath: '/health',
    portVariable: 'PORT',
    facts: {
      commit: ['a81f3c9d', '5be20d71', 'c0ffee42'][version - 1] ?? 'd15ea5ed',
      builtAt: new Date(
        galleryNowMs - (4 - version) * 2 * 86_400_000 + version * 3_000_000,
      ).toISOString(),
      base: 'node 24',
      recipe: 'npm ci && npm run build',
    },
    fileCount: 14 + version,
    bytes: 38_400 + version * 2100,
    importedAtMs: galleryNowMs - (4 - version) * 3_600_000,
    ...change,
  };
}

const healthy: BlockState = { kind: 'healthy' };

export interface GenerationWish {
  readonly size?: number;
  readonly zones?: number;
  /** States of the first slots; the others are healthy. */
  readonly states?: readonly BlockState[];
  readonly change?: Partial<Generation>;
}

export function aGeneration(number: number, wish: GenerationWish = {}): Generation {
  const { size = 4, zones = 1, states = [], change = {} } = wish;
  const id = generationId(number);
  const blocks = Array.from({ length: size }, (_, slot): Block => {
    const state = states[slot] ?? healthy;
    const hasProcess = state.kind !== 'exited' && state.kind !== 'launch-refused';
    return {
      id: asBlockId(`${id}-${String(slot)}-k3f9`),
      generation: id,
      slot,
      zone: zones === 1 ? 'local' : `zone-${'abc'[slot % zones] ?? 'a'}`,
      state,
      sinceMs: galleryNowMs - 184_000,
      launchedAtMs: galleryNowMs - 195_000,
      ...(hasProcess
        ? {
            address: `127.0.0.1:${String(41_200 + number * 30 + slot)}`,
            pid: 20_100 + number * 100 + slot,
            memoryBytes: 46_000_000 + slot * 1_300_000,
          }
        : {}),
    };
  });
  return {
    id,
    number,
    image: imageId(number),
    recipe: {
      env: {},
      drainTimeoutMs: 10_000,
      health: { intervalMs: 1000, timeoutMs: 800, healthyAfter: 2, unhealthyAfter: 2 },
    },
    size,
    launchedAtMs: galleryNowMs - 195_000,
    rung: 'warm',
    hasServed: number === 1,
    previewUrl: `http://127.0.0.1:8080/__preview/${id}/`,
    blocks,
    ...change,
  };
}

export function traffic(number: number, share: number, total = 240): GenerationTraffic {
  return {
    generation: generationId(number),
    share,
    requestsPerSecond: total * share,
    errorsPerSecond: 0,
    p50Ms: share === 0 ? null : 12,
    p95Ms: share === 0 ? null : 38 + number,
    p99Ms: share === 0 ? null : 61,
    inFlight: share === 0 ? 0 : 3,
    webSockets: 0,
    requests: Math.round(48_213 * share),
    errors: 0,
    responsesSinceSplit: Math.round(1200 * share),
    firstResponseSinceSplitAtMs: share === 0 ? null : galleryNowMs - 4000,
  };
}

export interface FleetWish {
  readonly generations?: readonly Generation[];
  /** Number of the generation that has all the weight. */
  readonly serves?: number;
  readonly previous?: number | null;
  /** Share seen, by number; by default what the weights say. */
  readonly seen?: Readonly<Record<number, number>>;
  readonly total?: number;
  readonly change?: Partial<Fleet>;
}

export function aFleet(wish: FleetWish = {}): Fleet {
  const { generations = [aGeneration(1), aGeneration(2)], serves = 1, total = 240 } = wish;
  const { previous = null, change = {} } = wish;
  const seen = wish.seen ?? { [serves]: 1 };
  return {
    id: storefront,
    name: 'storefront',
    entry: anEntry({}),
    floor: 4,
    generations: [...generations],
    split: {
      revision: 7,
      weights: generations.map((each) => ({
        generation: each.id,
        weight: each.number === serves ? 100 : 0,
      })),
      changedAtMs: galleryNowMs - 96_000,
    },
    previous: previous === null ? null : generationId(previous),
    rollout: null,
    traffic: {
      isCounted: true,
      windowMs: 5000,
      requestsPerSecond: total,
      sinceMs: galleryNowMs - 7_200_000,
      requests: Object.values(seen).reduce((sum, share) => sum + Math.round(48_213 * share), 0),
      lost: 0,
      lostPerSecond: 0,
      webSocketsCut: 0,
      generations: generations.map((each) => traffic(each.number, seen[each.number] ?? 0, total)),
    },
    ...change,
  };
}

export const cutOverIntent = {
  kind: 'cut-over',
  to: generationId(2),
  from: generationId(1),
  expectedRevision: 6,
} as const satisfies Intent;
export const revertIntent: Intent = { kind: 'revert', to: generationId(1), from: generationId(2) };

export function aProgress(change: Partial<Progress> = {}): Progress {
  return {
    fleet: storefront,
    rollout: asRolloutId('r-20261123-1'),
    intent: cutOverIntent,
    value: 0.6,
    title: 'Cutting over to v002',
    waitingBecause: '62 % of the responses come from v002; three in a row through the entry must.',
    ...change,
  };
}

export function anOutcome(change: Partial<Outcome> = {}): Outcome {
  return {
    fleet: storefront,
    rollout: asRolloutId('r-20261123-1'),
    intent: cutOverIntent,
    atMs: galleryNowMs - 42_000,
    kind: 'verified',
    text: 'v002 answered 3 of 3 requests through the entry. v001 stays whole and warm.',
    firstResponseMs: 27,
    ...change,
  };
}

export function aRollout(intent: Intent): NonNullable<Fleet['rollout']> {
  return {
    id: asRolloutId('r-20261123-1'),
    intent,
    owner: { name: 'ana', host: 'desk', panel: 'p-1' },
    epoch: 1,
    leaseEndsAtMs: galleryNowMs + 8000,
    startedAtMs: galleryNowMs - 1200,
    launched: [],
  };
}

export function aSample(change: Partial<SampleTraffic> = {}): SampleTraffic {
  return {
    fleet: storefront,
    isOn: true,
    requestsPerSecond: 40,
    sent: 12_480,
    answered: 12_478,
    refused: 0,
    lost: 0,
    errors: 0,
    ...change,
  };
}

const happened: readonly (readonly [number, TimelineEvent['severity'], string, string])[] = [
  [2, 'success', 'v002 serves all traffic', 'seen in real responses after 27 ms'],
  [3, 'info', 'Split written', 'revision 7: 100 % to v002, 1 write, 4 ms'],
  [3, 'info', 'Cut over to v002 asked for', 'v002 had 4 of 4 healthy blocks'],
  [61, 'success', 'v002 is whole', '4 of 4 blocks healthy after 1.9 s'],
  [63, 'info', '4 blocks of v002 launched', 'storefront 2.0.0'],
  [122, 'warning', 'Block storefront-v001-2 ended', 'code 1; a replacement was asked for'],
  [184, 'info', 'Sample traffic switched on', '40 req/s'],
  [196, 'success', 'Entry opened', 'http://127.0.0.1:8080'],
  [197, 'info', 'Yard host started', 'pid 20081'],
];

export const someEvents: readonly TimelineEvent[] = happened.map(
  ([secondsAgo, severity, title, detail], index) => ({
    id: `e-${String(index)}`,
    atMs: galleryNowMs - secondsAgo * 1000,
    fleet: storefront,
    rollout: index < 5 ? asRolloutId('r-20261123-1') : null,
    severity,
    title,
    detail,
    by: 'ana on desk',
  }),
);

export const localSummary: YardSummary = {
  id: asYardId('local'),
  name: 'Local yard',
  kind: 'local',
  detail: 'desk',
  status: 'live',
  running: null,
};

export function aSnapshot(
  fleets: readonly Fleet[],
  change: Partial<PanelSnapshot> = {},
): PanelSnapshot {
  return {
    sequence: 1,
    yard: asYardId('local'),
    yards: [localSummary],
    markers: [],
    band: {
      yardName: 'on this machine',
      kind: 'local',
      detail: 'sample fleet, for rehearsal',
      account: null,
    },
    capabilities: localCapabilities,
    link: { kind: 'live' },
    observedAtMs: galleryNowMs - 400,
    fleets: [...fleets],
    images: [anImage(1), anImage(2), anImage(3)],
    progress: [],
    outcomes: [],
    timeline: [...someEvents],
    sampleTraffic: fleets.length === 0 ? [] : [aSample()],
    switchTimes: [
      { fleet: storefront, ms: 27, isRevert: true, atMs: galleryNowMs - 5 * 86_400_000 },
    ],
    settings: { theme: 'system', onQuit: 'keep-yard' },
    self: { name: 'ana', host: 'desk', panel: 'p-1' },
    versions: { app: '0.1.0', electron: '33.2.1', host: '0.1.0' },
    ...change,
  };
}
