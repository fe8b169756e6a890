/** The preflight of a plan, asked now, and its list as lines: the same checks as in the window. */
import type { Fleet } from '../../src-shared/fleet.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { preflightOf, preflightSummary, type Preflight } from '../../src-shared/preflight.ts';
import type { PreflightCheck } from '../../src-shared/preflight-shape.ts';
import { askPreflight } from '../sessions/ask-preflight.ts';
import type { CliRun } from './ground.ts';
import type { OpenPlace } from './open-place.ts';

/** Null for what has none. @param asksRights about twenty calls where somebody counts them: for a plan, which a person asks for. */
export async function askedPreflight(
  { clock }: CliRun,
  { yard, opened, rollouts, observations }: OpenPlace,
  fleet: Fleet,
  wish: Wish,
  asksRights: boolean,
): Promise<Preflight | null> {
  if (wish.kind !== 'release' && wish.kind !== 'cut-over') return null;
  const { capabilities } = yard;
  const sight = observations.sight();
  const images = sight.kind === 'none' ? [] : sight.look.observation.images;
  const nowMs = clock.now();
  const facts = await askPreflight({ yard, fleet, images, clock, nowMs, asksRights }, wish);
  const switchMs = rollouts.expectedRevertMs(fleet.id);
  const ground = { capabilities, fleet, images, band: opened.band(), nowMs, switchMs, facts };
  return preflightOf(ground, wish);
}

const words: Readonly<Record<PreflightCheck['verdict'], string>> = {
  passed: 'passed',
  warning: 'warning',
  failed: 'failed',
  untold: 'cannot be told',
  asking: 'not answered',
};

export function preflightLines(preflight: Preflight): readonly string[] {
  const { forward, back, cost } = preflight;
  return [
    `Preflight: ${preflightSummary(preflight)}`,
    '  Way forward',
    ...forward.map(line),
    '  Way back',
    ...back.map(line),
    ...(cost === '' ? [] : [`  ${cost}`]),
  ];
}

function line({ what, verdict, text, todo }: PreflightCheck): string {
  const then = todo === '' ? '' : ` ${todo}`;
  return `  ${words[verdict].padEnd(14)}  ${what}: ${text}${then}`;
}
