/** The phases of a release as the screen draws them, and what can be said to it now. Pure. */
import type { Course } from '../../../src-shared/panel.ts';
import type { Decision } from './decision.ts';
import { canBePassed, needsNoPress } from './findings-press.ts';
import { isProvedAlone } from './promised-proof.ts';
import { placeBefore, type ReleaseInput, type ReleaseScene } from './release-scene.ts';

export type PhaseAt =
  | { readonly name: 'launch' | 'prove' | 'press' | 'bake' }
  /** `at`: which of the shares. */
  | { readonly name: 'shift'; readonly at: number };

/** What a part of a release answers: the decision, and which phase it belongs to. */
export interface Staged {
  readonly phase: PhaseAt;
  readonly decision: Decision;
}

type Phase = Course['phases'][number];
type PhaseName = Phase['name'];

export function courseOf(input: ReleaseInput, scene: ReleaseScene, now: PhaseAt): Course {
  const all = phasesOf(input, scene);
  const isNow = ({ name, at }: (typeof all)[number]): boolean =>
    name === now.name && (now.name !== 'shift' || at === now.at);
  const index = all.findIndex(isNow);
  return {
    phases: all.map(({ name, title }, place): Phase => ({
      name,
      title,
      state: place < index ? 'done' : place === index ? 'now' : 'ahead',
    })),
    isHeld: scene.controls.isHeld,
    offers: offersOf(input, scene, now),
    leftMs: leftOf(input, scene, now),
    ...(input.facts.release.opinion && { opinion: input.facts.release.opinion }),
  };
}

function phasesOf(
  input: ReleaseInput,
  { shares, label }: ReleaseScene,
): { readonly name: PhaseName; readonly at: number; readonly title: string }[] {
  const { candidate, terms } = input.intent;
  const launch = candidate.kind === 'launch' ? `Launch ${candidate.size}` : 'Look at its health';
  return [
    { name: 'launch', at: 0, title: launch },
    ...(isProvedAlone(input)
      ? [{ name: 'prove', at: 0, title: 'Prove in isolation' } as const]
      : []),
    ...pressOf(terms),
    ...shares.map((share, at) => ({
      name: 'shift' as const,
      at,
      title: share === 100 ? `All traffic to ${label}` : `${share} % of the traffic`,
    })),
    { name: 'bake', at: 0, title: 'Bake under watch' },
  ];
}

/** Where findings have to be accepted, that is the press. */
function pressOf({ waitsForPress, findings }: ReleaseInput['intent']['terms']) {
  const isStrict = findings === 'strict';
  const title = isStrict ? 'Accept the findings' : 'Your press';
  return waitsForPress || isStrict ? [{ name: 'press', at: 0, title } as const] : [];
}

function offersOf(
  input: ReleaseInput,
  { at, controls }: ReleaseScene,
  now: PhaseAt,
): Course['offers'] {
  const { intent, facts } = input;
  if (facts.steps.back !== undefined || controls.isAborted) return [];
  const reached = at ?? -1;
  const offers: Course['offers'] = [];
  const next = reached + 1;
  const place =
    canBePassed(input, next) && !needsNoPress(input, next) ? placeBefore(intent, next) : null;
  const waitsHere = now.name === 'press' || (now.name === 'shift' && now.at === reached);
  if (place !== null && waitsHere && !controls.isHeld) offers.push({ kind: 'pass', place });
  offers.push({ kind: controls.isHeld ? 'resume' : 'hold' });
  if (reached < 0 && facts.steps['shift-1'] === undefined) offers.push({ kind: 'abort' });
  return offers;
}

/** Only pauses and the bake have a known length; what waits for a person has none. */
function leftOf(
  { intent, facts }: ReleaseInput,
  { at, shares, controls }: ReleaseScene,
  now: PhaseAt,
): number | null {
  if (at === null || at < 0 || controls.isHeld) return null;
  const { terms } = intent;
  const bakeLeftMs = Math.max(0, terms.bakeMs - facts.release.memory.bakedMs);
  if (now.name === 'bake' || at === shares.length - 1) {
    // What is waited for then is the second opinion, and nobody knows when that can say.
    return bakeLeftMs === 0 && terms.opinion?.isRequired === true ? null : bakeLeftMs;
  }
  const ahead = terms.steps.slice(at).map(({ pauseMs }) => pauseMs);
  if (ahead.some((pauseMs) => pauseMs === null)) return null;
  const pausesMs = ahead.reduce<number>((sum, pauseMs) => sum + (pauseMs ?? 0), 0);
  const passedMs = facts.release.share?.at === at ? facts.release.share.watchedMs : 0;
  return Math.max(0, pausesMs - passedMs) + bakeLeftMs;
}
