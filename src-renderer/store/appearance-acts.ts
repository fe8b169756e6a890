/** The acts of a comparison of pages: begun, stopped, and its pictures read. */
import type { AppearanceReport } from '../../src-shared/appearance-schema.ts';
import type { YardId } from '../../src-shared/ids.ts';
import type { Bridge, CallInput } from '../../src-shared/ipc-contract.ts';
import type { Result } from '../../src-shared/result.ts';
import { behaviourActs, type BehaviourActs } from './behaviour-acts.ts';

export interface AppearanceActs extends BehaviourActs {
  /** In the yard on screen. */
  readonly compareAppearance: (
    asked: Omit<CallInput<'appearance.compare'>, 'yard'>,
  ) => Promise<Result<AppearanceReport>>;
  readonly stopAppearance: (job: string) => void;
  readonly picture: (
    asked: CallInput<'appearance.picture'>,
  ) => Promise<Result<Uint8Array<ArrayBuffer>>>;
  readonly onAppearance: Bridge['on']['appearance.progress'];
}

export function appearanceActs(
  { call, on }: Bridge,
  inYard: () => { readonly yard: YardId },
  answerOf: <Value>(asked: Promise<Result<Value>>) => Promise<Result<Value>>,
): AppearanceActs {
  return {
    ...behaviourActs({ call, on }, inYard, answerOf),
    compareAppearance: (asked) => answerOf(call['appearance.compare']({ ...inYard(), ...asked })),
    // What was stopped answers by itself; that it could not be stopped is no news to anybody.
    stopAppearance: (job) => void answerOf(call['appearance.stop']({ job })),
    picture: (asked) => answerOf(call['appearance.picture'](asked)),
    onAppearance: on['appearance.progress'],
  };
}
