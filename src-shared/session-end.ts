/**
 * A change in whose middle a person would have to sign in again is not begun: it would park there, and so
 * would its revert. Said once, for plan, button, preflight and command line. Never asked of a revert. Pure.
 */
import { assertNever } from './assert-never.ts';
import type { Fleet, Generation } from './fleet.ts';
import { healthyWithinMs, farHealthyMs } from './healthy-within.ts';
import type { Wish } from './wish-schema.ts';
import { recipeModelOf } from './recipe-model.ts';
import { currentOf, generationOf } from './roles.ts';
import { sharesOf } from './release.ts';
import { roughDuration } from './wording.ts';

export interface SessionEnd {
  /** When a person has to sign in again, epoch milliseconds; null: not known, or nobody has to. */
  readonly signInByMs: number | null;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

/** A revert, and a sign-in before it, should still fit in after the end of the change. */
export const revertReserveMs = 10 * 60_000;
/** Of one switch: the reads, the write, and seeing it. */
const switchMs = 60_000;
/** A retirement, and a stop of the way back, can be undone so long before anything ends. */
const undoMs = 10_000;
/** A template and tags, and seeing them. */
const tagsMs = 60_000;

/**
 * How long it takes at most, in milliseconds, as far as that can be known. Waits for people count nothing: who
 * is asked to press is there, and signs in before. What is scaled counts once, as it stands whole after each block.
 */
export function longestMs(fleet: Fleet, wish: Wish): number {
  switch (wish.kind) {
    case 'revert':
      return 0;
    case 'cut-over':
      return switchMs + attachingMs(generationOf(fleet, wish.to));
    case 'launch':
      return startingMs(recipeModelOf(fleet) ?? currentOf(fleet));
    case 'replace':
    case 'scale': {
      const generation = generationOf(fleet, wish.generation);
      return startingMs(generation) + drainMs(generation);
    }
    case 'adopt':
      return tagsMs;
    case 'stop':
      return (
        (fleet.previous === wish.generation ? undoMs : 0) +
        drainMs(generationOf(fleet, wish.generation)) +
        switchMs
      );
    case 'start':
      return startingMs(generationOf(fleet, wish.generation));
    case 'retire':
      return undoMs + drainMs(generationOf(fleet, wish.generation)) + switchMs;
    case 'release': {
      const { source, terms } = wish;
      const first =
        source.kind === 'image'
          ? startingMs(recipeModelOf(fleet) ?? currentOf(fleet))
          : attachingMs(generationOf(fleet, source.generation));
      const pauses = terms.steps.reduce((sum, { pauseMs }) => sum + (pauseMs ?? 0), 0);
      const { inARow, withinMs } = terms.checks;
      const opinionMs = terms.opinion?.isRequired === true ? terms.opinion.waitMs : 0;
      const shares = switchMs * sharesOf(terms).length;
      return first + inARow * withinMs + shares + pauses + terms.bakeMs + opinionMs;
    }
    default:
      return assertNever(wish, 'wish');
  }
}

/** Null where it may begin. */
export function sessionRefusal(fleet: Fleet, wish: Wish, session: SessionEnd): string | null {
  const { signInByMs, nowMs } = session;
  if (wish.kind === 'revert' || signInByMs === null) return null;
  const leftMs = signInByMs - nowMs;
  const takesMs = longestMs(fleet, wish);
  if (leftMs >= takesMs + revertReserveMs) return null;
  if (leftMs <= 0) return 'The credentials have ended. Sign in first.';
  const long =
    takesMs > longWaitMs ? ', and where no session lasts so long, shorten what it waits for' : '';
  return `The credentials end in ${roughDuration(leftMs)}. This can take ${roughDuration(takesMs)}, and ${roughDuration(revertReserveMs)} are kept for a revert after it. Sign in first${long}.`;
}

/** Beyond this a bake or a pause counts most, and a session of an hour may be too short for it. */
const longWaitMs = 30 * 60_000;

function startingMs(generation: Generation | undefined): number {
  return generation === undefined ? farHealthyMs : healthyWithinMs(generation.recipe, farHealthyMs);
}

/** Nobody has checked its blocks before. */
function attachingMs(generation: Generation | undefined): number {
  return generation?.isAttached === false ? startingMs(generation) : 0;
}

function drainMs(generation: Generation | undefined): number {
  return generation?.recipe.drainTimeoutMs ?? 0;
}
