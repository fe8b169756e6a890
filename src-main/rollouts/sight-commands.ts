/** What a plan looks at, for a shell: with its writes' own commands the whole plan works without this program. */
import type { FleetId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import type { Plan } from '../../src-shared/plan.ts';
import { succeed, type Result } from '../../src-shared/result.ts';
import type { Yard } from '../yards/port.ts';

/**
 * Steps before the last write look at the generation that is to serve, those after it at the split. The
 * look right before a cutover's write is what allows it: as commands it waits, and fails when it is in vain.
 */
export function withSightCommands(
  plan: Result<Plan>,
  yard: Pick<Yard, 'sightCommands'>,
  fleet: FleetId,
  wish: Wish,
): Result<Plan> {
  if (!plan.ok || (wish.kind !== 'cut-over' && wish.kind !== 'revert')) return plan;
  const { health, inService, split } = yard.sightCommands(fleet, wish.to);
  const lastWrite = plan.value.steps.findLastIndex(({ isMutation }) => isMutation);
  const steps = plan.value.steps.map((step, index) => {
    const isGuard = wish.kind === 'cut-over' && index === lastWrite - 1;
    const guard = inService.length === 0 ? [] : [...health, ...inService];
    const lines = index > lastWrite ? split : isGuard ? guard : health;
    const isOpen = !step.isMutation && step.command === null && lines.length > 0;
    return isOpen ? { ...step, command: lines.join('\n') } : step;
  });
  return succeed({ ...plan.value, steps });
}
