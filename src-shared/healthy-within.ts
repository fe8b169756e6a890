import type { Recipe } from './fleet.ts';

/** Milliseconds that a block gets at least to become healthy. */
export const usualHealthyMs = 60_000;

/** The same where servers are started: they boot, install what their user data says and are then checked. */
export const farHealthyMs = 600_000;

/**
 * How long a block may take to become healthy, in milliseconds: the usual limit, or three times what
 * its own health checks need at least when they are slow.
 */
export function healthyWithinMs(recipe: Recipe, atLeastMs: number = usualHealthyMs): number {
  const { intervalMs, timeoutMs, healthyAfter } = recipe.health;
  return Math.max(atLeastMs, 3 * (intervalMs + timeoutMs) * healthyAfter);
}
