/** AWS's reads are eventually consistent: a read after a write may answer what was true before it. */
import { createHash } from 'node:crypto';
import type { Answer } from '../aws-answers.ts';
import { type AwsCall, isMutation } from '../aws-call.ts';

/** The answers at one moment; what is asked for the first time afterwards freezes then. */
export interface Frozen {
  answerTo(call: AwsCall): Answer | undefined;
  keep(call: AwsCall, answer: Answer): void;
}

export interface ReadMemory {
  remember(call: AwsCall, answer: Answer): void;
  freeze(): Frozen;
}

export function openReadMemory(): ReadMemory {
  const latest = new Map<string, Answer>();
  return {
    remember(call, answer) {
      if (!isMutation(call) && answer.status === 200) latest.set(keyOf(call), answer);
    },
    freeze() {
      const frozen = new Map(latest);
      return {
        answerTo: (call) => (isMutation(call) ? undefined : frozen.get(keyOf(call))),
        keep(call, answer) {
          if (!isMutation(call) && answer.status === 200) frozen.set(keyOf(call), answer);
        },
      };
    },
  };
}

/** The order of parameters does not matter; who asks does not either. */
function keyOf(call: AwsCall): string {
  const params = [...call.params].map(([name, value]) => `${name}=${value}`).sort();
  return createHash('sha256')
    .update([call.service, call.action, ...params].join('\n'))
    .digest('base64');
}
