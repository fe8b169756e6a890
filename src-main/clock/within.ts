import { fail, faultOf, type Result } from '../../src-shared/result.ts';
import type { Clock } from './clock.ts';

/**
 * The result, or the fault `unknown-outcome` when it takes longer than `ms` or throws: nobody knows
 * then whether it was done.
 */
export async function within<Value>(
  clock: Clock,
  ms: number,
  work: Promise<Result<Value>>,
): Promise<Result<Value>> {
  const done = new AbortController();
  const late = clock.delay(ms, done.signal).then(() =>
    fail({
      code: 'unknown-outcome',
      message: `The yard did not answer within ${Math.round(ms / 100) / 10} s.`,
    }),
  );
  const settled = work.catch((error: unknown) =>
    fail({ ...faultOf(error), code: 'unknown-outcome' }),
  );
  try {
    return await Promise.race([settled, late]);
  } finally {
    done.abort();
  }
}
