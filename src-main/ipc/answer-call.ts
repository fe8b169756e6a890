/** Parses what a window said and answers it with a value; nothing thrown inside leaves with its stack. */
import type * as z from 'zod';
import { calls, type CallName, type CallOutput } from '../../src-shared/ipc-contract.ts';
import { fail, faultOf, type Result } from '../../src-shared/result.ts';

export type Handlers = {
  readonly [Name in CallName]: (
    input: z.output<(typeof calls)[Name]['input']>,
  ) => Promise<Result<CallOutput<Name>>>;
};

export async function answerCall(
  name: CallName,
  handlers: Handlers,
  input: unknown,
): Promise<Result<unknown>> {
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fail({
      code: 'bad-input',
      message: `The window asked for ${name} with a wrong ${issue?.path.join('.') ?? 'value'}: ${issue?.message ?? 'not readable'}.`,
      todo: 'Restart Blockyard; if it comes again, report it.',
    });
  }
  const handler = handlers[name] as (value: unknown) => Promise<Result<unknown>>;
  try {
    return await handler(parsed.data);
  } catch (error) {
    return fail(faultOf(error));
  }
}
