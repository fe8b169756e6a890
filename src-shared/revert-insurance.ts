/**
 * Revert insurance: whatever would make going back impossible or slow, would lose data by it, or only comes to matter
 * later, each with what can be done about it. What the next press meets is judged in revert-readiness.ts and taken from
 * there; here stands what that button has no room for. What cannot be known is told as not known. Pure.
 */
import type { YardCapabilities } from './capabilities-schema.ts';
import type { Generation } from './fleet.ts';
import { labelOfGeneration } from './ids.ts';
import { restingRisks } from './resting-risks.ts';
import { fixOfCondition, effectOfCondition } from './revert-condition-fix.ts';
import { revertConditions, stoppedAside } from './revert-readiness.ts';
import {
  leadTo,
  outside,
  type InsuranceGround,
  type RevertRisk,
  type RiskEffect,
  type RiskFix,
  type UnknownRisk,
} from './revert-risk.ts';
import { besideOf, currentOf, wayBackOf } from './roles.ts';
import { unknownRisks } from './unknown-risks.ts';

export type RevertInsurance =
  /** There is no way back that could be insured, and why. */
  | { readonly kind: 'nothing'; readonly because: string }
  | {
      readonly kind: 'judged';
      readonly to: Generation;
      /** It has the traffic still: it becomes the way back with a cutover to what stands beside it. */
      readonly isAhead: boolean;
      /** What counts most comes first. */
      readonly risks: readonly RevertRisk[];
      readonly unknown: readonly UnknownRisk[];
    };

const weights: readonly RiskEffect[] = ['impossible', 'loses-data', 'slow', 'later'];

export function revertInsurance(ground: InsuranceGround): RevertInsurance {
  const { fleet, capabilities } = ground;
  const refused = linkRisk(ground.link);
  const wayBack = wayBackOf(fleet);
  const current = currentOf(fleet);
  const stopped = wayBack === undefined ? stoppedAside(fleet) : undefined;
  const ahead = besideOf(fleet, ground.lane) === undefined ? undefined : current;
  const to = wayBack ?? ahead ?? stopped;
  if (to === undefined) {
    const because = current === undefined ? 'No generation has traffic.' : `There is no way back: nothing was cut over, and no generation stands beside ${labelOfGeneration(current)}.`; // prettier-ignore
    return { kind: 'nothing', because };
  }
  const isStopped = to === stopped;
  const isAhead = wayBack === undefined && !isStopped;
  // Where nothing runs, what was seen last says nothing of what is there.
  if (refused !== null && ground.link !== 'signed-out') {
    return { kind: 'judged', to, isAhead, risks: [refused], unknown: [] };
  }
  const conditions = revertConditions(fleet, to, ground.around);
  const met = conditions.map((condition): RevertRisk => ({
    what: condition.what,
    effect: effectOfCondition(condition, to),
    text: condition.text,
    fix: fixOfCondition(condition, ground, to),
  }));
  const found = [...met, ...restingRisks(ground, to)];
  const unknown = unknownRisks(ground, to);
  // Its blocks come up anew: what is said of them now is that they are stopped, and nothing else.
  const isSaid = ({ what }: { readonly what: string }): boolean =>
    !isStopped || saidOfStopped.has(what);
  const risks = [
    ...(refused === null ? [] : [refused]),
    ...(isStopped ? [stoppedRisk(to, capabilities)] : []),
    ...found.filter(isSaid),
  ];
  const weight = ({ effect }: RevertRisk): number => weights.indexOf(effect);
  return {
    kind: 'judged',
    to,
    isAhead,
    risks: risks.sort((a, b) => weight(a) - weight(b)),
    unknown: unknown.filter(isSaid),
  };
}

const saidOfStopped: ReadonlySet<string> = new Set([
  ...['link', 'right', 'credentials', 'entry', 'pinned'],
  ...['data', 'stateful', 'image', 'keeping'],
]);

/** Nobody there who takes a press; null while somebody is. */
function linkRisk(link: InsuranceGround['link']): RevertRisk | null {
  const risk = (text: string, fix: RiskFix): RevertRisk => {
    return { what: 'yard', effect: 'impossible', text, fix };
  };
  switch (link) {
    case 'live':
    case 'stale':
      return null;
    case 'signed-out':
      return risk('You are signed out: no revert goes until you sign in. What else is said here was seen before.', leadTo({ kind: 'sign-in' })); // prettier-ignore
    case 'gone':
    case 'stopped':
      return risk('The yard does not run, and its entry with it: nobody takes a revert.', leadTo({ kind: 'start-yard' })); // prettier-ignore
    case 'starting':
      return risk(
        'The yard is starting: nobody takes a revert yet.',
        outside('Wait until it runs.'),
      );
    case 'incompatible':
    case 'failed':
      return risk('This panel does not reach the yard: no revert goes from here.', outside('See what the fleet screen says of it.')); // prettier-ignore
  }
}

function stoppedRisk(stopped: Generation, { verbs }: YardCapabilities): RevertRisk {
  const label = labelOfGeneration(stopped);
  return {
    what: 'stopped',
    effect: 'impossible',
    text: `${label} is stopped: a revert does not reach it. It has to be started, become healthy and be cut over to.`,
    fix: verbs.includes('start')
      ? leadTo({ kind: 'start', generation: stopped.id })
      : outside('Start its blocks where they were stopped.'),
  };
}

/** One line over the list. */
export function insuranceSummary(insurance: RevertInsurance): string {
  if (insurance.kind === 'nothing') return insurance.because;
  const { to, isAhead, risks, unknown } = insurance;
  const label = labelOfGeneration(to);
  const way = isAhead ? `${label} as the way back of a cutover` : `the way back to ${label}`;
  if (risks.length > 0) {
    const things = risks.length === 1 ? '1 thing stands' : `${String(risks.length)} things stand`;
    return `${things} against ${way}.`;
  }
  if (unknown.length > 0) return `Nothing that is known stands against ${way}.`;
  return isAhead ? `Nothing stands against ${way}.` : `Nothing stands in ${way}.`;
}
