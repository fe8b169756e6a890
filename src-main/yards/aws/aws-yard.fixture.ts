/** For tests: the AWS yard on a lab, as one panel has it. */
import type { Lab } from '../../../e2e/aws-lab/lab.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { asGenerationId, asRolloutId, asToken, asYardId } from '../../../src-shared/ids.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import type { DeclaredMarker } from '../../../src-shared/marker.ts';
import type { Fault, Result } from '../../../src-shared/result.ts';
import type { TestEntries } from '../../../src-shared/test-entry.ts';
import type { WorkerFleet } from '../../../src-shared/worker-fleets.ts';
import { systemClock } from '../../clock/system-clock.ts';
import type { RouteOrder } from '../port.ts';
import { openAwsYard } from './aws-yard.ts';
import type { MetricTimes } from './measure/read-measures.ts';
import { createAccountBudget, type AccountBudget } from './session/account-budget.ts';
import { createCallLedger, type CallLedger } from './session/call-ledger.ts';
import { createClients, type AwsClients } from './session/clients.ts';
import type { AwsYard } from './yard-of-account.ts';

export const panelKeys = { accessKeyId: 'AKIALABPANEL0000000A', secretAccessKey: 'panel' };

export const labMarker: DeclaredMarker = {
  kind: 'header',
  name: 'x-app-version',
  path: '/',
  host: null,
  meaning: {},
};

export interface LabYard extends AwsYard {
  readonly clients: AwsClients;
  readonly ledger: CallLedger;
}

export interface LabYardWishes {
  readonly marker?: DeclaredMarker | null;
  readonly refused?: (isRevert: boolean) => Fault | null;
  readonly workerFleets?: readonly WorkerFleet[];
  readonly keys?: typeof panelKeys;
  readonly signInByMs?: () => number | null;
  /** Shared with other yards of the account. @default its own */
  readonly budget?: AccountBudget;
  /** Milliseconds for a write; short where a test lets one hang. */
  readonly writeMs?: number;
  readonly metricTimes?: MetricTimes;
  /** The operator's own test listeners and rules, which count as soon as they lead to a candidate. */
  readonly tests?: TestEntries;
  /** Milliseconds for which groups are held; short where AWS is to let them go. */
  readonly holdMs?: number;
  /** Milliseconds for a read; long where hundreds of servers are asked of moto. */
  readonly readMs?: number;
}

export function openLabYard(lab: Lab, wishes: LabYardWishes = {}): LabYard {
  const ledger = createCallLedger();
  const budget = wishes.budget ?? createAccountBudget(systemClock);
  const place = { profile: 'lab', region: lab.region, useFips: false, useDualstack: false };
  const credentials = () => Promise.resolve(wishes.keys ?? panelKeys);
  const clients = createClients(
    { ...place, endpoint: lab.endpoint },
    {
      ledger,
      budget: () => budget,
      clock: systemClock,
      version: '0.0.0',
      credentials: { credentials, rejected: () => undefined },
      timeouts: {
        ...(wishes.writeMs === undefined ? {} : { writeMs: wishes.writeMs }),
        ...(wishes.readMs === undefined ? {} : { readMs: wishes.readMs }),
      },
    },
  );
  const yard = openAwsYard({
    id: asYardId('aws-lab'),
    name: 'Lab',
    clients,
    ledger,
    budget,
    clock: systemClock,
    signInByMs: wishes.signInByMs ?? (() => null),
    markerOf: () => wishes.marker ?? null,
    workerFleets: () => wishes.workerFleets ?? [],
    ...(wishes.tests && { declaredTests: () => wishes.tests ?? [], testSettleMs: 1000 }),
    writesRefused: wishes.refused ?? (() => null),
    ...(wishes.metricTimes && { metricTimes: wishes.metricTimes }),
    ...(wishes.holdMs === undefined ? {} : { holdMs: wishes.holdMs }),
  });
  return { ...yard, clients, ledger };
}

export function good<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(`${result.fault.code}: ${result.fault.message} ${result.fault.todo ?? ''}`);
}

export async function onlyFleet(yard: AwsYard): Promise<Fleet> {
  const [fleet] = good(await yard.observe()).fleets;
  if (fleet === undefined) throw new Error('There is no fleet.');
  return fleet;
}

/** The id of the generation whose group is called so. */
export function called(fleet: Fleet, name: string): GenerationId {
  const found = fleet.generations.find(({ id }) => id.startsWith(`${name}/`));
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return asGenerationId(found.id);
}

let orders = 0;
/** All to `to`, as the engine orders it: bound to what was seen, or at once. */
export function switchTo(
  fleet: Fleet,
  to: GenerationId,
  isRevert: boolean,
  rollout?: string,
): RouteOrder {
  orders += 1;
  const id = asRolloutId(rollout ?? `rollout-${orders}`);
  return {
    fleet: fleet.id,
    weights: fleet.generations.map((one) => ({
      generation: one.id,
      weight: one.id === to ? 100 : 0,
    })),
    expectedRevision: isRevert ? 'any' : fleet.split.revision,
    previous: null,
    rollout: id,
    overtake: isRevert,
    token: asToken(`${id}.route`),
  };
}
