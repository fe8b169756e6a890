/** Sends the writes of one switch, all at once and each exactly once, and says what became of which. */
import type { Fault, Result } from '../../../../src-shared/result.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { JsonObject } from '../discover/reading.ts';
import type { RuleWrite } from './plan-writes.ts';

/** The actions as AWS says that they are now. Never repeated below this call. */
export type SendWrite = (write: RuleWrite) => Promise<Result<readonly JsonObject[]>>;

/** AWS answered, or the call never left: nothing was done. All other faults leave it open. */
export function isCertainlyNotDone(fault: Fault): boolean {
  switch (fault.code) {
    case 'unreachable':
    case 'throttled':
    case 'denied':
    case 'signed-out':
    case 'refused':
    case 'bad-input':
    case 'not-found':
    case 'conflict':
      return true;
    default:
      return false;
  }
}

export interface Written {
  readonly done: ReadonlyMap<string, readonly JsonObject[]>;
  readonly notDone: readonly { readonly write: RuleWrite; readonly fault: Fault }[];
  readonly unknown: readonly { readonly write: RuleWrite; readonly fault: Fault }[];
}

export async function writeRules(writes: readonly RuleWrite[], send: SendWrite): Promise<Written> {
  // Every call leaves before the first answer is waited for.
  const answers = await Promise.all(
    writes.map(async (write) => ({ write, answer: await send(write) })),
  );
  const done = new Map<string, readonly JsonObject[]>();
  const notDone: { write: RuleWrite; fault: Fault }[] = [];
  const unknown: { write: RuleWrite; fault: Fault }[] = [];
  for (const { write, answer } of answers) {
    if (answer.ok) done.set(write.arn, answer.value);
    else
      (isCertainlyNotDone(answer.fault) ? notDone : unknown).push({ write, fault: answer.fault });
  }
  return { done, notDone, unknown };
}

/**
 * The fault of a switch that was not wholly made. `unknown-outcome` as soon as one rule was written or may
 * have been, so that whoever asked looks again instead of believing that nothing happened.
 */
export function faultOfPartly(writes: readonly RuleWrite[], written: Written): Fault {
  const { done, notDone, unknown } = written;
  const first = notDone[0]?.fault ?? unknown[0]?.fault;
  if (done.size === 0 && unknown.length === 0 && first !== undefined) return first;
  const doneWrites = writes.filter((write) => done.has(write.arn));
  const sentences = [
    ...doneWrites.map((write) => `The ${plain(write.name)} was switched.`),
    ...notDone.map(({ write, fault }) => `The ${plain(write.name)} was not: ${fault.message}`),
    ...unknown.map(
      ({ write, fault }) =>
        `Whether the ${plain(write.name)} was switched is not known: ${fault.message}`,
    ),
  ];
  return {
    code: 'unknown-outcome',
    message: sentences.join(' '),
    todo: 'Look at the fleet again; a revert sets all rules alike.',
    denial: first?.denial,
  };
}
