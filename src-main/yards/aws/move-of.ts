/** From whom to whom a change moves traffic, whatever it does beside. Pure. */
import type { Intent } from '../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';

export interface Move {
  readonly from: GenerationId;
  readonly to: GenerationId;
}

/**
 * @param launched the generation that the change brought up; null: none, or it is not seen yet.
 * @returns null for what moves no traffic, and before there is somebody to move it to.
 */
export function moveOf(intent: Intent, launched: GenerationId | null): Move | null {
  switch (intent.kind) {
    case 'cut-over':
      return { from: intent.from, to: intent.to };
    case 'release': {
      const { candidate, from } = intent;
      const to = candidate.kind === 'existing' ? candidate.generation : launched;
      return to === null ? null : { from, to };
    }
    default:
      return null;
  }
}
