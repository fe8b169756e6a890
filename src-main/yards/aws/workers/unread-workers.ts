/**
 * Servers without a load balancer that AWS did not tell of in a look: as they were last seen for as long as EC2's
 * own verdicts are old at the best of times, and unknown from then on. Pure.
 */
import type { Block, Fleet } from '../../../../src-shared/fleet.ts';
import type { Fault } from '../../../../src-shared/result.ts';
import { plain, roughDuration } from '../../../../src-shared/wording.ts';

/** EC2 checks a server once a minute. A server that is gone is told sooner by its hook, which is asked all the same. */
const believedMs = 60_000;

/** @param ageMs of the last good reading. */
export function unreadWorkers(fleets: readonly Fleet[], ageMs: number): readonly Fleet[] {
  if (ageMs <= believedMs) return fleets;
  const reason = `AWS could not be asked for it for ${roughDuration(ageMs)}.`;
  const unknown = (block: Block): Block => ({ ...block, state: { kind: 'unknown', reason } });
  return fleets.map((fleet) => ({
    ...fleet,
    generations: fleet.generations.map((generation) => ({
      ...generation,
      blocks: generation.blocks.map(unknown),
    })),
  }));
}

/** @param wereSeen by an earlier look of this panel. */
export function unreadNotice({ message, todo }: Fault, wereSeen: boolean): string {
  const shown = wereSeen
    ? 'They are shown as they were last seen, and as unknown after a minute.'
    : 'Their fleets are not shown until they can.';
  const text = `The servers without a load balancer could not be read. ${plain(message, 300)} ${shown}`;
  return todo === undefined ? text : `${text} ${plain(todo, 300)}`;
}
