/** For tests: results that have to be good. */
import type { Result } from '../../../../src-shared/result.ts';

/** @throws with the fault's sentence. */
export function valueOfResult<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(`${result.fault.code}: ${result.fault.message} ${result.fault.todo ?? ''}`);
}
