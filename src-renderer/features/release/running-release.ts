/** The release that runs in a fleet, by this panel or by another one. Pure. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import type { GenerationId, RolloutId } from '../../../src-shared/ids.ts';
import type { Course, Outcome, Progress } from '../../../src-shared/panel.ts';
import type { ControlChange } from '../../../src-shared/release-schema.ts';
import { acceptsAt, noControls, type ReleaseIntent } from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import { generationOf, lanesOf } from '../../../src-shared/roles.ts';
import { sendsAllTo } from '../../../src-shared/split.ts';

export interface RunningRelease {
  readonly rollout: RolloutId;
  readonly intent: ReleaseIntent;
  /** Null where another panel carries it: only that one knows its steps. */
  readonly course: Course | null;
  readonly offers: readonly ControlChange[];
  readonly isHeld: boolean;
  /** A press was given for the place where it waits, and it still waits there: it came too late. */
  readonly isPressOld: boolean;
}

export function runningRelease(
  fleet: Fleet,
  progress: Progress | undefined,
  outcome: Outcome | undefined,
): RunningRelease | null {
  const kept = fleet.rollout;
  const controls = kept?.controls ?? noControls;
  if (progress !== undefined) {
    const { intent, rollout, course = null } = progress;
    if (intent.kind !== 'release') return null;
    const offers = course?.offers ?? [];
    const { passed } = kept?.id === rollout ? controls : noControls;
    return {
      ...{ rollout, intent, course, offers, isHeld: course?.isHeld ?? false },
      isPressOld: offers.some(
        (offer) =>
          offer.kind === 'pass' && offer.place <= passed && !acceptsAt(intent.terms, offer.place),
      ),
    };
  }
  // What has just ended here is still in the yard's last look.
  const isOver = kept?.id === outcome?.rollout && outcome?.kind !== 'handed-over';
  if (kept?.intent.kind !== 'release' || isOver) return null;
  const { id: rollout, intent } = kept;
  const waitsAt = kept.step?.waitsAt ?? null;
  return {
    ...{ rollout, intent, course: null, isHeld: controls.isHeld, isPressOld: false },
    offers: controls.isAborted
      ? []
      : [
          { kind: controls.isHeld ? 'resume' : 'hold' },
          ...(sendsAllTo(fleet, intent.from) ? [{ kind: 'abort' } as const] : []),
          // Its owner has told where it waits, and nobody has answered that; what was accepted may be something else.
          ...(waitsAt === null || (waitsAt <= controls.passed && !acceptsAt(intent.terms, waitsAt))
            ? []
            : [{ kind: 'pass', place: waitsAt } as const]),
        ],
  };
}

/** The two lanes; while a release runs they are its two generations, whatever was chosen. */
export function lanesInView(fleet: Fleet, chosen: GenerationId | null): readonly Generation[] {
  const released = lanesOfRelease(fleet);
  return released ?? lanesOf(fleet, chosen ?? undefined);
}

/** Null while none runs, or its candidate is not there yet. */
export function lanesOfRelease(fleet: Fleet): readonly Generation[] | null {
  const intent = fleet.rollout?.intent;
  if (intent?.kind !== 'release') return null;
  const lanes = [generationOf(fleet, intent.from), generationOf(fleet, releasedId(fleet, intent))]
    .filter((generation) => generation !== undefined)
    .filter(({ rung }) => rung !== 'retired')
    .sort((a, b) => a.number - b.number);
  return lanes.length === 2 ? lanes : null;
}
