/** The acts of sample requests: sent, stopped, and how far they are. */
import type { BehaviourReport } from '../../src-shared/behaviour-schema.ts';
import type { YardId } from '../../src-shared/ids.ts';
import type { Bridge, CallInput } from '../../src-shared/ipc-contract.ts';
import type { Result } from '../../src-shared/result.ts';

export interface BehaviourActs {
  /** In the yard on screen. */
  readonly compareBehaviour: (
    asked: Omit<CallInput<'behaviour.compare'>, 'yard'>,
  ) => Promise<Result<BehaviourReport>>;
  readonly stopBehaviour: (job: string) => void;
  readonly onBehaviour: Bridge['on']['behaviour.progress'];
}

export function behaviourActs(
  { call, on }: Bridge,
  inYard: () => { readonly yard: YardId },
  answerOf: <Value>(asked: Promise<Result<Value>>) => Promise<Result<Value>>,
): BehaviourActs {
  return {
    compareBehaviour: (asked) => answerOf(call['behaviour.compare']({ ...inYard(), ...asked })),
    // What was stopped answers by itself; that it could not be stopped is no news to anybody.
    stopBehaviour: (job) => void answerOf(call['behaviour.stop']({ job })),
    onBehaviour: on['behaviour.progress'],
  };
}
