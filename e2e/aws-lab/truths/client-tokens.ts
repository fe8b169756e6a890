/** RunInstances as AWS has it: a token that came before is answered as it was then. moto forgets tokens. */
import type { Answer } from '../aws-answers.ts';
import type { AwsCall } from '../aws-call.ts';

export interface ClientTokens {
  /** What was answered to the first call with this token; undefined for the first. */
  known(call: AwsCall): Answer | undefined;
  keep(call: AwsCall, answer: Answer): void;
  clear(): void;
}

export function openClientTokens(): ClientTokens {
  const answers = new Map<string, Answer>();
  const tokenOf = ({ action, params }: AwsCall): string | undefined =>
    action === 'RunInstances' && params.get('DryRun') !== 'true'
      ? params.get('ClientToken')
      : undefined;
  return {
    known(call) {
      const token = tokenOf(call);
      return token === undefined ? undefined : answers.get(token);
    },
    keep(call, answer) {
      const token = tokenOf(call);
      if (token !== undefined && answer.status < 300) answers.set(token, answer);
    },
    clear: () => answers.clear(),
  };
}
