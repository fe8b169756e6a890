/** Whether one generation of a fleet can be asked past its split, and what that takes. Pure. */
import type { YardCapabilities } from './capabilities-schema.ts';
import type { Fleet } from './fleet.ts';
import { plain } from './wording.ts';

/** Null when it can; else one sentence. Of fleets without an entry nothing can be asked. */
export function whyNotAlone(
  { previewAddress }: Pick<YardCapabilities, 'previewAddress'>,
  { entry }: Pick<Fleet, 'entry'>,
): string | null {
  if (entry.kind === 'none') return 'This fleet has no entry, so no generation has an address.';
  if (!previewAddress) return 'This yard has no address that reaches one generation alone.';
  return entry.proof?.kind === 'none'
    ? `No generation of this fleet can be asked alone: ${plain(entry.proof.because, 200)}.`
    : null;
}

/** What a plan that is shown now promises: it goes with the press, and is pinned by it. */
export function promisedProof(
  capabilities: Pick<YardCapabilities, 'previewAddress'>,
  fleet: Pick<Fleet, 'entry'>,
): { readonly provesAlone?: true } {
  return whyNotAlone(capabilities, fleet) === null ? { provesAlone: true } : {};
}

/** Why a press on a plan that promised a proof comes too late; null: it does not. */
export function lostProof(
  capabilities: Pick<YardCapabilities, 'previewAddress'>,
  fleet: Pick<Fleet, 'entry'>,
  { provesAlone }: { readonly provesAlone?: true | undefined },
): string | null {
  const why = provesAlone === true ? whyNotAlone(capabilities, fleet) : null;
  return why === null
    ? null
    : `The plan that you saw had a proof in isolation, which cannot be had any more. ${why} Look at the plan again.`;
}

/** What is made for a proof and removed after it, as one sentence; null: nothing. */
export function madeForProof({ entry }: Pick<Fleet, 'entry'>): string | null {
  return entry.kind === 'http' && entry.proof?.kind === 'made'
    ? plain(entry.proof.what, 300)
    : null;
}

export interface DeclaredThrough {
  /** `test listener 8443` */
  readonly through: string;
  /** `ModifyRule`: it is turned for the proof and put back; null: its operator turns it. */
  readonly turnedBy: string | null;
}

/** What the operator declared for it; null: nothing. */
export function throughDeclared({ entry }: Pick<Fleet, 'entry'>): DeclaredThrough | null {
  if (entry.kind !== 'http' || entry.proof?.kind !== 'declared') return null;
  const { through, turnedBy } = entry.proof;
  return { through: plain(through, 200), turnedBy: turnedBy ?? null };
}
