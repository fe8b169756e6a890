/** What one risk of a way back looks like, and how its fixes read. */
import type { YardCapabilities } from './capabilities-schema.ts';
import type { Fleet } from './fleet.ts';
import type { GenerationId } from './ids.ts';
import type { Band, YardLink } from './panel.ts';
import type { RevertSurroundings } from './revert-readiness.ts';

export interface InsuranceGround {
  readonly fleet: Fleet;
  readonly capabilities: YardCapabilities;
  readonly band: Pick<Band, 'account'>;
  readonly around: RevertSurroundings;
  readonly link: YardLink['kind'];
  /** What was picked for the second lane; null: nothing, and on the command line. */
  readonly lane: GenerationId | null;
  /** What a revert of this fleet takes, as measured; null when none was. */
  readonly switchMs: number | null;
}

/**
 * What it would do to a revert. `later`: nothing to the next press; it comes to matter afterwards, or when something
 * else happens first.
 */
export type RiskEffect = 'impossible' | 'loses-data' | 'slow' | 'later';

/** A control that can put it right; it is led to and never pressed. */
export type RiskLead =
  | { readonly kind: 'sign-in' | 'start-yard' | 'rights' }
  | { readonly kind: 'images' | 'blocks' | 'keep-images' | 'rehearsal' }
  | { readonly kind: 'scale' | 'start' | 'data-note'; readonly generation: GenerationId };

export type RiskFix =
  /** `text` stands on its button. */
  | { readonly kind: 'lead'; readonly to: RiskLead; readonly text: string }
  /** What to do where Blockyard has no control for it; one imperative sentence. */
  | { readonly kind: 'outside'; readonly text: string };

export interface RevertRisk {
  readonly what: string;
  readonly effect: RiskEffect;
  /** One plain sentence, or two. */
  readonly text: string;
  readonly fix: RiskFix;
}

/** What nobody can tell here: never taken for fine. */
export interface UnknownRisk {
  readonly what: string;
  readonly text: string;
  readonly fix: RiskFix;
}

export const effectWords: Readonly<Record<RiskEffect, string>> = {
  impossible: 'no revert',
  'loses-data': 'loses data',
  slow: 'slower',
  later: 'only later',
};

const leadTexts: Readonly<Record<RiskLead['kind'], string>> = {
  'sign-in': 'Go to the sign-in\u2026',
  'start-yard': 'Go to its start\u2026',
  rights: 'Check permissions\u2026',
  images: 'Import it again\u2026',
  blocks: 'Show the blocks\u2026',
  'keep-images': 'Keep images of launches\u2026',
  rehearsal: 'Rehearse it\u2026',
  scale: 'Change the number of blocks\u2026',
  start: 'Start it again\u2026',
  'data-note': 'Data note\u2026',
};

export function leadTo(to: RiskLead): RiskFix {
  return { kind: 'lead', to, text: leadTexts[to.kind] };
}

export function outside(text: string): RiskFix {
  return { kind: 'outside', text };
}
