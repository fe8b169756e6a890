import { fail, faultOf, type Result } from './result.ts';

/** The result; what it throws, at once or later, as a fault. It begins in this turn of the event loop. */
export async function attempt<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await work();
  } catch (error) {
    return fail(faultOf(error));
  }
}
