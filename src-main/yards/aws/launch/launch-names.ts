/** Names of what a launch makes. AWS lets each exist once, so that making it claims the number. Pure. */
import { createHash } from 'node:crypto';
import { generationLabel } from '../../../../src-shared/ids.ts';

/** `storefront-v003`: 3 to 128 letters of AWS's choice. */
export function templateName(fleet: string, number: number): string {
  return `${within(stemOf(fleet), 128 - 10)}-${generationLabel(number)}`;
}

/** The same in 32 letters, digits and hyphens: what is too long is shortened and told apart by a hash. */
export function groupName(fleet: string, number: number): string {
  const end = `-${generationLabel(number)}`;
  return `${within(stemOf(fleet), 32 - end.length)}${end}`;
}

/** At most 64 letters; the same for the same parts. */
export function clientToken(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** Names come from tags and load balancers: whatever is no letter or digit becomes one hyphen. */
function stemOf(fleet: string): string {
  const words = fleet.split(/[^A-Za-z0-9]+/u).filter((word) => word !== '');
  const stem = words.join('-');
  // An internal load balancer's own groups begin so, and AWS refuses the name to others.
  return stem === '' || stem.startsWith('internal-') ? `fleet-${stem}`.replace(/-$/u, '') : stem;
}

function within(stem: string, length: number): string {
  if (stem.length <= length) return stem;
  const hash = clientToken(stem).slice(0, 6);
  return `${stem.slice(0, length - 7).replace(/-$/u, '')}-${hash}`;
}
