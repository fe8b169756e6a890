/** An operator's test rule, turned and put back: what is written, and what never is. */
import { describe, expect, it } from 'vitest';
import { asFleetId, asRolloutId, type RolloutId } from '../../../../src-shared/ids.ts';
import { fail, succeed, type Fault, type Result } from '../../../../src-shared/result.ts';
import type { TurnedRecord } from '../claims/turned-records.ts';
import { haveSameMeaning } from '../discover/fingerprint.ts';
import { aGroup, aReading, aRule, forwardTo, groupArn } from '../discover/reading.fixture.ts';
import type { EntryRule, JsonObject } from '../discover/reading.ts';
import { createTurnedTest } from './turned-test.ts';

const fleet = asFleetId('web');
const [r1, r2] = [asRolloutId('r1'), asRolloutId('r2')];
const entry = aRule('1', forwardTo(['web-v1', 1]));
const signIn: JsonObject = { Type: 'authenticate-oidc', Order: 1, AuthenticateOidcConfig: { ClientId: 'a' } }; // prettier-ignore
const test: EntryRule = { ...aRule('2', forwardTo(['web-v1', 3], ['web-v0', 0])) };
const before: readonly JsonObject[] = [signIn, ...test.actions];
const turned: readonly JsonObject[] = [signIn, forwardTo(['web-v2', 1])];
const lost: Fault = { code: 'unknown-outcome', message: 'No answer came.' };

function scene({ isEntry = false } = {}) {
  const account = {
    actions: before,
    records: new Map<RolloutId, TurnedRecord>(),
    writes: [] as (readonly JsonObject[])[],
    notes: [] as string[],
    holder: r1,
    atMs: 0,
    /** Answers of the next writes; those that are lost were made all the same. */
    answers: [] as ('lost' | 'dead')[],
    /** What the next reads show in place of what is. */
    stale: [] as (readonly JsonObject[])[],
  };
  const now = (): EntryRule => ({ ...test, actions: account.stale.shift() ?? account.actions });
  const rules = isEntry ? [entry, test] : [entry];
  const reading = aReading({ groups: [aGroup('web-v1'), aGroup('web-v2')], rules });
  const panel = () =>
    createTurnedTest({
      records: {
        read: () => Promise.resolve(succeed([...account.records.values()])),
        note: (record) => {
          account.records.set(record.rollout, record);
          return Promise.resolve(succeed(null));
        },
        forget: (_, rollout) => {
          account.records.delete(rollout);
          return Promise.resolve(succeed(null));
        },
      },
      reader: {
        listeners: () => Promise.resolve({ listeners: reading.listeners, defaults: [now()] }),
        rules: () => Promise.resolve([]),
      },
      send: ({ actions }): Promise<Result<readonly JsonObject[]>> => {
        const answer = account.answers.shift();
        if (answer === 'dead') return Promise.resolve(fail({ ...lost, message: 'It never left.' }));
        account.writes.push(actions);
        account.actions = actions;
        return Promise.resolve(answer === 'lost' ? fail(lost) : succeed(actions));
      },
      holds: (_, rollout) =>
        Promise.resolve(
          rollout === account.holder
            ? succeed(null)
            : fail({ code: 'conflict', message: 'It is held by another one.' }),
        ),
      clock: { monotonicMs: () => account.atMs, delay: () => Promise.resolve() },
      reading: () => reading,
      note: (text) => void account.notes.push(text),
    });
  const turnBy = async (one: ReturnType<typeof panel>, rollout = r1): Promise<string> => {
    const done = await one.turn({ fleet, rollout, rule: now(), group: groupArn('web-v2') });
    return done.ok ? 'turned' : `${done.fault.waits === true ? 'waits ' : ''}${done.fault.message}`;
  };
  const putBackBy = (one: ReturnType<typeof panel>, except?: RolloutId) =>
    one.putBack(fleet, [...account.records.values()], except);
  return { account, panel, turnBy, putBackBy };
}

