/** What a condition of a revert would do to it, and what can be done about it. Pure. */
import { isServed } from './entry-of.ts';
import type { Fleet, Generation } from './fleet.ts';
import type { GenerationId } from './ids.ts';
import type { RevertCondition } from './revert-readiness.ts';
import {
  leadTo,
  outside,
  type InsuranceGround,
  type RiskEffect,
  type RiskFix,
} from './revert-risk.ts';
import { healthyCount } from './roles.ts';

export function effectOfCondition({ what, severity }: RevertCondition, to: Generation): RiskEffect {
  if (severity !== 'trouble') return 'later';
  switch (what) {
    case 'right':
    case 'credentials':
    case 'entry':
    case 'rung':
      return 'impossible';
    case 'data':
      return 'loses-data';
    case 'healthy':
    case 'size':
      // With nobody there the press arrives and nobody answers.
      return healthyCount(to) === 0 ? 'impossible' : 'slow';
    case 'link':
    case 'attached':
    case 'hook':
    case 'unused':
    case 'pinned':
    case 'image':
    case 'keeping':
      return 'slow';
  }
}

export function fixOfCondition(
  { what }: RevertCondition,
  { fleet, capabilities, band, around }: InsuranceGround,
  to: Generation,
): RiskFix {
  const isOurs = to.isForeign !== true;
  switch (what) {
    case 'link':
      return around.blind === 'not-allowed' && capabilities.checksPermissions
        ? leadTo({ kind: 'rights' })
        : outside('Wait until it answers, or look where it runs: the press is sent all the same.');
    case 'right':
      return capabilities.checksPermissions
        ? leadTo({ kind: 'rights' })
        : outside('Add the right to whoever acts here.');
    case 'credentials':
      return outside('Sign in anew where these credentials come from, before you need them.');
    case 'entry':
      return outside(entryTodo(fleet));
    case 'rung':
      return outside(
        'Undo it beside the lanes while that is offered, or release its image once more.',
      );
    case 'attached':
      return outside(
        'Name its target group in the rule at weight 0: a load balancer checks no other.',
      );
    case 'healthy':
    case 'hook':
    case 'unused':
      return leadTo({ kind: 'blocks' });
    case 'size':
      return isOurs && to.rung === 'warm' && capabilities.verbs.includes('scale')
        ? leadTo({ kind: 'scale', generation: to.id })
        : outside('Start what is missing where its blocks come from.');
    case 'pinned':
      return outside(
        'Switch the stickiness of target groups off in the rule that forwards to them.',
      );
    case 'image':
      return capabilities.importsImages
        ? leadTo({ kind: 'images' })
        : outside(
            'Share or restore the image again, or keep enough servers: none can be replaced.',
          );
    case 'keeping':
      // Where work is fetched a launch keeps no image.
      return keepingFix(to, isServed(fleet) && band.account?.keepsImages === false);
    case 'data': {
      const noted = dataNoteOf(fleet, to.id);
      return capabilities.notesData && noted !== null
        ? leadTo({ kind: 'data-note', generation: noted })
        : outside('Restore the data before you go back.');
    }
  }
}

function entryTodo({ entry }: Fleet): string {
  return entry.kind === 'http' && entry.state.kind === 'port-taken'
    ? 'End the program that has its port: it is opened again by itself.'
    : 'Look why its load balancer or its port is not open.';
}

/** An id of AWS goes into the command; anything else does not. */
function keepingFix({ image, imageKeeping }: Generation, isSwitchedOff: boolean): RiskFix {
  if (imageKeeping === 'of-others') {
    return outside('Copy the image into this account, and release from the copy next time.');
  }
  if (isSwitchedOff) return leadTo({ kind: 'keep-images' });
  return /^ami-[0-9a-f]{8,17}$/u.test(image)
    ? outside(`Run: aws ec2 enable-image-deregistration-protection --image-id ${image}`)
    : outside('Protect the image from deregistration in EC2.');
}

/** Whose note says so: the newest beside the one that is gone back to. */
function dataNoteOf({ generations }: Fleet, to: GenerationId): GenerationId | null {
  const noted = generations.filter(({ id, data }) => id !== to && data !== undefined && data.change !== 'none'); // prettier-ignore
  return noted.sort((a, b) => b.number - a.number)[0]?.id ?? null;
}
