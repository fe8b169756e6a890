/**
 * What this process asks of one account in one region, whichever yards and windows ask: AWS counts by account
 * and region, so two yards with a budget each would throttle each other, and the revert of one of them.
 */
import type { Clock } from '../../../clock/clock.ts';
import { observationPace, serverPace, writePace } from '../discover/call-budget.ts';
import { createPacer, type Pace, type Pacer } from '../discover/pacer.ts';
import type { AwsOperation, AwsService } from '../preflight/operations.ts';

export interface AccountBudget {
  /** Looks wait for their turn. */
  readonly reads: Pacer;
  /** What launches and ends waits for its turn; a traffic write takes its own at once. */
  readonly writes: Pacer;
  /** One token for each server that is started. */
  readonly servers: Pacer;
}

export interface BudgetPaces {
  readonly reads: Pace;
  readonly writes: Pace;
  readonly servers: Pace;
}

const usualPaces: BudgetPaces = { reads: observationPace, writes: writePace, servers: serverPace };

export function createAccountBudget(clock: Clock, paces: Partial<BudgetPaces> = {}): AccountBudget {
  const { reads, writes, servers } = { ...usualPaces, ...paces };
  return {
    reads: createPacer(clock, reads),
    writes: createPacer(clock, writes),
    servers: createPacer(clock, servers),
  };
}

export interface BudgetPlace {
  readonly account: string;
  readonly region: string;
  /** Null: AWS itself. */
  readonly endpoint: string | null;
}

/** The same one for the same place. */
export function createAccountBudgets(clock: Clock): (place: BudgetPlace) => AccountBudget {
  const known = new Map<string, AccountBudget>();
  return ({ account, region, endpoint }) => {
    const key = JSON.stringify([account, region, endpoint]);
    const budget = known.get(key) ?? createAccountBudget(clock);
    known.set(key, budget);
    return budget;
  };
}

/** They move traffic, or take a move back. */
const trafficWrites = new Set(['ModifyRule', 'ModifyListener']);
/** Whose buckets AWS counts so; parameters and identities have others. */
const counted: ReadonlySet<AwsService> = new Set(['ec2', 'elb', 'autoscaling']);

/**
 * Before a call leaves. Looks have waited already, in the order of their questions.
 * @param isReserved on the connections of the revert path: never waits.
 * @param servers that it starts.
 */
export async function untilAffordable(
  { reads, writes, servers: starts }: AccountBudget,
  { service, action, isMutation }: Pick<AwsOperation, 'service' | 'action' | 'isMutation'>,
  { isReserved, servers }: { readonly isReserved: boolean; readonly servers: number },
): Promise<void> {
  if (!counted.has(service)) return;
  if (!isMutation) {
    if (isReserved) reads.spend(service);
    return;
  }
  if (isReserved || trafficWrites.has(action)) {
    writes.spend(service);
    return;
  }
  await writes.turn(service);
  if (servers > 0) await starts.turn(service, servers);
}
