/**
 * What every call of every client passes, outermost first: only listed operations, errors made into
 * Faults; then, for each HTTP request, the answer is checked and the ledger written.
 */
import { SMITHY_CONTEXT_KEY, type HandlerExecutionContext, type Pluggable } from '@smithy/types';

import type { Clock } from '../../../clock/clock.ts';
import { operationOf, type AwsOperation, type AwsService } from '../preflight/operations.ts';
import { untilAffordable, type AccountBudget } from './account-budget.ts';
import { AwsError, awsErrorOf } from './aws-fault.ts';
import { BadAnswerError } from './bad-answer.ts';
import type { CallLedger, CallOutcome } from './call-ledger.ts';

/** What a client is for. The SDK repeats failed calls of `read` clients only, so these may not mutate. */
export type ClientPurpose = 'read' | 'write' | 'revert' | 'sign-in';

export interface CallRules {
  readonly service: AwsService;
  readonly purpose: ClientPurpose;
  readonly profile: string;
  readonly ledger: CallLedger;
  readonly clock: Clock;
  /** Of the account, as it is known at the moment of the call; null: these calls are not counted. */
  readonly budget: (() => AccountBudget) | null;
  /**
   * AWS did not accept who we are: the session of that key id is over, whatever its clock says. Null:
   * it cannot be told which key the call was signed with.
   */
  readonly onSignedOut: (accessKeyId: string | null) => void;
}

/** @throws AwsError `internal`: a mistake in our code, found before anything is sent. */
export function permitted(
  action: string,
  input: object,
  { service, purpose }: Pick<CallRules, 'service' | 'purpose'>,
): AwsOperation {
  const no = (message: string): never => {
    throw new AwsError({ code: 'internal', message }, null, null);
  };
  const operation = operationOf(service, action);
  if (operation === undefined)
    return no(`${service} ${action} is not in the list of operations and was not sent.`);
  const isDryRun = Reflect.get(input, 'DryRun') === true;
  if (operation.isMutation && !isDryRun && purpose === 'read')
    return no(`${action} changes something and was not sent through a reading client.`);
  return isDryRun ? { ...operation, isMutation: false } : operation;
}

function outcomeOf(error: AwsError): CallOutcome {
  const { code } = error.fault;
  if (error.awsName === 'DryRunOperation') return 'ok';
  if (code === 'throttled') return 'throttled';
  if (code === 'denied' || code === 'signed-out') return 'denied';
  return error.awsName === null ? 'no-answer' : 'refused';
}

/** Of successes only: an error of AWS is recognised by its name, whatever its content type says. */
function isPage(response: unknown): boolean {
  if (typeof response !== 'object' || response === null) return false;
  const status: unknown = Reflect.get(response, 'statusCode');
  if (typeof status !== 'number' || status >= 300) return false;
  const headers: unknown = Reflect.get(response, 'headers');
  if (typeof headers !== 'object' || headers === null) return false;
  return Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /html/i.test(String(value)),
  );
}

/**
 * A page with status 200 is parsed by the SDK as a successful answer without any instances (measured);
 * every true answer carries a request id.
 */
function hasRequestId(output: unknown): boolean {
  if (typeof output !== 'object' || output === null) return false;
  const metadata: unknown = Reflect.get(output, '$metadata');
  return (
    typeof metadata === 'object' && metadata !== null && Boolean(Reflect.get(metadata, 'requestId'))
  );
}

/** Of the key that the call was signed with: what is held when it fails may be another one. */
function signerIn(context: HandlerExecutionContext): string | null {
  const id = context[SMITHY_CONTEXT_KEY]?.selectedHttpAuthScheme?.identity;
  const accessKeyId: unknown = id === undefined ? undefined : Reflect.get(id, 'accessKeyId');
  return typeof accessKeyId === 'string' ? accessKeyId : null;
}

/** That the call starts. */
function serversIn({ action, isMutation }: AwsOperation, input: object): number {
  const count: unknown = Reflect.get(input, 'MaxCount');
  return isMutation && action === 'RunInstances' && typeof count === 'number' ? count : 0;
}

export function callPlugin<Input extends object, Output extends object>(
  rules: CallRules,
): Pluggable<Input, Output> {
  const { ledger, clock, profile, service, purpose } = rules;
  return {
    applyToStack(stack) {
      const askedIn = (context: { readonly commandName?: string }, input: object) => {
        const action = (context.commandName ?? '').replace(/Command$/, '');
        return { operation: permitted(action, input, rules), profile };
      };
      stack.add(
        (next, context) => async (args) => {
          const asked = askedIn(context, args.input);
          if (rules.budget !== null) {
            await untilAffordable(rules.budget(), asked.operation, {
              isReserved: purpose === 'revert',
              servers: serversIn(asked.operation, args.input),
            });
          }
          try {
            return await next(args);
          } catch (error) {
            const mapped = awsErrorOf(error, asked);
            if (mapped.fault.code === 'signed-out' && mapped.awsName !== null)
              rules.onSignedOut(signerIn(context));
            // A new object without the SDK's error as its cause: that one holds the credentials.
            throw mapped;
          }
        },
        { step: 'initialize', priority: 'high', name: 'blockyardFault', override: true },
      );
      stack.add(
        (next, context) => async (args) => {
          const asked = askedIn(context, args.input);
          const startedAtMs = clock.monotonicMs();
          const write = (outcome: CallOutcome): void =>
            ledger.record({
              service,
              action: asked.operation.action,
              isMutation: asked.operation.isMutation,
              isReserved: purpose === 'revert',
              startedAtMs,
              ms: clock.monotonicMs() - startedAtMs,
              outcome,
            });
          try {
            const result = await next(args);
            if (!hasRequestId(result.output)) throw new BadAnswerError();
            write('ok');
            return result;
          } catch (error) {
            write(outcomeOf(awsErrorOf(error, asked)));
            throw error;
          }
        },
        { step: 'finalizeRequest', priority: 'low', name: 'blockyardLedger', override: true },
      );
      stack.add(
        (next) => async (args) => {
          const result = await next(args);
          if (isPage(result.response)) throw new BadAnswerError();
          return result;
        },
        { step: 'deserialize', priority: 'low', name: 'blockyardAnswer', override: true },
      );
    },
  };
}
