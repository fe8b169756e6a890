/** What the parts of the card are given of one side. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';

export interface BehaviourSide {
  readonly generation: Generation;
  /** Safe text, as the facts above call it. */
  readonly name: string;
  readonly hue: 'old' | 'new' | 'none';
}

export interface BehaviourSides {
  readonly fleet: Fleet;
  readonly a: BehaviourSide;
  readonly b: BehaviourSide;
}
