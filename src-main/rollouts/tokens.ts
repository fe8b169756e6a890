import { asToken, type RolloutId, type Token } from '../../src-shared/ids.ts';
import type { StepKey } from './decide/facts.ts';

/**
 * The token of one effect of one rollout. It follows from both names alone, so that whoever goes on
 * with the rollout, with or without its journal, repeats with the same token (rule 7).
 */
export function tokenOf(rollout: RolloutId, key: StepKey): Token {
  return asToken(`${rollout}.${key}`);
}

export type TokenOf = typeof tokenOf;
