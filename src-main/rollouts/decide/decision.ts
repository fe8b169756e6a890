/** What `decide` answers. Plain data: it can be shown, logged, compared, and performed by someone else. */
import type { YardCapabilities } from '../../../src-shared/capabilities-schema.ts';
import type { DataWish } from '../../../src-shared/data-note-schema.ts';
import type { Denial } from '../../../src-shared/denial.ts';
import type { Entry, Fleet, Intent, Step } from '../../../src-shared/fleet.ts';
import type { BlockId, GenerationId, RolloutId } from '../../../src-shared/ids.ts';
import type { Course, Outcome } from '../../../src-shared/panel.ts';
import type { ReleaseChecks } from '../../../src-shared/release-schema.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { Limits } from '../../yards/yard-pace.ts';
import type { Facts, StepKey } from './facts.ts';

/** One effect. `title` and `reason` go into the journal and the timeline before it is sent. */
export type Action = {
  readonly key: StepKey;
  readonly title: string;
  readonly reason: string;
} & (
  | {
      readonly kind: 'route';
      readonly to: GenerationId;
      readonly expectedRevision: number | 'any';
      readonly previous: GenerationId | null;
      readonly overtake: boolean;
    }
  /** Puts it on the entry at weight 0 and moves no traffic. */
  | {
      readonly kind: 'attach';
      readonly generation: GenerationId;
      readonly expectedRevision: number;
    }
  /** Part of the traffic, or all of it, on behalf of a release. In percent, 1..100. */
  | {
      readonly kind: 'shift';
      readonly to: GenerationId;
      readonly from: GenerationId;
      readonly percent: number;
      /** Which of its shares, from 0. */
      readonly at: number;
      readonly expectedRevision: number;
    }
  | { readonly kind: 'launch-generation' }
  | { readonly kind: 'launch-block'; readonly generation: GenerationId; readonly replaces: BlockId }
  /** One more, beside all that are there. `size`: what the generation is meant to have then. */
  | { readonly kind: 'add-block'; readonly generation: GenerationId; readonly size: number }
  /** With `size` its generation is meant to have so many from then on; else it keeps its size. */
  | { readonly kind: 'terminate-block'; readonly block: BlockId; readonly size?: number }
  | { readonly kind: 'retire-generation'; readonly generation: GenerationId }
  | {
      readonly kind: 'adopt-generation';
      readonly generation: GenerationId;
      /** That it keeps from then on. */
      readonly number: number;
    }
  /** Of what it does to shared data; changes nothing that runs. */
  | { readonly kind: 'note-data'; readonly generation: GenerationId; readonly note: DataWish }
  | { readonly kind: 'stop-generation'; readonly generation: GenerationId }
  | { readonly kind: 'start-generation'; readonly generation: GenerationId }
);

/** A real request that would tell more than waiting. */
export type Probe =
  | { readonly through: 'entry'; readonly wanted: GenerationId }
  /** At its own address, past the split. */
  | {
      readonly through: 'candidate';
      readonly generation: GenerationId;
      readonly checks: ReleaseChecks;
    };

/** `value` is 0..1 of weighted steps; `title` is what the screen says is going on. */
export type Decision = {
  readonly value: number;
  readonly title: string;
  /** Of a release. */
  readonly course?: Course;
} & (
  | { readonly phase: 'acting'; readonly action: Action }
  /**
   * `isSlow`: what is waited for takes minutes, so that looking all the time only costs calls. `pauseMs`:
   * between looks, at least.
   */
  | {
      readonly phase: 'waiting';
      readonly because: string;
      readonly probe: Probe | null;
      readonly isSlow: boolean;
      readonly pauseMs?: number;
    }
  | {
      readonly phase: 'ended';
      readonly kind: Outcome['kind'];
      readonly text: string;
      /** Where the yard did not allow it. */
      readonly denial?: Denial | undefined;
    }
);

export interface DecideInput<Kind extends Intent['kind'] = Intent['kind']> {
  readonly rollout: RolloutId;
  readonly intent: Extract<Intent, { kind: Kind }>;
  /** The newest look. */
  readonly fleet: Fleet;
  readonly facts: Facts;
  /** Monotonic. */
  readonly nowMs: number;
  /** Milliseconds since the press, time asleep included. */
  readonly sinceBegunMs: number;
  readonly marker: Entry['marker'];
  /** Whether revisions of the split can be ordered. */
  readonly revisions: YardCapabilities['revisions'];
  /** Whether one generation can be asked past the split. */
  readonly canCheck: boolean;
  /** Since a person passed the last place of a release, by the wall clock; null: nobody did. */
  readonly sincePassedMs: number | null;
  /** What of the entry was changed since the press, in sentences; empty where the yard does not say. */
  readonly changed?: readonly string[];
  readonly limits: Limits;
}

export function acting(value: number, action: Action): Decision {
  return { phase: 'acting', value, title: action.title, action };
}

export function waiting(value: number, title: string, because: string): Decision {
  return waitingFor(value, title, because, {});
}

export function waitingFor(
  value: number,
  title: string,
  because: string,
  { probe = null, pauseMs }: { readonly probe?: Probe | null; readonly pauseMs?: number },
): Decision {
  const pause = pauseMs === undefined ? {} : { pauseMs };
  return { phase: 'waiting', value, title, because, probe, isSlow: false, ...pause };
}

export function waitingSlowly(value: number, title: string, because: string): Decision {
  return { phase: 'waiting', value, title, because, probe: null, isSlow: true };
}

export function ended(
  kind: Outcome['kind'],
  title: string,
  text: string,
  denial?: Denial,
): Decision {
  return { phase: 'ended', value: 1, title, kind, text, ...(denial && { denial }) };
}

/** As the yard keeps it for those who watch. @param because what it waits for; null: it does not. */
export function stepOfDecision(
  { title, course }: Pick<Decision, 'title' | 'course'>,
  because: string | null,
): Step {
  const pass = course?.offers.find((offer) => offer.kind === 'pass');
  const waits = because === null ? {} : { because: plain(because, 300) };
  return { title: plain(title), waitsAt: pass?.place ?? null, ...waits };
}

const takesNothingAway: ReadonlySet<Action['kind']> = new Set([
  'launch-generation',
  'launch-block',
  'add-block',
  'adopt-generation',
  'start-generation',
]);

/** Writes to the entry or takes capacity away: a guard was asked on the look. */
export function isGuarded({ kind }: Action): boolean {
  return !takesNothingAway.has(kind);
}
