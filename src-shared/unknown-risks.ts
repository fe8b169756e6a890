/** What of a way back nobody can tell in this yard. Said, and never taken for fine. Pure. */
import { isServed } from './entry-of.ts';
import type { Generation } from './fleet.ts';
import { labelOfGeneration } from './ids.ts';
import { rehearsable } from './rehearsal.ts';
import { coldAfterMs, lastWarmMs } from './resting-risks.ts';
import { leadTo, outside, type InsuranceGround, type UnknownRisk } from './revert-risk.ts';
import { besideOf, currentOf, weightOf } from './roles.ts';

export function unknownRisks(ground: InsuranceGround, to: Generation): readonly UnknownRisk[] {
  return [
    ...unknownData(ground, to),
    ...unknownTime(ground),
    ...unknownRights(ground),
    ...unknownImage(ground, to),
    ...unknownStart(to),
    ...unknownWarmth(ground, to),
  ];
}

/** Who has, or is about to have, the traffic that would come back. */
function leaves({ fleet, lane }: InsuranceGround, to: Generation): Generation | undefined {
  const current = currentOf(fleet);
  return current?.id === to.id ? besideOf(fleet, lane) : current;
}

function unknownData(ground: InsuranceGround, to: Generation): UnknownRisk[] {
  const from = leaves(ground, to);
  if (from === undefined || from.data !== undefined) return [];
  const text = `Nothing is noted of what ${labelOfGeneration(from)} does to the data.`;
  const fix = ground.capabilities.notesData
    ? leadTo({ kind: 'data-note', generation: from.id })
    : outside('Ask whoever made it: this yard keeps no notes of that.');
  return [{ what: 'data', text, fix }];
}

function unknownTime({ fleet, capabilities, lane, switchMs }: InsuranceGround): UnknownRisk[] {
  const isTimed = (fleet.rehearsals ?? []).some(({ end }) => end.kind === 'measured');
  if (switchMs !== null || isTimed) return [];
  const can = rehearsable(fleet, capabilities, lane);
  const fix =
    can.kind === 'can' ? leadTo({ kind: 'rehearsal' }) : outside('The first switch that is seen tells it.'); // prettier-ignore
  return [{ what: 'time', text: 'How long a revert takes here was not measured.', fix }];
}

/** A switch that was seen is proof enough. */
function unknownRights({ capabilities, around, switchMs }: InsuranceGround): UnknownRisk[] {
  if (!capabilities.checksPermissions || around.denied !== null || switchMs !== null) return [];
  const text = 'Whether you may move traffic here was not seen.';
  return [{ what: 'right', text, fix: leadTo({ kind: 'rights' }) }];
}

/** Only where images belong to an account can others take them away. */
function unknownImage({ band }: InsuranceGround, to: Generation): UnknownRisk[] {
  if (band.account === null || to.imageKeeping !== undefined || to.imageTrouble !== undefined) {
    return [];
  }
  const text = `Whether the image of ${labelOfGeneration(to)} is kept from being deregistered was not told.`;
  return [{ what: 'keeping', text, fix: outside('Look at the image in EC2.') }];
}

function unknownStart(to: Generation): UnknownRisk[] {
  const { startsAnew } = to;
  const isPart = startsAnew?.kind === 'changing' && startsAnew.isPart === true;
  if (startsAnew?.kind !== 'untold' && !isPart) return [];
  const text = `Whether its auto scaling group starts lost servers of ${labelOfGeneration(to)} from the same image was not read.`;
  return [{ what: 'starts-anew', text, fix: outside('Look at its launch template in EC2.') }];
}

function unknownWarmth(
  { fleet, capabilities, around }: InsuranceGround,
  to: Generation,
): UnknownRisk[] {
  if (capabilities.revisions === 'rising' || weightOf(fleet, to.id) > 0) return [];
  if (around.nowMs - lastWarmMs(fleet, to) >= coldAfterMs) return [];
  const [what, first] = isServed(fleet) ? ['requests', 'answers'] : ['work', 'work'];
  const text = `How long ${labelOfGeneration(to)} has had no ${what} is not known: this panel has not watched for long enough.`;
  return [{ what: 'cold', text, fix: outside(`Its first ${first} may be slow; that is seen after the press.`) }]; // prettier-ignore
}
