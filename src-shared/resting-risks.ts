/**
 * What a way back comes to while it stands by: it grows cold, what lost blocks are started from changes, others make it
 * smaller. Nothing of it keeps the next press from arriving. Pure.
 */
import { isServed } from './entry-of.ts';
import type { Fleet, Generation } from './fleet.ts';
import { labelOfGeneration } from './ids.ts';
import { blocks } from './plan-step.ts';
import { rehearsable } from './rehearsal.ts';
import {
  leadTo,
  outside,
  type InsuranceGround,
  type RevertRisk,
  type RiskFix,
} from './revert-risk.ts';
import { statefulIn } from './stateful.ts';
import { weightOf } from './roles.ts';
import { plain, roughDuration } from './wording.ts';

/** Caches and pools of connections forget in minutes; sooner a server is as warm as it was. */
export const coldAfterMs = 30 * 60_000;

export function restingRisks(ground: InsuranceGround, to: Generation): readonly RevertRisk[] {
  const { fleet } = ground;
  return [
    rehearsedRisk(fleet, to),
    coldRisk(ground, to),
    ...startsAnewRisks(to),
    sizeRisk(to),
    statefulRisk(fleet, to),
  ].filter((risk) => risk !== null);
}

/** When its blocks last had real requests, as far as the yard knows: by the split, or by a rehearsal. */
export function lastWarmMs({ split, rehearsals = [] }: Fleet, { id }: Generation): number {
  const asked = rehearsals.filter(
    ({ away, back, end }) => end.kind === 'measured' && (away === id || back === id),
  );
  return Math.max(split.changedAtMs, ...asked.map(({ atMs }) => atMs));
}

/** What the newest rehearsal of it met; that the other side did not answer says nothing of this one. */
function rehearsedRisk({ rehearsals = [] }: Fleet, to: Generation): RevertRisk | null {
  const last = rehearsals.findLast(({ back }) => back === to.id);
  if (last === undefined) return null;
  const label = labelOfGeneration(to);
  const fix = leadTo({ kind: 'blocks' });
  if (last.end.kind === 'not-answered' && last.end.by === to.id) {
    const text = `In the last rehearsal ${label} answered nothing.`;
    return { what: 'rehearsed', effect: 'impossible', text, fix };
  }
  if (last.lost === 0 || last.end.kind !== 'measured') return null;
  const text = `The last rehearsal of going back to ${label} lost ${String(last.lost)} of ${String(last.requests)} requests.`;
  return { what: 'rehearsed', effect: 'slow', text, fix };
}

function coldRisk(ground: InsuranceGround, to: Generation): RevertRisk | null {
  const { fleet, around } = ground;
  if (weightOf(fleet, to.id) > 0) return null;
  const label = labelOfGeneration(to);
  const warmMs = lastWarmMs(fleet, to);
  const fresh = to.blocks.filter(({ launchedAtMs }) => launchedAtMs > warmMs).length;
  const idleMs = around.nowMs - warmMs;
  if (fresh === 0 && idleMs < coldAfterMs) return null;
  // A fingerprint is as old as this panel has seen it, and no older.
  const least = ground.capabilities.revisions === 'rising' ? '' : ' at least';
  const { what, first } = isServed(fleet) ? asked : worked;
  const text =
    fresh > 0
      ? `${String(fresh)} of ${blocks(to.blocks.length)} of ${label} were started after it last had ${what}: ${first} can be slow.`
      : `${label} has had no ${what} for ${roughDuration(idleMs)}${least}: its caches and connections are cold, so ${first} can be slow.`;
  return { what: 'cold', effect: 'slow', text, fix: warmingFix(ground) };
}

const asked = { what: 'requests', first: 'first answers' };
const worked = { what: 'work', first: 'its first work' };

function warmingFix({ fleet, capabilities, lane }: InsuranceGround): RiskFix {
  if (!isServed(fleet)) {
    return outside('Watch its first work after you go back: it can take longer.');
  }
  return rehearsable(fleet, capabilities, lane).kind === 'can'
    ? leadTo({ kind: 'rehearsal' })
    : outside('Ask some of its blocks yourself before you go back, if the first seconds matter.');
}

function startsAnewRisks({ startsAnew }: Generation): readonly RevertRisk[] {
  if (startsAnew?.kind !== 'changing') return [];
  return startsAnew.ways.map(({ what, text }) => ({
    what: 'starts-anew',
    effect: 'later',
    text: `${plain(text, 300)} A server that is lost would come back as something else.`,
    fix:
      what === 'template'
        ? outside('Give its auto scaling group the version of the launch template by its number.')
        : outside('Make a version of the launch template that names the AMI, and give it that by its number.'), // prettier-ignore
  }));
}

function sizeRisk(to: Generation): RevertRisk | null {
  if (to.keepsSizeForMs === undefined) return null;
  return {
    what: 'own-scaling',
    effect: 'later',
    text: `With no panel open ${labelOfGeneration(to)} is held at its size for ${roughDuration(to.keepsSizeForMs)} after the last move of traffic: then its own policies may end servers of it.`,
    fix: outside('Leave a panel open that may write to the account: it renews the hold.'),
  };
}

/** What was written to the disks of a block stays there. */
function statefulRisk(fleet: Fleet, to: Generation): RevertRisk | null {
  for (const generation of fleet.generations) {
    if (generation.id === to.id || weightOf(fleet, generation.id) === 0) continue;
    const block = statefulIn(generation);
    if (block === undefined) continue;
    return {
      what: 'stateful',
      effect: 'loses-data',
      text: `${plain(block.id, 80)} of ${labelOfGeneration(generation)} is marked as one that keeps data: what was written there does not come along.`,
      fix: outside(
        'Move that data where every generation reaches it, or copy it before you go back.',
      ),
    };
  }
  return null;
}
