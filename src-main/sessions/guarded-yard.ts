/**
 * A yard that writes nothing while something forbids it: the safety level `observe`, or credentials
 * that lead to another account than the one that was kept. The last check before the wire, behind
 * whatever the buttons and the plan have said already. And a yard that is not asked again and again
 * while it is known that nobody is signed in: whoever waits for a look gets that answer here.
 */
import { fail, type Fault, type Result } from '../../src-shared/result.ts';
import type { Yard } from '../yards/port.ts';

export interface Watch {
  /** Why nothing may be written now; null when it may. */
  readonly refusal: () => string | null;
  /** Set while nobody is signed in. */
  readonly signedOut: () => Fault | null;
  /** Told of each answer to a look. */
  readonly looked: (result: Awaited<ReturnType<Yard['observe']>>) => void;
}

export function guardedYard(yard: Yard, { refusal, signedOut, looked }: Watch): Yard {
  const guard =
    <Args extends readonly unknown[], Value>(act: (...args: Args) => Promise<Result<Value>>) =>
    (...args: Args): Promise<Result<Value>> => {
      const because = refusal();
      return because === null
        ? act(...args)
        : Promise.resolve(fail({ code: 'refused', message: because }));
    };
  return {
    ...yard,
    observe: async () => {
      const out = signedOut();
      if (out !== null) return fail(out);
      const result = await yard.observe();
      looked(result);
      return result;
    },
    claim: guard((order) => yard.claim(order)),
    renew: guard((...terms) => {
      const out = signedOut();
      return out === null ? yard.renew(...terms) : Promise.resolve(fail(out));
    }),
    control: guard((order) => yard.control(order)),
    finish: guard((...terms) => yard.finish(...terms)),
    annotate: guard((order) => yard.annotate(order)),
    route: guard((order) => yard.route(order)),
    pauseEntry: guard((order) => yard.pauseEntry(order)),
    noteData: guard((order) => yard.noteData(order)),
    rehearse: guard((order) => yard.rehearse(order)),
    sample: guard((order) => yard.sample(order)),
    attach: guard((order) => yard.attach(order)),
    launchGeneration: guard((order) => yard.launchGeneration(order)),
    launchBlock: guard((order) => yard.launchBlock(order)),
    addBlock: guard((order) => yard.addBlock(order)),
    terminateBlock: guard((order) => yard.terminateBlock(order)),
    retireGeneration: guard((order) => yard.retireGeneration(order)),
    adoptGeneration: guard((order) => yard.adoptGeneration(order)),
    stopGeneration: guard((order) => yard.stopGeneration(order)),
    startGeneration: guard((order) => yard.startGeneration(order)),
    importImage: guard((path) => yard.importImage(path)),
  };
}
