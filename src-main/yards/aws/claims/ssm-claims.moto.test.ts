import { GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  asFleetId,
  asGenerationId,
  asRolloutId,
  type FleetId,
} from '../../../../src-shared/ids.ts';
import type { Clock } from '../../../clock/clock.ts';
import { systemClock } from '../../../clock/system-clock.ts';
import type { ClaimOrder } from '../../port.ts';
import { describeWithMoto, startMoto, type Moto } from '../moto.fixture.ts';
import { createCallLedger } from '../session/call-ledger.ts';
import { createClients } from '../session/clients.ts';
import { claimName, previousName, type PreviousRecord } from './claim-records.ts';
import { createSsmClaims } from './ssm-claims.ts';

const [v1, v2] = [asGenerationId('web-v1/aa'), asGenerationId('web-v2/bb')];
const intent = { kind: 'cut-over', from: v1, to: v2, expectedRevision: 7 } as const;
const ann = { name: 'Ann', host: 'desk', panel: 'panel-ann' };
const bob = { name: 'Bob', host: 'laptop', panel: 'panel-bob' };
const noWayBack = (): null => null;

const order = (fleet: string, rollout: string, rest: Partial<ClaimOrder> = {}): ClaimOrder => ({
  fleet: asFleetId(fleet),
  rollout: asRolloutId(rollout),
  intent,
  owner: ann,
  leaseMs: 60_000,
  epoch: 1,
  ...rest,
});

