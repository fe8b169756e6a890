/** Puts the fleets without an entry of an account beside those of its yard. */
import type { Yard } from '../../port.ts';
import type { DescribeWorkers } from '../describe/describe-workers.ts';
import type { Observed } from '../discover/observe.ts';
import type { YardMemory } from '../yard-memory.ts';
import type { YardNotices } from '../yard-notices.ts';
import { withWorkers, type WithWorkers } from './with-workers.ts';
import { createWorkerFleets, type WorkerFleetsPorts } from './worker-fleets.ts';
import { createWorkerPermissions } from './worker-permissions.ts';

export interface AddedWorkers
  extends
    Omit<WorkerFleetsPorts, 'claimsOf' | 'registered' | 'note'>,
    Pick<WithWorkers, 'isBackingOff' | 'told' | 'written'> {
  readonly memory: Pick<YardMemory, 'claimsOf' | 'last'>;
  readonly notices: Pick<YardNotices, 'note' | 'all'>;
  readonly describe: DescribeWorkers | undefined;
}

export function addWorkers<Account extends Yard & { readonly close: () => void }>(
  yard: Account,
  { memory, notices, isBackingOff, describe, told, written, ...ports }: AddedWorkers,
): Account {
  const workers = createWorkerFleets({
    ...ports,
    claimsOf: memory.claimsOf,
    registered: () => registeredIn(memory.last()),
    note: (text, fleet) => {
      notices.note(text, 'warning', fleet);
    },
  });
  const permissions = createWorkerPermissions(ports.clients, memory.last);
  return withWorkers(yard, {
    ...{ workers, isBackingOff, notices: notices.all, describe, permissions, told, written },
  });
}

/** Servers that some target group of a fleet lists. */
function registeredIn(last: Observed | null): ReadonlySet<string> {
  return new Set(
    Object.values(last?.reading.targets ?? {}).flatMap((list) => list.map(({ id }) => id)),
  );
}
