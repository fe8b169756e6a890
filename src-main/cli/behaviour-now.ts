/** How the two sides of a release behave, measured by a command of its own: it holds nothing that a panel has measured. */
import type { Fleet } from '../../src-shared/fleet.ts';
import { generationOf } from '../../src-shared/roles.ts';
import { askSamples } from '../compare/findings/ask-behaviour.ts';
import type { TwoSides } from '../compare/findings/ask-findings.ts';
import { standingFindings, together, unsampled } from '../compare/findings/behaviour-findings.ts';
import type { Gathered } from '../compare/findings/gathered.ts';
import { longestSamplingMs, waitsForAcceptance } from '../compare/findings/waiting-sides.ts';
import type { CliRun } from './ground.ts';
import type { KnownPlace } from './open-place.ts';

export async function behaviourNow(
  { clock, interrupted }: CliRun,
  { listOf }: Pick<KnownPlace, 'listOf'>,
  fleet: Fleet,
  sides: TwoSides,
): Promise<Gathered> {
  const ask = askSamples({ clock, listOf, keep: () => undefined });
  const enough = AbortSignal.any([interrupted, AbortSignal.timeout(longestSamplingMs)]);
  const samples = waitsForAcceptance(fleet, sides)
    ? await ask(fleet, sides, enough)
    : unsampled('none were sent, as just now the one that would come could not take the traffic.');
  const [a, b] = [generationOf(fleet, sides.a), generationOf(fleet, sides.b)];
  return a === undefined || b === undefined
    ? samples
    : together([standingFindings(fleet, { a, b }), samples]);
}
