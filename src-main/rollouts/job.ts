/** What the runner needs to carry one rollout on, and the ports that it uses. */
import type { Fleet, Intent } from '../../src-shared/fleet.ts';
import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
import type { Progress } from '../../src-shared/panel.ts';
import type { Marked } from '../clock/age.ts';
import type { Clock } from '../clock/clock.ts';
import type { Observations } from '../fleets/observations.ts';
import type { AskFindings } from '../compare/findings/ask-findings.ts';
import type { AskSamples } from '../compare/findings/ask-behaviour.ts';
import type { Yard } from '../yards/port.ts';
import type { Limits } from '../yards/yard-pace.ts';
import type { Decide } from './decide/decide.ts';
import type { Diary } from './diary.ts';
import type { Facts } from './decide/facts.ts';
import type { Lease } from './lease.ts';
import type { TokenOf } from './tokens.ts';

export interface RunnerPorts {
  readonly yard: Yard;
  readonly observations: Pick<Observations, 'fresh' | 'onSight'>;
  readonly clock: Clock;
  readonly limits: Limits;
  /** Arguments, so that the suite can show that a wrong one is noticed. */
  readonly decide: Decide;
  /** Compares what serves with what comes. */
  readonly findings: AskFindings;
  /** Sends both the same sample requests; null: how they behave is not compared. */
  readonly samples: AskSamples | null;
  readonly tokenOf: TokenOf;
}

/** The look that a press was judged on, with the claim's answer put into it. */
export interface FirstLook {
  readonly fleet: Fleet;
  /** When it was begun. */
  readonly lookedAt: Marked;
}

/** A look of a turn. */
export interface SeenFleet {
  readonly lookedAt: Marked;
  readonly fleet: Fleet | undefined;
  /** Why there is none, when there is none. */
  readonly missing: string;
  readonly isSignedOut: boolean;
}

export interface Job {
  readonly rollout: RolloutId;
  readonly fleet: FleetId;
  readonly intent: Intent;
  readonly epoch: number;
  readonly facts: Facts;
  readonly diary: Diary;
  readonly lease: Lease;
  /** Saves the first turn a look when it is fresh enough; null when there is none. */
  readonly firstLook: FirstLook | null;
  /** Of the press, when this process has seen it; else null and no time is measured. */
  readonly pressedAtMs: number | null;
  /** Aborted when the panel ends. */
  readonly signal: AbortSignal;
  /** Aborted when the lease is lost. */
  readonly lost: AbortSignal;
  readonly show: (progress: Progress) => void;
}
