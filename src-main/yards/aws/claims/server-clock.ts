/** AWS's clock, from the Date of its answers: leases must not hang on the clocks of two computers. */
import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-ssm';
import type { Pluggable } from '@smithy/types';
import type { Clock } from '../../../clock/clock.ts';

export interface ServerClock {
  readonly plugin: Pluggable<ServiceInputTypes, ServiceOutputTypes>;
  /** Its clock minus ours, milliseconds; 0 before the first answer. To half a second. */
  readonly skewMs: () => number;
  readonly nowMs: () => number;
  readonly isKnown: () => boolean;
}

/** Dates are cut to whole seconds: in the middle they are right to half of one. */
const middleOfSecondMs = 500;

export function createServerClock(clock: Clock): ServerClock {
  // Kept against the clock that never jumps: a wall clock set during a lease changes nothing.
  let known: { readonly atMs: number; readonly monotonicMs: number } | null = null;
  const nowMs = (): number =>
    known === null ? clock.now() : known.atMs + (clock.monotonicMs() - known.monotonicMs);
  return {
    plugin: {
      applyToStack: (stack) =>
        stack.add(
          (next) => async (args) => {
            const result = await next(args);
            const atMs = Date.parse(dateOf(result.response));
            if (!Number.isNaN(atMs)) {
              known = { atMs: atMs + middleOfSecondMs, monotonicMs: clock.monotonicMs() };
            }
            return result;
          },
          { step: 'deserialize', priority: 'low', name: 'blockyardServerClock', override: true },
        ),
    },
    skewMs: () => nowMs() - clock.now(),
    nowMs,
    isKnown: () => known !== null,
  };
}

function dateOf(response: unknown): string {
  if (typeof response !== 'object' || response === null) return '';
  const headers: unknown = Reflect.get(response, 'headers');
  if (typeof headers !== 'object' || headers === null) return '';
  const date: unknown = Reflect.get(headers, 'date');
  return typeof date === 'string' ? date : '';
}
