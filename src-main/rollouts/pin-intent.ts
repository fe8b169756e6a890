/** A wish becomes an intent once numbers, revision and recipe are pinned by what was just seen. */
import type { AcceptanceWish } from '../../src-shared/acceptance-schema.ts';
import type { Fleet, Intent, Recipe } from '../../src-shared/fleet.ts';
import type { YardCapabilities } from '../../src-shared/capabilities-schema.ts';
import type { GenerationId, ImageId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { nextNumber } from '../../src-shared/numbering.ts';
import { recipeModelOf } from '../../src-shared/recipe-model.ts';
import { currentOf, generationOf } from '../../src-shared/roles.ts';
import { promisedProof } from '../../src-shared/proof-alone.ts';

/** A fleet that never had a generation starts from this. */
const firstRecipe: Recipe = {
  env: {},
  drainTimeoutMs: 10_000,
  health: { intervalMs: 1000, timeoutMs: 1000, healthyAfter: 2, unhealthyAfter: 3 },
};

export interface Pinning {
  /** Who presses: `ann on desk`. */
  readonly by: string;
  /** Epoch milliseconds. */
  readonly pressedAtMs: number;
  /** Of the yard. */
  readonly capabilities: Pick<YardCapabilities, 'previewAddress'>;
}

export function pinIntent(
  fleet: Fleet,
  wish: Exclude<Wish, { kind: 'revert' }>,
  pinning: Pinning,
): Intent {
  switch (wish.kind) {
    case 'cut-over': {
      const { to, expectedRevision, accepted } = wish;
      // A fleet without traffic has nothing to go back to: `from` is then `to` itself.
      const from = currentOf(fleet)?.id ?? to;
      const given = acceptedBy(accepted, pinning);
      const intent = { kind: 'cut-over', to, from, expectedRevision, ...given } as const;
      return generationOf(fleet, to)?.isAttached === false ? { ...intent, attaches: true } : intent;
    }
    case 'launch':
      return launchOf(fleet, wish);
    case 'replace':
      return { kind: 'replace', generation: wish.generation, block: wish.block };
    case 'retire':
      return { kind: 'retire', generation: wish.generation };
    case 'adopt': {
      const seen = generationOf(fleet, wish.generation);
      // Refused by the plan before it gets here.
      if (seen === undefined) throw new Error('A generation that is not there cannot be adopted.');
      return { kind: 'adopt', generation: wish.generation, number: seen.number };
    }
    case 'stop':
    case 'start':
      return { kind: wish.kind, generation: wish.generation };
    case 'scale': {
      const { generation, size } = wish;
      const seen = generationOf(fleet, generation);
      // Refused by the plan before it gets here.
      if (seen === undefined) throw new Error('A generation that is not there cannot be scaled.');
      return { kind: 'scale', generation, size, from: seen.size };
    }
    case 'release': {
      const { source, terms, expectedRevision, accepted } = wish;
      const candidate =
        source.kind === 'image'
          ? launchOf(fleet, source)
          : ({ kind: 'existing', generation: source.generation } as const);
      const to = candidate.kind === 'launch' ? null : candidate.generation;
      const from = currentOf(fleet)?.id ?? to;
      // Refused by the plan before it gets here: nothing serves, so there is nothing to release beside.
      if (from === null) throw new Error('A release needs a generation that serves.');
      const given = acceptedBy(accepted, pinning);
      const proof = promisedProof(pinning.capabilities, fleet);
      return { kind: 'release', candidate, from, expectedRevision, terms, ...proof, ...given };
    }
  }
}

function acceptedBy(
  accepted: AcceptanceWish | undefined,
  { by, pressedAtMs }: Pinning,
): Pick<Extract<Intent, { kind: 'release' }>, 'accepted'> {
  if (accepted === undefined) return {};
  const weighed = accepted.weighed.map(({ what }) => what);
  return { accepted: { reason: accepted.reason, weighed, by, atMs: pressedAtMs } };
}

interface LaunchSource {
  readonly image: ImageId;
  readonly size: number;
  readonly recipeOf?: GenerationId | undefined;
}

function launchOf(
  fleet: Fleet,
  { image, size, recipeOf }: LaunchSource,
): Extract<Intent, { kind: 'launch' }> {
  const chosen = recipeOf === undefined ? recipeModelOf(fleet) : generationOf(fleet, recipeOf);
  const recipe = chosen?.recipe ?? firstRecipe;
  const named = recipeOf === undefined ? {} : { recipeOf };
  return { kind: 'launch', image, size, number: nextNumber(fleet), recipe, ...named };
}
