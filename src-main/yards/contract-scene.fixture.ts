/** What the parts of the contract of yards share: a place, two panels on it, and what they ask of it. */
import { expect } from 'vitest';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { GenerationId, RolloutId } from '../../src-shared/ids.ts';
import type { Result } from '../../src-shared/result.ts';
import type { ClaimOrder, RouteOrder, Yard, YardObservation } from './port.ts';

export interface ContractBench {
  /** One more panel on the same place. */
  readonly openYard: () => Yard;
  /** The panel is gone in the middle of what it does: nothing that it waits for reaches it any more. */
  readonly drop: (yard: Yard) => void;
  /** What stands on the second generation's page; null where generations have no address of their own. */
  readonly secondPage: string | null;
  readonly close: () => Promise<void>;
}

/** Of the test that runs: a fleet of two whole generations, of which the first serves. */
export interface ContractScene {
  readonly bench: ContractBench;
  readonly yard: Yard;
  readonly other: Yard;
  readonly fleet: Fleet;
  readonly from: GenerationId;
  readonly to: GenerationId;
}

export interface ContractOrders {
  readonly scene: () => ContractScene;
  readonly newRollout: () => RolloutId;
  /** By Ann, for a cutover. */
  readonly claim: (rollout: RolloutId, rest?: Partial<ClaimOrder>) => ClaimOrder;
  /** All traffic to the second one. */
  readonly route: (rollout: RolloutId, rest?: Partial<RouteOrder>) => RouteOrder;
  /** All traffic to the first one, whoever holds the fleet. */
  readonly revert: () => RouteOrder;
}

export const ann = { name: 'Ann', host: 'desk', panel: 'panel-ann' };
export const bob = { name: 'Bob', host: 'laptop', panel: 'panel-bob' };
export const patience = { timeout: 15_000, interval: 50 };
export const conflict = { ok: false, fault: { code: 'conflict' } };
export const refused = { ok: false, fault: { code: 'refused', message: expect.any(String) as string } }; // prettier-ignore

export function good<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(`${result.fault.code}: ${result.fault.message}`);
}

export async function lookAt(yard: Yard): Promise<YardObservation & { readonly fleet: Fleet }> {
  const look = good(await yard.observe());
  const [fleet] = look.fleets;
  if (fleet === undefined) throw new Error('There is no fleet.');
  return { ...look, fleet };
}

export async function fleetOf(yard: Yard): Promise<Fleet> {
  return (await lookAt(yard)).fleet;
}
