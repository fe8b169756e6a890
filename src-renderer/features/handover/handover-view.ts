/** Whose hands a running change is in, and what may be said about that from this panel. Pure. */
import type { Fleet, Rollout } from '../../../src-shared/fleet.ts';
import type { Owner, SaidWord } from '../../../src-shared/handover-schema.ts';
import { handoverOf } from '../../../src-shared/handover.ts';
import type { RolloutId } from '../../../src-shared/ids.ts';
import type { Outcome, Progress } from '../../../src-shared/panel.ts';
import { stepText } from '../../../src-shared/step-text.ts';
import { ownerText } from '../../../src-shared/wording.ts';

export type HandoverView =
  | { readonly kind: 'none' }
  /** It runs here, and somebody wants it. */
  | { readonly kind: 'asked-of-us'; readonly by: Owner; readonly answers: readonly SaidWord[] }
  /** It runs in another panel. `ask`: null where there is nothing to ask for. */
  | {
      readonly kind: 'elsewhere';
      readonly owner: Owner;
      readonly step: string | null;
      readonly startedAtMs: number;
      readonly ask: SaidWord | null;
      /** Handed over to, and not taken up yet. */
      readonly next: Owner | null;
      /** What has become of the asking; empty while nobody asked. */
      readonly standing: string;
    };

export interface HandoverInput {
  readonly fleet: Pick<Fleet, 'rollout'>;
  readonly self: Owner;
  readonly progress: Pick<Progress, 'rollout'> | undefined;
  readonly outcome: Pick<Outcome, 'rollout' | 'kind'> | undefined;
  readonly nowMs: number;
}

/** So late the lease has to be before it is told: clocks differ, and a look takes its time. */
const lateMs = 2000;

export function handoverView(input: HandoverInput): HandoverView {
  const { fleet, self, progress } = input;
  const { rollout } = fleet;
  if (rollout === null) return { kind: 'none' };
  const isOurs = rollout.owner.panel === self.panel;
  if (progress?.rollout === rollout.id || isOurs) {
    const handover = handoverOf(rollout);
    return isOurs && handover?.kind === 'asked' ? askedOfUs(rollout, handover.by) : given(input);
  }
  return elsewhere(rollout, input);
}

function askedOfUs({ epoch }: Rollout, by: Owner): HandoverView {
  const answers: readonly SaidWord[] = [
    { kind: 'decline', epoch },
    { kind: 'hand-over', to: by, epoch },
  ];
  return { kind: 'asked-of-us', by, answers };
}

/** It was ours: between the word and the one who takes it up nobody carries it on. */
function given({ fleet: { rollout }, progress, self }: HandoverInput): HandoverView {
  const handover = rollout === null ? null : handoverOf(rollout);
  if (rollout === null || progress !== undefined || handover?.kind !== 'given')
    return { kind: 'none' };
  if (handover.to.panel === self.panel) return { kind: 'none' };
  const standing = 'It has not been taken up yet, and meanwhile nothing is sent.';
  const { owner, startedAtMs } = rollout;
  const step = rollout.step === undefined ? null : stepText(rollout.step);
  return { kind: 'elsewhere', owner, step, startedAtMs, ask: null, next: handover.to, standing };
}

function elsewhere(rollout: Rollout, { self, outcome, nowMs }: HandoverInput): HandoverView {
  // What has just ended here is still in the yard's last look.
  if (outcome?.rollout === rollout.id && outcome.kind !== 'handed-over') return { kind: 'none' };
  const { owner, startedAtMs, epoch, leaseEndsAtMs } = rollout;
  const step = rollout.step === undefined ? null : stepText(rollout.step);
  const common = { kind: 'elsewhere', owner, step, startedAtMs, next: null } as const;
  const ask: SaidWord = { kind: 'ask', epoch };
  const who = ownerText(owner);
  const handover = handoverOf(rollout);
  if (handover?.kind === 'given') {
    const isMine = handover.to.panel === self.panel;
    const standing = isMine ? `${who} has handed it over: it is taken up here.` : '';
    return { ...common, ask: null, next: handover.to, standing };
  }
  if (nowMs - leaseEndsAtMs > lateMs) {
    const standing = `${who} has not been heard of for a while: it is taken up here by itself.`;
    return { ...common, ask: null, standing };
  }
  if (handover === null) return { ...common, ask, standing: '' };
  const isMine = handover.by.panel === self.panel;
  if (handover.kind === 'asked') {
    const standing = isMine
      ? `You asked to take it over; ${who} has not answered yet.`
      : `${ownerText(handover.by)} asked to take it over.`;
    return { ...common, ask: isMine ? null : ask, standing };
  }
  return { ...common, ask, standing: isMine ? `${who} keeps it.` : '' };
}

/** The same word of the same change: its button is busy until the yard shows it. */
export function wordKey(rollout: RolloutId, { kind, epoch }: SaidWord): string {
  return `${rollout} ${kind} ${String(epoch)}`;
}
