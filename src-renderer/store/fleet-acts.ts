/** Acts that ask about a whole fleet, or try something beside its traffic: rights, what was left behind, a rehearsal. */
import type { FleetId, GenerationId, YardId } from '../../src-shared/ids.ts';
import type { Bridge } from '../../src-shared/ipc-contract.ts';
import type { LeftObject } from '../../src-shared/left-object.ts';
import type { Permission } from '../../src-shared/permission.ts';
import type { Rehearsal } from '../../src-shared/rehearsal-schema.ts';
import type { Result } from '../../src-shared/result.ts';

export interface FleetActs {
  /** Asked now; null: of no fleet in particular. */
  readonly permissions: (fleet: FleetId | null) => Promise<Result<readonly Permission[]>>;
  /** Read from the yard now; nothing is removed. */
  readonly leftObjects: (fleet: FleetId) => Promise<Result<readonly LeftObject[]>>;
  /** Cut over to `away` and back on an entry of its own; answers when it is put away. */
  readonly rehearse: (
    fleet: FleetId,
    away: GenerationId,
    back: GenerationId,
  ) => Promise<Result<Rehearsal>>;
}

export function fleetActs(
  { call }: Bridge,
  inYard: () => { readonly yard: YardId },
  answerOf: <Value>(asked: Promise<Result<Value>>) => Promise<Result<Value>>,
): FleetActs {
  return {
    permissions: (fleet) => answerOf(call['yard.permissions']({ ...inYard(), fleet })),
    leftObjects: (fleet) => answerOf(call['fleet.left-objects']({ ...inYard(), fleet })),
    rehearse: (fleet, away, back) =>
      answerOf(call['fleet.rehearse']({ ...inYard(), fleet, away, back })),
  };
}
