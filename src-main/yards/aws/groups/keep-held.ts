/**
 * Holds auto scaling groups at their size for as long as they have to keep it, see holds-due.ts: right before traffic
 * moves, and beside the looks of any panel that may write. A revert never comes here: it waits for no hold.
 */
import type { Fleet } from '../../../../src-shared/fleet.ts';
import type { FleetId, GenerationId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { within } from '../../../clock/within.ts';
import type { LaunchPorts } from '../launch/launch-ports.ts';
import { holdsBeforeWrite, holdsToRenew, keptAtSize, type HeldLook } from './holds-due.ts';
import { holdNamed, type HoldPorts } from './hold.ts';

export interface KeepHeldPorts extends HoldPorts, Pick<LaunchPorts, 'note'> {
  /** Of the last look; null: it did not show this fleet. */
  readonly behindOf: (fleet: FleetId) => HeldLook['behind'] | null;
  /** Generations with traffic, or that take work; null: not known. */
  readonly servingOf: (fleet: FleetId) => readonly GenerationId[] | null;
}

export interface KeepHeld {
  /**
   * Whoever has traffic and whoever is to get some. Fails only where AWS may answer otherwise in a moment: nothing of
   * the traffic was sent then, and the same order comes again. What AWS refuses is told, and traffic moves.
   */
  readonly beforeWrite: (fleet: FleetId, gets: readonly GenerationId[]) => Promise<Result<null>>;
  /** Renews what has less than half of its time left; never rejects. */
  readonly afterLook: (fleets: readonly Fleet[]) => Promise<void>;
}

/** As a test rule is waited for: a switch is wanted now, and is ordered again. */
const beforeWriteMs = 5000;
/** The last look may show a hold as it was a minute ago; and what AWS has just refused it refuses again. */
const longestPauseMs = 5 * 60_000;

export function createKeepHeld(ports: KeepHeldPorts): KeepHeld {
  const { clock, holdMs, note } = ports;
  const pauseMs = Math.min(longestPauseMs, holdMs / 20);
  /** By group: when it may be tried again, monotonic. */
  const triedUntilMs = new Map<string, number>();
  const told = new Map<string, string>();

  const lookAt = (fleet: FleetId): HeldLook | null => {
    const behind = ports.behindOf(fleet);
    return behind === null ? null : { behind, nowMs: clock.now(), holdMs };
  };
  const tell = (fleet: FleetId, name: string, { message }: Fault): void => {
    if (told.get(name) === message) return;
    told.set(name, message);
    note(
      `The auto scaling group ${plain(name, 60)} could not be held at its size for longer: ${message} Its own policies may end servers of the way back.`,
      fleet,
    );
  };
  const hold = async (name: string): Promise<Result<null>> => {
    triedUntilMs.set(name, clock.monotonicMs() + pauseMs);
    const held = await holdNamed(ports, name);
    if (held.ok) told.delete(name);
    return held;
  };
  const all = async (fleet: FleetId, names: readonly string[]): Promise<Result<null>> => {
    for (const name of names) {
      const held = await hold(name);
      if (held.ok) continue;
      if (isPassing(held.fault)) return held;
      tell(fleet, name, held.fault);
    }
    return succeed(null);
  };

  return {
    async beforeWrite(fleet, gets) {
      const look = lookAt(fleet);
      const serving = ports.servingOf(fleet);
      if (look === null || serving === null) return succeed(null);
      const names = holdsBeforeWrite(look, [...serving, ...gets]);
      if (names.length === 0) return succeed(null);
      const held = await within(clock, beforeWriteMs, all(fleet, names));
      return held.ok ? held : fail(notMoved(names, held.fault));
    },
    async afterLook(fleets) {
      for (const fleet of fleets) {
        const look = lookAt(fleet.id);
        if (look === null) continue;
        for (const name of holdsToRenew(look, keptAtSize(fleet))) {
          if (clock.monotonicMs() < (triedUntilMs.get(name) ?? -Infinity)) continue;
          const held = await hold(name);
          if (!held.ok) tell(fleet.id, name, held.fault);
        }
      }
    },
  };
}

/** AWS has not said no, or only for now. */
function isPassing({ code }: Fault): boolean {
  return passing.has(code);
}

const passing: ReadonlySet<Fault['code']> = new Set([
  ...(['unreachable', 'unknown-outcome', 'internal'] as const),
  ...(['throttled', 'signed-out'] as const),
]);

/** Nothing of the traffic was sent: the code must not say that something may have been. */
function notMoved(names: readonly string[], { code, message, ...more }: Fault): Fault {
  const held = plain(names.join(', '), 120);
  return {
    ...more,
    code: code === 'unknown-outcome' ? 'unreachable' : code,
    message: `No traffic was moved: it is not known yet whether ${held} keeps its size. ${message}`,
  };
}
