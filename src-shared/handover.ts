/**
 * Taking a running change over by consent: somebody asks, its owner hands it over or keeps it. The yard keeps
 * each word beside the rollout, for the epoch it was said in; in the next one it means nothing. Pure.
 */
import type { Handover, HandoverWord, Owner } from './handover-schema.ts';
import { ownerText } from './wording.ts';

/** Unlike what is said to a release: hold, resume, abort, go on. */
export function isHandoverWord<Some extends { readonly kind: string }>(
  word: Some,
): word is Extract<Some, { kind: HandoverWord['kind'] }> {
  return word.kind === 'ask' || word.kind === 'hand-over' || word.kind === 'decline';
}

/** What of a running change decides who may say what. */
interface Held {
  readonly owner: Owner;
  readonly epoch: number;
  readonly controls?: { readonly handover?: Handover | undefined } | undefined;
}

/** Null while nothing is said in this epoch. */
export function handoverOf({ controls, epoch }: Held): Handover | null {
  const kept = controls?.handover;
  return kept?.epoch === epoch ? kept : null;
}

/** Its owner has let it go to this panel, which has not taken it up yet. */
export function isGivenTo(held: Held, panel: string): boolean {
  const handover = handoverOf(held);
  return handover?.kind === 'given' && handover.to.panel === panel;
}

/** Who is to carry it on instead of its owner; null when nobody is. */
export function givenTo(held: Held): Owner | null {
  const handover = handoverOf(held);
  return handover?.kind === 'given' ? handover.to : null;
}

/** @returns why the yard does not take this word, as a sentence; null when it does. */
export function whyNotSaid(held: Held, word: HandoverWord): string | null {
  const { owner, epoch } = held;
  const who = ownerText(owner);
  if (word.epoch !== epoch) return `This change is in other hands by now: ${who} carries it.`;
  const isOwner = word.from.panel === owner.panel;
  if (word.kind === 'ask' && isOwner) return 'This change is carried by this panel already.';
  if (word.kind !== 'ask' && !isOwner) return `Only ${who} can hand this change over.`;
  if (word.kind === 'hand-over' && word.to.panel === owner.panel)
    return 'This change is in the hands of that panel already.';
  const given = givenTo(held);
  if (given === null || (word.kind === 'hand-over' && word.to.panel === given.panel)) return null;
  return `This change was handed over to ${ownerText(given)}.`;
}

/** What the yard keeps after it. @throws never: `whyNotSaid` is asked before. */
export function afterWord(before: Handover | undefined, word: HandoverWord): Handover | undefined {
  const { epoch } = word;
  switch (word.kind) {
    case 'ask':
      return { kind: 'asked', by: word.from, epoch };
    case 'hand-over':
      return { kind: 'given', to: word.to, epoch };
    case 'decline':
      return before?.kind === 'asked' ? { ...before, kind: 'declined' } : before;
  }
}