describe('a test rule of the operator', () => {
  it('is recorded, turned by one write, and put back to what it was, sign-in included', async () => {
    const { account, panel, turnBy, putBackBy } = scene();
    const one = panel();
    expect(await turnBy(one)).toBe('turned');
    expect([...account.records.values()]).toMatchObject([{ before, group: groupArn('web-v2') }]);
    expect(account.writes).toHaveLength(1);
    expect(haveSameMeaning(account.actions, turned)).toBe(true);
    expect(JSON.stringify(account.actions)).toContain('UseExistingClientSecret');
    // Asked again, and while its own proof goes on, nothing is written.
    expect(await turnBy(one)).toBe('turned');
    expect(await putBackBy(one, r1)).toMatchObject({ ok: true });
    expect(account.writes).toHaveLength(1);
    expect(await putBackBy(one)).toMatchObject({ ok: true });
    expect(haveSameMeaning(account.actions, before)).toBe(true);
    expect([account.writes.length, account.records.size, account.notes]).toEqual([2, 0, []]);
  });

  it.each(['lost', 'dead'] as const)(
    'is turned by whoever repeats an order whose write was %s, and put back by a panel that knows it from the account',
    async (answer) => {
      const { account, panel, turnBy, putBackBy } = scene();
      const one = panel();
      account.answers.push(answer);
      expect(await turnBy(one)).not.toBe('turned');
      expect(account.records.size).toBe(1);
      expect(await turnBy(one)).toBe('turned');
      expect(haveSameMeaning(account.actions, turned)).toBe(true);
      account.answers.push(answer);
      expect(await putBackBy(panel())).toMatchObject({ ok: false });
      expect(account.records.size).toBe(1);
      expect(await putBackBy(panel())).toMatchObject({ ok: true });
      expect(haveSameMeaning(account.actions, before)).toBe(true);
      expect(account.records.size).toBe(0);
    },
  );

  it('is put back before another rollout turns it, which then records what it really was', async () => {
    const { account, panel, turnBy } = scene();
    expect(await turnBy(panel())).toBe('turned');
    account.holder = r2;
    const next = panel();
    // What this one reads is still turned by the other: nothing is recorded of that.
    expect(await turnBy(next, r2)).toMatch(/^waits .* put back/u);
    expect(haveSameMeaning(account.actions, before)).toBe(true);
    expect(await turnBy(next, r2)).toBe('turned');
    expect([...account.records.values()]).toMatchObject([{ rollout: r2, before }]);
  });

  it('is left to somebody else who changes it, and that is told once', async () => {
    const { account, panel, turnBy, putBackBy } = scene();
    const one = panel();
    await turnBy(one);
    account.actions = [forwardTo(['web-v0', 1])];
    expect(await turnBy(one)).toMatch(/^waits The .* somebody else has changed it/u);
    expect(await putBackBy(one)).toMatchObject({ ok: true });
    expect(account.notes).toEqual([expect.stringContaining('left as it is')]);
    expect([account.writes.length, account.records.size]).toEqual([1, 0]);
    // Turned back by hand it stays so, too: beyond the time in which a read may be older than our write.
    await turnBy(one);
    account.actions = [forwardTo(['web-v0', 1])];
    expect(await turnBy(one)).toBe('turned');
    account.atMs = 4000;
    expect(await turnBy(one)).toMatch(/^waits /u);
  });

  it('is put back also where a read is older than its turn', async () => {
    const { account, panel, turnBy, putBackBy } = scene();
    await turnBy(panel());
    account.stale.push(before);
    expect(await putBackBy(panel())).toMatchObject({ ok: true });
    expect(haveSameMeaning(account.actions, before)).toBe(true);
    expect(account.notes).toEqual([]);
  });

  it('is never turned by whom the fleet is not held by, nor where clients meet it', async () => {
    const other = scene();
    other.account.holder = r2;
    expect(await other.turnBy(other.panel())).toContain('held by another');
    const live = scene({ isEntry: true });
    expect(await live.turnBy(live.panel())).toMatch(/^waits .* clients meet/u);
    expect([...live.account.writes, ...other.account.writes, ...live.account.records]).toEqual([]);
  });
});
