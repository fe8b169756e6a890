import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calls, type CallName } from '../../src-shared/ipc-contract.ts';
import { callNames } from '../../src-shared/ipc-names.ts';
import { succeed } from '../../src-shared/result.ts';
import { answerCall, type Handlers } from './answer-call.ts';

function handlersThat(run: (name: CallName) => unknown): Handlers {
  return Object.fromEntries(
    callNames.map((name) => [name, () => Promise.resolve(run(name))]),
  ) as unknown as Handlers;
}

describe('answerCall', () => {
  it('never runs a handler on a payload that the contract does not know', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...callNames), fc.jsonValue(), async (name, payload) => {
        let hasRun = false;
        const handlers = handlersThat(() => {
          hasRun = true;
          return succeed(null);
        });
        await answerCall(name, handlers, payload);
        return hasRun === calls[name].input.safeParse(payload).success;
      }),
      { numRuns: 500 },
    );
  });

  it('runs the handler on a good payload', async () => {
    const answered = await answerCall(
      'yard.start',
      handlersThat(() => succeed(null)),
      { yard: 'local' },
    );
    expect(answered).toEqual({ ok: true, value: null });
  });

  it('answers a throwing handler with its message and no stack', async () => {
    const handlers = handlersThat(() => {
      throw new Error('the yard is on fire');
    });
    const answered = await answerCall('yard.start', handlers, { yard: 'local' });
    expect(answered).toEqual({
      ok: false,
      fault: { code: 'internal', message: 'the yard is on fire' },
    });
  });
});
