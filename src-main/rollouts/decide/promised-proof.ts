/**
 * What the plan of a release promised stays promised: a proof that cannot be had any more is asked for all the
 * same, so that the yard says why not, and the release ends without traffic instead of without its proof. Pure.
 */
import type { ReleaseInput } from './release-scene.ts';

/** Whether the candidate has to answer in isolation before it gets any traffic. */
export function isProvedAlone({
  intent,
  canCheck,
}: {
  readonly intent: Pick<ReleaseInput['intent'], 'provesAlone'>;
  readonly canCheck: boolean;
}): boolean {
  return canCheck || intent.provesAlone === true;
}
