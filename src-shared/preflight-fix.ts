/**
 * Where a check of a preflight that did not pass can be put right: one control each, which is led to and never
 * pressed. Null where Blockyard has no control for it, and what is left is the check's own sentence. Pure.
 */
import type { YardCapabilities } from './capabilities-schema.ts';
import { holdingAt } from './entry-of.ts';
import type { Fleet } from './fleet.ts';
import type { YardLink } from './panel.ts';
import { comesFrom, type PreflightCheck, type PreflightWish } from './preflight-shape.ts';
import { currentOf, weightOf } from './roles.ts';

/** All that a preflight checks, as it is called; the one of the generation that serves carries its name. */
export const checkNames = [
  'Nothing else runs',
  'Image',
  'Difference',
  'Floor',
  'Room',
  'Proof',
  'Entry',
  'Rights',
  'Credentials',
  'Watch',
  'Traffic',
  'Way back',
  'Whole',
  'Its size',
  'Its image',
  'Right to revert',
] as const;
export type CheckName = (typeof checkNames)[number];

export type FixKind =
  | 'sign-in'
  | 'start-yard'
  | 'show-change'
  | 'choose-source'
  | 'images'
  | 'compare'
  | 'blocks'
  | 'size'
  | 'leftovers'
  | 'proof'
  | 'resume'
  | 'rights'
  | 'bake'
  | 'steps'
  | 'sample-traffic'
  | 'settings';

export interface Fix {
  readonly kind: FixKind;
  /** What stands on its button. */
  readonly text: string;
}

export interface FixGround {
  readonly fleet: Fleet;
  readonly wish: PreflightWish;
  readonly link: YardLink['kind'];
  readonly capabilities: Pick<YardCapabilities, 'importsImages' | 'sampleTraffic' | 'verbs'>;
}

const texts: Readonly<Record<FixKind, string>> = {
  'sign-in': 'Sign in\u2026',
  'start-yard': 'Start the yard\u2026',
  'show-change': 'Show that change\u2026',
  'choose-source': 'Choose another image\u2026',
  images: 'Import it again\u2026',
  compare: 'Compare the images\u2026',
  blocks: 'Show the blocks\u2026',
  size: 'Change the number of blocks\u2026',
  leftovers: 'Show what is left over\u2026',
  proof: 'Change the check\u2026',
  resume: 'Let requests in\u2026',
  rights: 'Check permissions\u2026',
  bake: 'Change the bake\u2026',
  steps: 'Change the steps\u2026',
  'sample-traffic': 'Send sample traffic\u2026',
  settings: 'Say how answers tell it\u2026',
};

export function checkNameOf(what: string): CheckName | null {
  return checkNames.find((name) => what === name || (name === 'Whole' && what.startsWith('Whole: '))) ?? null; // prettier-ignore
}

export function fixOf(
  { what, verdict }: Pick<PreflightCheck, 'what' | 'verdict'>,
  ground: FixGround,
): Fix | null {
  const name = checkNameOf(what);
  if (name === null || verdict === 'passed' || verdict === 'asking') return null;
  const kind = kindOf(name, verdict, ground);
  return kind === null ? null : { kind, text: texts[kind] };
}

function kindOf(
  name: CheckName,
  verdict: 'failed' | 'warning' | 'untold',
  ground: FixGround,
): FixKind | null {
  const { link, wish, capabilities, fleet } = ground;
  const isRelease = wish.kind === 'release';
  // Whoever is not there answers nothing: that goes first, whatever was asked.
  if (verdict === 'untold' && link === 'signed-out') return 'sign-in';
  if (verdict === 'untold' && (link === 'gone' || link === 'stopped')) return 'start-yard';
  switch (name) {
    case 'Nothing else runs':
      return 'show-change';
    case 'Image':
    case 'Its image':
      if (name === 'Image' && isRelease && verdict !== 'untold') return 'choose-source';
      return verdict !== 'untold' && capabilities.importsImages ? 'images' : null;
    case 'Difference':
      return isSameImage(ground) && isRelease ? 'choose-source' : 'compare';
    case 'Floor':
      return isRelease && wish.source.kind === 'image' ? 'size' : 'blocks';
    case 'Room':
      if (verdict === 'untold') return null;
      return hasLeftovers(fleet) ? 'leftovers' : 'size';
    case 'Proof':
      return isRelease ? 'proof' : null;
    case 'Entry':
      return entryFix(fleet, verdict);
    case 'Rights':
    case 'Right to revert':
      return 'rights';
    case 'Credentials':
      return link === 'signed-out' ? 'sign-in' : null;
    case 'Watch':
      return 'bake';
    case 'Traffic':
      if (fleet.traffic.isCounted && fleet.traffic.requestsPerSecond === 0) {
        return capabilities.sampleTraffic ? 'sample-traffic' : null;
      }
      return fleet.traffic.isCounted ? 'steps' : 'bake';
    case 'Whole':
      return 'blocks';
    case 'Way back':
    case 'Its size':
      return null;
  }
}

function entryFix({ entry }: Fleet, verdict: 'failed' | 'warning' | 'untold'): FixKind | null {
  if (holdingAt(entry)?.kind === 'paused') return 'resume';
  // Where answers do not say who made them, a marker can be declared.
  if (entry.kind === 'http' && entry.marker === 'none' && verdict === 'untold') return 'settings';
  return verdict === 'warning' ? 'blocks' : null;
}

/** Something stands by that neither serves nor is the way back. */
function hasLeftovers(fleet: Fleet): boolean {
  return fleet.generations.some(
    ({ id, rung }) => rung !== 'retired' && weightOf(fleet, id) === 0 && id !== fleet.previous,
  );
}

function isSameImage({ fleet, wish }: FixGround): boolean {
  const { image } = comesFrom(fleet, wish);
  return image !== null && image === currentOf(fleet)?.image;
}
