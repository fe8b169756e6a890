/** Identities of fleets without an entry and of their generations, made of what does not change. Pure. */
import { createHash } from 'node:crypto';
import {
  asFleetId,
  asGenerationId,
  generationIdOf,
  type FleetId,
  type GenerationId,
} from '../../../../src-shared/ids.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { ScalingGroup } from '../discover/scaling-group.ts';

/** `workers.test-runners`: letters of a parameter's path. Ids of load balancers begin with `app.` or `net.`. */
export function workerFleetId(name: string): FleetId {
  const letters = name.replace(/[^A-Za-z0-9_.-]/gu, '_').slice(0, 100);
  return asFleetId(`workers.${letters === name ? name : `${letters}-${hashOf(name)}`}`);
}

/** By the number in our tag. */
export function taggedGeneration(fleet: string, number: number): GenerationId {
  return generationIdOf(textPart(fleet), number);
}

/** `runners-v003/4f2a...`: AWS gives each group an id of its own, also when a name comes back. */
export function groupGeneration({ name, arn }: Pick<ScalingGroup, 'name' | 'arn'>): GenerationId {
  const own = /:autoScalingGroup:([^:]+):/u.exec(arn)?.[1] ?? hashOf(arn);
  return asGenerationId(`${textPart(name)}/${own}`);
}

/** By its image, or by the value of a tag that the operator chose. */
export function valueGeneration(fleet: string, value: string): GenerationId {
  return asGenerationId(`${textPart(fleet)}/${textPart(value)}`);
}

/** Two texts that show alike are not the same. */
function textPart(text: string): string {
  const shown = plain(text, 120);
  return shown === text ? text : `${shown}-${hashOf(text)}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