describeWithMoto('claims in SSM parameters', () => {
  let moto: Moto;
  const closers: (() => void)[] = [];
  beforeAll(async () => {
    moto = await startMoto();
  }, 30_000);
  afterAll(async () => {
    for (const close of closers) close();
    await moto.stop();
  });

  function panel(clock: Clock = systemClock) {
    const ledger = createCallLedger();
    const place = { profile: 't', region: 'us-east-1', useFips: false, useDualstack: false };
    const keys = { accessKeyId: 'AKIATEST', secretAccessKey: 'x' };
    const clients = createClients(
      { ...place, endpoint: moto.endpoint },
      {
        ledger,
        clock,
        version: '0',
        credentials: { credentials: () => Promise.resolve(keys), rejected: () => undefined },
      },
    );
    closers.push(() => clients.close());
    return { ...createSsmClaims(clients, clock), ledger, clients };
  }
  const rolloutOf = async (one: ReturnType<typeof panel>, fleet: string) => {
    const all = await one.readAll();
    const claims = all.ok ? all.value.get(asFleetId(fleet)) : undefined;
    return claims === undefined ? null : one.rolloutIn(claims);
  };

  const numbersOf = async (one: ReturnType<typeof panel>, fleet: string) => {
    const all = await one.readAll();
    return all.ok ? all.value.get(asFleetId(fleet))?.claims.map(({ number }) => number) : all;
  };

  it('lets exactly one of two panels win, 200 times', async () => {
    const panels = [panel(), panel()];
    const wins = [0, 0];
    const race = async (at: number): Promise<void> => {
      const answers = await Promise.all(
        [...panels.entries()].map(([index, one]) =>
          one.claim(order(`race-${at}`, `r-${at}-${index}`, { owner: index === 0 ? ann : bob })),
        ),
      );
      const winners = answers.flatMap((answer, index) => (answer.ok ? [index] : []));
      expect(winners).toHaveLength(1);
      const [winner = 0] = winners;
      wins[winner] = (wins[winner] ?? 0) + 1;
      const lost = answers[1 - winner];
      expect(lost).toMatchObject({ ok: false, fault: { code: 'conflict' } });
      expect(JSON.stringify(lost)).toContain(winner === 0 ? 'Ann on desk' : 'Bob on laptop');
    };
    for (let at = 0; at < 200; at += 8) {
      await Promise.all(Array.from({ length: 8 }, (_, index) => race(at + index)));
    }
    expect((wins[0] ?? 0) + (wins[1] ?? 0)).toBe(200);
  }, 120_000);

  it('takes a repeat for the same claim, and shows it to every panel', async () => {
    const [one, two] = [panel(), panel()];
    const first = await one.claim(order('f1', 'r1'));
    expect(first).toMatchObject({ ok: true, value: { id: 'r1', epoch: 1, owner: ann } });
    expect(await one.claim(order('f1', 'r1'))).toMatchObject({ ok: true, value: { epoch: 1 } });
    expect(await rolloutOf(two, 'f1')).toMatchObject({ id: 'r1', intent, owner: ann, epoch: 1 });
    expect(await one.holds(asFleetId('f1'), asRolloutId('r1'))).toMatchObject({ ok: true });
    expect(await two.holds(asFleetId('f1'), asRolloutId('r2'))).toMatchObject({
      fault: { code: 'conflict' },
    });
  });

  it('is taken over only with the next epoch, by its own panel or after its lease', async () => {
    const [one, two] = [panel(), panel()];
    await one.claim(order('f2', 'r1', { leaseMs: 2500 }));
    const takeOver = (epoch: number, owner: typeof bob) =>
      two.claim(order('f2', 'r1', { epoch, owner, intent: { ...intent, to: v1 } }));
    expect(await takeOver(2, bob)).toMatchObject({ fault: { message: expect.stringMatching(/hands of Ann/u) as string } }); // prettier-ignore
    expect(await takeOver(3, ann)).toMatchObject({ fault: { code: 'conflict' } });
    await new Promise((resolve) => setTimeout(resolve, 4600));
    expect(await takeOver(2, bob)).toMatchObject({ ok: true, value: { owner: bob, intent } });
    const [fleet, rollout] = [asFleetId('f2'), asRolloutId('r1')];
    expect(await one.renew(fleet, rollout, 1, 1000)).toMatchObject({ fault: { code: 'conflict' } });
    expect(await one.holds(fleet, rollout)).toMatchObject({ fault: { code: 'conflict' } });
    expect(await one.finish(fleet, rollout, 1, noWayBack)).toMatchObject({ ok: false });
    expect(await two.renew(fleet, rollout, 2, 1000)).toMatchObject({ ok: true });
    expect(await two.finish(fleet, rollout, 2, noWayBack)).toMatchObject({ ok: true });
    expect(await rolloutOf(one, 'f2')).toBeNull();
    expect(await one.claim(order('f2', 'r9'))).toMatchObject({ ok: true });
  }, 30_000);

  it('reads a lease by the clock of AWS, on a computer whose clock is an hour off', async () => {
    const late: Clock = { ...systemClock, now: () => systemClock.now() + 3_600_000 };
    const [one, two] = [panel(), panel(late)];
    await one.claim(order('f3', 'r1', { leaseMs: 60_000 }));
    await two.readAll();
    const seen = await rolloutOf(two, 'f3');
    const leftMs = (seen?.leaseEndsAtMs ?? 0) - late.now();
    expect(leftMs).toBeGreaterThan(55_000);
    expect(leftMs).toBeLessThan(62_000);
    const takeOver = await two.claim(order('f3', 'r1', { epoch: 2, owner: bob }));
    expect(takeOver).toMatchObject({ ok: false });
  });

  it('means nothing by the claims that a dead owner left below the end that it had written', async () => {
    const one = panel();
    const fleet = asFleetId('f4');
    await one.claim(order('f4', 'r1'));
    await one.claim(order('f4', 'r1', { epoch: 2 }));
    // As if the panel had died before the removals of its finish.
    one.clients.ssmWrites.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'DeleteParameterCommand') throw new Error('It is dead.');
          return next(args);
        },
      { step: 'build' },
    );
    expect(await one.finish(fleet, asRolloutId('r1'), 2, noWayBack)).toMatchObject({ ok: true });
    const two = panel();
    expect(await rolloutOf(two, 'f4')).toBeNull();
    const claimed = await two.claim(order('f4', 'r2'));
    expect(claimed).toMatchObject({ ok: true, value: { id: 'r2', epoch: 1 } });
    expect(await numbersOf(two, 'f4')).toEqual([4]);
  });

  it.each(['finish', 'renew'] as const)(
    'meets no later claim by what comes late of a rollout that is over: its %s',
    async (act) => {
      const [one, two] = [panel(), panel()];
      const fleet = asFleetId(`late-${act}`);
      const [r1, r2] = [asRolloutId('r1'), asRolloutId('r2')];
      await one.claim(order(fleet, 'r1'));
      await one.control({ fleet, rollout: r1, change: { kind: 'hold' }, by: 'Ann' });
      let isFirst = true;
      const late = act === 'finish' ? 'DeleteParameterCommand' : 'PutParameterCommand';
      one.clients.ssmWrites.middlewareStack.add(
        (next, { commandName }) =>
          async (args) => {
            if (!isFirst || commandName !== late) return next(args);
            isFirst = false;
            // While its call is under way a revert ends it, and somebody begins anew.
            await two.release(fleet, asRolloutId('a-revert'));
            await two.claim(order(fleet, 'r2', { owner: bob }));
            await two.control({ fleet, rollout: r2, change: { kind: 'abort' }, by: 'Bob' });
            return next(args);
          },
        { step: 'build' },
      );
      if (act === 'finish') await one.finish(fleet, r1, 1, noWayBack);
      else
        expect(await one.renew(fleet, r1, 1, 1000)).toMatchObject({ fault: { code: 'conflict' } });
      const kept = { id: 'r2', owner: bob, epoch: 1, controls: { isAborted: true, isHeld: false } };
      expect(await rolloutOf(two, fleet)).toMatchObject(kept);
      expect(await two.holds(fleet, r2)).toMatchObject({ ok: true });
      expect(await one.holds(fleet, r1)).toMatchObject({ fault: { code: 'conflict' } });
    },
  );

  it('is ended by a revert, and neither a renewal nor a write brings it back', async () => {
    const [one, two] = [panel(), panel()];
    const fleet: FleetId = asFleetId('f5');
    await one.claim(order('f5', 'r1'));
    expect(await two.release(fleet, asRolloutId('a-revert'))).toMatchObject({ ok: true });
    const rollout = asRolloutId('r1');
    expect(await one.renew(fleet, rollout, 1, 1000)).toMatchObject({ fault: { code: 'conflict' } });
    expect(await one.holds(fleet, rollout)).toMatchObject({ fault: { code: 'conflict' } });
    expect(await one.finish(fleet, rollout, 1, noWayBack)).toMatchObject({ ok: true });
    expect(await rolloutOf(two, 'f5')).toBeNull();
  });

  it('is not brought back by a renewal that a revert came in between of', async () => {
    const [one, two] = [panel(), panel()];
    const fleet = asFleetId('f9');
    await one.claim(order('f9', 'r1'));
    let isFirst = true;
    one.clients.ssmWrites.middlewareStack.add(
      (next) => async (args) => {
        if (isFirst) await two.release(fleet, asRolloutId('a-revert'));
        isFirst = false;
        return next(args);
      },
      { step: 'build' },
    );
    const renewed = await one.renew(fleet, asRolloutId('r1'), 1, 1000);
    expect(renewed).toMatchObject({ fault: { code: 'conflict' } });
    expect(await rolloutOf(two, 'f9')).toBeNull();
  });

  it('keeps the way back with the end of a cutover, in parameters without a secret', async () => {
    const one = panel();
    await one.claim(order('f6', 'r1'));
    const fleet = asFleetId('f6');
    const record: PreviousRecord = {
      schema: 1,
      fleet,
      current: v2,
      previous: v1,
      sizes: { [v1]: 3 },
    };
    const finished = await one.finish(fleet, asRolloutId('r1'), 1, (held) => {
      expect(held.intent).toEqual(intent);
      return record;
    });
    expect(finished).toMatchObject({ ok: true });
    const all = await panel().readAll();
    expect(all.ok ? all.value.get(fleet) : all).toMatchObject({
      claims: [{ number: 2, record: { kind: 'ended' } }],
      previous: record,
    });
  });

  it('keeps every word of two who speak at the same time, in one parameter in the end', async () => {
    const [one, two] = [panel(), panel()];
    const names = async (fleet: string): Promise<string[]> => {
      const path = { Path: `/blockyard/${fleet}`, Recursive: true };
      const { Parameters = [] } = await one.clients.ssm.send(new GetParametersByPathCommand(path));
      return Parameters.map(({ Name = '' }) => Name);
    };
    const speak = async (at: number): Promise<void> => {
      const fleet = asFleetId(`said-${at}`);
      const said = { fleet, rollout: asRolloutId('r1'), by: 'Ann' };
      await one.claim(order(fleet, 'r1'));
      const answers = await Promise.all([
        one.control({ ...said, change: { kind: 'hold' } }),
        two.control({ ...said, change: { kind: 'pass', place: 1 } }),
        two.control({ ...said, change: { kind: 'abort' } }),
      ]);
      expect(answers).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
      const kept = { isHeld: true, isAborted: true, passed: 1 };
      expect(await rolloutOf(two, fleet)).toMatchObject({ owner: ann, epoch: 1, controls: kept });
      await two.control({ ...said, change: { kind: 'resume' } });
      const [claimed, word, ...more] = (await names(fleet)).sort().reverse();
      expect([claimed, more]).toEqual([claimName(fleet, 1), []]);
      expect(word).toMatch(/\/control\/\d+$/u);
      expect(await one.finish(fleet, asRolloutId('r1'), 1, noWayBack)).toMatchObject({ ok: true });
      expect(await names(fleet)).toEqual([claimName(fleet, 2)]);
    };
    for (let at = 0; at < 20; at += 1) await speak(at);
  }, 180_000);

  it('keeps no word for a rollout that a revert ended while it was being said', async () => {
    const [one, two] = [panel(), panel()];
    const fleet = asFleetId('said-late');
    const said = {
      fleet,
      rollout: asRolloutId('r1'),
      change: { kind: 'hold' },
      by: 'Ann',
    } as const;
    await one.claim(order('said-late', 'r1'));
    let isFirst = true;
    one.clients.ssmWrites.middlewareStack.add(
      (next) => async (args) => {
        if (isFirst) await two.release(fleet, asRolloutId('a-revert'));
        isFirst = false;
        return next(args);
      },
      { step: 'build' },
    );
    expect(await one.control(said)).toMatchObject({ fault: { code: 'conflict' } });
    const all = await two.readAll();
    const left = { claims: [{ record: { kind: 'ended' } }], said: [] };
    expect(all.ok ? all.value.get(fleet) : all).toMatchObject(left);
  });

  it('leaves alone what it cannot read, and says so', async () => {
    const one = panel();
    const put = (name: string, value: string) =>
      one.clients.ssmWrites.send(
        new PutParameterCommand({ Name: name, Value: value, Type: 'String', Overwrite: true }),
      );
    await put(claimName(asFleetId('f7'), 3), '{"schema":2,"kind":"held"}');
    await put(previousName(asFleetId('f7')), 'not json');
    const claimed = await one.claim(order('f7', 'r1'));
    expect(claimed).toMatchObject({ fault: { code: 'version-mismatch' } });
    const all = await one.readAll();
    expect(all.ok ? all.value.get(asFleetId('f7')) : all).toMatchObject({ previous: null });
  });

  it('reads far more claims than fit a page', async () => {
    const one = panel();
    await Promise.all(
      Array.from({ length: 25 }, (_, at) => one.claim(order(`page-${at}`, `p-${at}`))),
    );
    const all = await one.readAll();
    const seen = all.ok ? [...all.value.keys()].filter((fleet) => fleet.startsWith('page-')) : [];
    expect(seen).toHaveLength(25);
  }, 30_000);

  it('refuses a fleet that cannot be part of a name, and an intent that does not fit', async () => {
    const one = panel();
    const before = one.ledger.totals();
    expect(await one.claim(order('a/b', 'r1'))).toMatchObject({ fault: { code: 'bad-input' } });
    expect(one.ledger.totals()).toEqual(before);
    const long = { ...intent, from: asGenerationId('x'.repeat(5000)) };
    expect(await one.claim(order('f8', 'r1', { intent: long }))).toMatchObject({ ok: false });
    expect(one.ledger.totals().mutations).toBe(before.mutations);
  });
});
