/** What a yard answers to an order of a verb that it does not have. */
import { lackOf } from '../../src-shared/capabilities.ts';
import type { Verb, YardCapabilities } from '../../src-shared/capabilities-schema.ts';
import { fail, type Fault } from '../../src-shared/result.ts';

type Refused = { readonly ok: false; readonly fault: Fault };

export function refuseVerb(capabilities: YardCapabilities, verb: Verb): Promise<Refused> {
  const message = lackOf(capabilities, verb) ?? 'This yard cannot do that.';
  return Promise.resolve(fail({ code: 'refused', message }));
}
