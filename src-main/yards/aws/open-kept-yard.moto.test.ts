/** A kept account while AWS does not say who acts: looks go on, a revert goes, and nothing else is begun. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openLab, type Lab } from '../../../e2e/aws-lab/lab.ts';
import { asRolloutId, asYardId } from '../../../src-shared/ids.ts';
import { succeed } from '../../../src-shared/result.ts';
import { changeRefusal, writeRefusal } from '../../../src-shared/safety.ts';
import { systemClock } from '../../clock/system-clock.ts';
import type { KeptYard } from '../kept-yard.ts';
import type { OpenedYard } from '../opened-yard.ts';
import { called, good, openLabYard, switchTo, type LabYard } from './aws-yard.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';
import { openKeptYard } from './open-kept-yard.ts';
import { createAccountBudget } from './session/account-budget.ts';
import type { SessionState } from './session/credentials.ts';
import type { AwsClients } from './session/clients.ts';

type Sts = AwsClients['sts'];

describeWithMoto('a kept account', () => {
  let lab: Lab;
  let yard: LabYard;
  let expiresAtMs: number | null = null;
  beforeAll(async () => {
    lab = await openLab();
  }, 60_000);
  afterAll(() => lab.close());
  beforeEach(async () => {
    await lab.reset();
    await lab.makeFleet();
    yard = openLabYard(lab);
    expiresAtMs = null;
  }, 30_000);
  afterEach(() => {
    yard.close();
  });

  const open = (sts: Sts, change: Partial<KeptYard> = {}): OpenedYard => {
    const credentials = { kind: 'profile', profile: 'shop' } as const;
    const kept: KeptYard = {
      ...{ id: asYardId('aws-1'), kind: 'aws', safety: 'normal', markers: [] },
      connection: { credentials, region: 'eu-central-1', endpoint: lab.endpoint },
      accountId: '123456789012',
      ...change,
    };
    const state = (): SessionState => ({ kind: 'ready', expiresAtMs });
    const session = {
      profile: { name: 'shop', kind: 'static' },
      state,
      signInByMs: () => null,
      signIn: () => Promise.resolve(succeed(state())),
    };
    const clients = { ...yard.clients, sts };
    const budget = createAccountBudget(systemClock);
    const place = {
      session,
      clients,
      ledger: yard.ledger,
      budget: () => budget,
    } as unknown as Parameters<typeof openKeptYard>[0];
    return openKeptYard(place, () => kept, () => undefined, systemClock); // prettier-ignore
  };
  const sceneOf = async (opened: OpenedYard) => {
    const [fleet] = good(await opened.yard.observe()).fleets;
    if (fleet === undefined) throw new Error('There is no fleet.');
    const [v1, v2] = [called(fleet, 'storefront-v001'), called(fleet, 'storefront-v002')];
    const order = {
      ...{ fleet: fleet.id, rollout: asRolloutId('r-1'), leaseMs: 60_000, epoch: 1 },
      intent: { kind: 'cut-over', to: v2, from: v1, expectedRevision: fleet.split.revision },
      owner: { name: 'Ann', host: 'desk', panel: 'panel-1' },
    } as const;
    return { fleet, v2, order };
  };

  it('is looked at and reverted while nobody says who acts, and nothing else is written', async () => {
    const opened = open(silent());
    const { fleet, v2, order } = await sceneOf(opened);
    expect(await opened.yard.claim(order)).toMatchObject({ ok: false, fault: { code: 'refused' } });
    expect(changeRefusal(opened.band())).toContain('AWS has not said yet whose account this is');
    expect(writeRefusal(opened.band())).toBeNull();
    expect(await opened.yard.route(switchTo(fleet, v2, true))).toMatchObject({ ok: true });
    // The control: with an answer the claim is taken.
    const answered = open(yard.clients.sts);
    const again = await sceneOf(answered);
    await expect.poll(() => answered.band().account?.actor).not.toBe('');
    expect(await answered.yard.claim(again.order)).toMatchObject({ ok: true });
    expect(changeRefusal(answered.band())).toBeNull();
  }, 30_000);

  it('forgets who acted when the credentials are others and nobody says whose', async () => {
    let isSilent = false;
    const { sts } = yard.clients;
    const opened = open({
      send: (command: Parameters<Sts['send']>[0]) =>
        isSilent ? Promise.reject(new Error('ENETDOWN')) : sts.send(command),
    } as unknown as Sts);
    const actor = () => opened.band().account?.actor;
    const { order } = await sceneOf(opened);
    await expect.poll(actor).not.toBe('');
    // The control: as long as they are the same, an answer that does not come changes nothing.
    isSilent = true;
    good(await opened.yard.observe());
    expect(actor()).not.toBe('');
    expiresAtMs = systemClock.now() + 3_600_000;
    good(await opened.yard.observe());
    expect(actor()).toBe('');
    expect(await opened.yard.claim(order)).toMatchObject({ ok: false, fault: { code: 'refused' } });
    expect(writeRefusal(opened.band())).toBeNull();
    // With an answer the look itself brings it: what follows from the look may be written.
    isSilent = false;
    await opened.signIn?.(null);
    expiresAtMs += 3_600_000;
    good(await opened.yard.observe());
    expect(actor()).not.toBe('');
    isSilent = true;
    await opened.signIn?.(null);
    expect(actor()).toBe('');
  }, 30_000);

  it('is not reverted when what is seen belongs to another account, whoever acts', async () => {
    const opened = open(silent(), { accountId: '999988887777' });
    const { fleet, v2 } = await sceneOf(opened);
    expect(writeRefusal(opened.band())).toContain('9999-8888-7777');
    const reverted = await opened.yard.route(switchTo(fleet, v2, true));
    expect(reverted).toMatchObject({ ok: false, fault: { code: 'refused' } });
  }, 30_000);
});

/** Never answers. */
function silent(): Sts {
  return { send: () => new Promise(() => undefined) } as unknown as Sts;
}
