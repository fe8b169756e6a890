/** The auto scaling group that a new generation's own is to be like. */
import type { LaunchGenerationOrder } from '../../port.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { HoldPorts } from './hold.ts';
import { canBeLiked } from './like-group.ts';
import { ownGroupNow } from './make-scaling-group.ts';
import { readGroupNow, type GroupNow } from './read-group.ts';

/** Before anything is made: whether one can be made like it, and whether its name is free. */
export async function modelGroup(
  ports: Pick<HoldPorts, 'clients'>,
  { rollout }: Pick<LaunchGenerationOrder, 'rollout'>,
  { before, name, fills }: {
    readonly before: string;
    readonly name: string;
    /** How many target groups each of the two has. */
    readonly fills: 0 | 1;
  }, // prettier-ignore
): Promise<Result<GroupNow>> {
  const [found, taken] = await Promise.all([
    readGroupNow(ports.clients.autoScaling, before),
    ownGroupNow(ports, name, rollout),
  ]);
  if (!found.ok) return found;
  if (!taken.ok) return taken;
  if (found.value === null) {
    const message = `AWS does not list the auto scaling group ${plain(before, 60)} any more.`;
    return fail({ code: 'not-found', message });
  }
  const liked = canBeLiked(found.value.group, fills);
  return liked.ok ? succeed(found.value) : liked;
}
