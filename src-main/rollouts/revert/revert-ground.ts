/** What a revert is pressed on: the last look, its age, and whether it may forbid anything. */
import type { YardCapabilities } from '../../../src-shared/capabilities-schema.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { FleetId, GenerationId } from '../../../src-shared/ids.ts';
import { generationOf } from '../../../src-shared/roles.ts';
import { ageMs } from '../../clock/age.ts';
import type { Clock } from '../../clock/clock.ts';
import { within } from '../../clock/within.ts';
import type { Observations } from '../../fleets/observations.ts';
import type { Limits } from '../../yards/yard-pace.ts';
import { readSplit } from '../changed-since.ts';

export interface Ground {
  readonly fleet: Fleet | undefined;
  /** Age of the look in milliseconds; null when there was none at all. */
  readonly ageMs: number | null;
  /** Young enough to be sent on. */
  readonly isRecent: boolean;
  /** It may be believed where it forbids; else the yard is the one to say no. */
  readonly mayForbid: boolean;
}

interface GroundPorts {
  readonly clock: Clock;
  readonly observations: Pick<Observations, 'fresh' | 'sight'>;
  readonly limits: Pick<Limits, 'liveLookMs'>;
}

/** With reads failing, an older look is refreshed first, if that is quick. */
const oldLookMs = 2000;
/** For all that is looked before a revert leaves. */
const quickReadMs = 200;

/** The last look; a quick new one when it is old, or when it misses the generation that is gone back to. */
export async function groundOf(
  { clock, observations, limits }: GroundPorts,
  id: FleetId,
  to: GenerationId,
): Promise<Ground> {
  const startedAtMs = clock.monotonicMs();
  const standing = (): Ground => {
    const sight = observations.sight();
    if (sight.kind === 'none') {
      return { fleet: undefined, ageMs: null, isRecent: false, mayForbid: false };
    }
    const fleet = sight.look.observation.fleets.find((one) => one.id === id);
    const age = ageMs(clock, sight.look);
    const isRecent = age <= (sight.kind === 'live' ? limits.liveLookMs : oldLookMs);
    return { fleet, ageMs: age, isRecent, mayForbid: isRecent };
  };
  /** @returns whether another look was there in time. */
  const lookAgain = async (): Promise<boolean> => {
    const leftMs = quickReadMs - (clock.monotonicMs() - startedAtMs);
    return leftMs > 0 && (await within(clock, leftMs, observations.fresh())).ok;
  };
  let ground = standing();
  if (!ground.isRecent) {
    await lookAgain();
    ground = standing();
  }
  const { fleet, isRecent } = ground;
  if (!isRecent || fleet === undefined || generationOf(fleet, to) !== undefined) return ground;
  // The first look after a start is compared with nothing: that it misses something proves nothing (rule 8).
  const isTold = await lookAgain();
  ground = standing();
  return { ...ground, mayForbid: isTold && ground.mayForbid };
}

export function groundText(ground: Ground, revisions: YardCapabilities['revisions']): string {
  const { fleet, ageMs } = ground;
  if (fleet === undefined || ageMs === null) {
    return 'Sent without a look at the fleet: it may have overwritten a change by someone else.';
  }
  const seen = `The split read ${readSplit(fleet, revisions)}`;
  if (ground.isRecent) return `${seen}.`;
  return `Sent on a look that was ${spanText(ageMs)} old (${seen}): it may have overwritten a change by someone else.`;
}

function spanText(ms: number): string {
  if (ms < 120_000) return `${String(Math.round(ms / 1000))} s`;
  if (ms < 2 * 3_600_000) return `${String(Math.round(ms / 60_000))} min`;
  return `${String(Math.round(ms / 3_600_000))} h`;
}
