/** What the acts panel says on top. */
import type { Denial } from '../../../src-shared/denial.ts';
import type { Outcome } from '../../../src-shared/panel.ts';

export interface Situation {
  /** `asks`: it waits for a press. */
  readonly tone: 'calm' | 'busy' | 'asks' | 'held' | 'good' | 'warning' | 'trouble';
  readonly strong: string;
  readonly rest: string;
  /** 0..1 while something runs. */
  readonly progress: number | null;
  /** How far it is stands in the steps of a release. */
  readonly hasCourse?: boolean;
  /** Whose end it tells. */
  readonly of?: Outcome['rollout'];
  /** It ended because the yard does not allow it. */
  readonly denial?: Denial;
}
