/** What a preflight is made from and what its checks look like. */
import type { YardCapabilities } from './capabilities-schema.ts';
import type { Fleet } from './fleet.ts';
import type { GenerationId, ImageId } from './ids.ts';
import type { Image } from './image.ts';
import type { Wish } from './wish-schema.ts';
import type { Band } from './panel.ts';
import type { PreflightFacts } from './preflight-facts-schema.ts';
import { generationOf } from './roles.ts';

export type PreflightWish = Extract<Wish, { kind: 'cut-over' | 'release' }>;

export interface PreflightGround {
  readonly capabilities: YardCapabilities;
  readonly fleet: Fleet;
  readonly images: readonly Image[];
  readonly band: Pick<Band, 'account'>;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** What a switch of this fleet takes, as measured; null when none was. */
  readonly switchMs: number | null;
  /** Null while the yard is being asked. */
  readonly facts: PreflightFacts | null;
}

/** `asking`: the yard has not answered yet. `untold`: it cannot be told. */
export type PreflightVerdict = 'passed' | 'warning' | 'failed' | 'untold' | 'asking';

export interface PreflightCheck {
  readonly what: string;
  readonly verdict: PreflightVerdict;
  /** One sentence. */
  readonly text: string;
  /** What can be done about it, one imperative sentence; empty where there is nothing. */
  readonly todo: string;
  /** Beginning could not work. */
  readonly stops: boolean;
}

/** The image that is to serve, and the generation where there is one already. */
export function comesFrom(
  fleet: Fleet,
  wish: PreflightWish,
): { readonly image: ImageId | null; readonly generation: GenerationId | null } {
  if (wish.kind === 'release' && wish.source.kind === 'image') {
    return { image: wish.source.image, generation: null };
  }
  const id =
    wish.kind === 'cut-over'
      ? wish.to
      : wish.source.kind === 'generation'
        ? wish.source.generation
        : null;
  const generation = id === null ? undefined : generationOf(fleet, id);
  return { image: generation?.image ?? null, generation: generation?.id ?? null };
}
