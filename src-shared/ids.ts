/**
 * Identities. Branded so that a block id can never be passed where a generation id is meant;
 * at run time they are plain strings.
 */
import { plain } from './wording.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type YardId = Branded<'yard'>;
export type FleetId = Branded<'fleet'>;
/** `storefront-v002`: the fleet's name and the generation's number, never used twice. */
export type GenerationId = Branded<'generation'>;
export type BlockId = Branded<'block'>;
/** Names the content: `sha256:` and 64 hex digits locally, an AMI or image id elsewhere. */
export type ImageId = Branded<'image'>;
export type RolloutId = Branded<'rollout'>;
/** Idempotency token of one effect: the same token is performed at most once by a yard. */
export type Token = Branded<'token'>;

export const asYardId = (text: string): YardId => text as YardId;
export const asFleetId = (text: string): FleetId => text as FleetId;
export const asGenerationId = (text: string): GenerationId => text as GenerationId;
export const asBlockId = (text: string): BlockId => text as BlockId;
export const asImageId = (text: string): ImageId => text as ImageId;
export const asRolloutId = (text: string): RolloutId => text as RolloutId;
export const asToken = (text: string): Token => text as Token;

/** `v002`; three digits at least, as operators of server groups know it. */
export function generationLabel(number: number): string {
  return `v${String(number).padStart(3, '0')}`;
}

/** What people call it: its own name where it has one, else its number. */
export function labelOfGeneration(generation: {
  number: number;
  label?: string | undefined;
}): string {
  // A label comes from outside: the name of a target group, a tag.
  return generation.label === undefined
    ? generationLabel(generation.number)
    : plain(generation.label, 60);
}

/** `storefront-v002` for the fleet named storefront. */
export function generationIdOf(fleetName: string, number: number): GenerationId {
  return asGenerationId(`${fleetName}-${generationLabel(number)}`);
}
