/** What the engine tells the panel; the same parts as the window's events, without their numbers. */
import type { Outcome, Progress, TimelineEvent, SwitchTime } from '../../src-shared/panel.ts';

export type RolloutEvent =
  | { readonly kind: 'progress'; readonly progress: readonly Progress[] }
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  | { readonly kind: 'timeline'; readonly events: readonly TimelineEvent[] }
  | { readonly kind: 'switch-time'; readonly time: SwitchTime };
