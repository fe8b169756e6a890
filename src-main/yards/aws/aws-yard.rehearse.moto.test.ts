/** Rehearsals on the lab: on a test rule beside live traffic, with the live rules untouched and nothing left of it. */
import { expect, it } from 'vitest';
import { asGenerationId } from '../../../src-shared/ids.ts';
import type { Rehearsal } from '../../../src-shared/rehearsal-schema.ts';
import { rehearsalsName } from './claims/claim-records.ts';
import { longestRehearsalMs, rehearsalsRecordSchema } from './claims/rehearsal-records.ts';
import { testHeader } from './discover/test-rule.ts';
import { called, good, labMarker, onlyFleet, openLabYard, panelKeys, switchTo, type LabYard } from './aws-yard.fixture.ts'; // prettier-ignore
import { sendTraffic } from './engine-on-lab.fixture.ts';
import { engineScene, statesIn } from './engine-scene.fixture.ts';
import { describeWithMoto } from './moto.fixture.ts';

describeWithMoto('a rehearsal of a way back in an account', () => {
  const { lab, served } = engineScene();

  const untilHealthyIn = (yard: LabYard) =>
    expect
      .poll(
        async () => {
          const fleet = await onlyFleet(yard);
          const names = ['storefront-v001', 'storefront-v002'];
          return [...new Set(names.flatMap((name) => statesIn(fleet, name)))];
        },
        { timeout: 60_000, interval: 300 },
      )
      .toEqual(['healthy']);
  const twoServed = async (yard: LabYard) => {
    const made = await served({ routes: 'both', generations: ['v001', 'v002'] });
    await untilHealthyIn(yard);
    const fleet = await onlyFleet(yard);
    const [v1, v2] = [called(fleet, 'storefront-v001'), called(fleet, 'storefront-v002')];
    return { made, fleet, order: { fleet: fleet.id, away: v2, back: v1, by: 'Ann' } };
  };
  const rulesOf = (listenerArn: string) =>
    lab().cli('elbv2', 'describe-rules', '--listener-arn', listenerArn);
  const writes = (since = 0) =>
    lab()
      .calls.mutations({ caller: panelKeys.accessKeyId, sinceMs: since })
      .filter(({ service }) => service === 'elbv2' || service.includes('loadbalancing'))
      .map(({ action }) => action);

  it('cuts over and reverts on a rule of its own under live traffic, which notices nothing', async () => {
    const yard = openLabYard(lab(), { marker: labMarker });
    const other = openLabYard(lab(), { marker: labMarker });
    const { made, fleet, order } = await twoServed(yard);
    expect(fleet.entry).toMatchObject({ rehearsal: { kind: 'made' } });
    await untilHealthyIn(other);
    const before = await rulesOf(made.listenerArn);
    const traffic = sendTraffic(lab().dataPlane.addressOf(made.loadBalancerArn), 10);
    const pressed = yard.rehearse(order);
    // Pressed again it is the same one; another panel has to wait for it.
    const again = yard.rehearse(order);
    await expect
      .poll(async () => (await rulesOf(made.listenerArn)).includes(testHeader), { timeout: 10_000 })
      .toBe(true);
    good(await other.observe());
    expect((await onlyFleet(other)).entry.notes.join(' ')).toContain('to rehearse a way back');
    expect(await other.rehearse(order)).toMatchObject({
      fault: { message: expect.stringContaining('by Ann') as string },
    });
    const told = good(await pressed);
    expect(good(await again)).toEqual(told);
    await traffic.stop();
    expect(told).toMatchObject({ end: { kind: 'measured' }, lost: 0, errors: 0, onRule: { isMarked: true } }); // prettier-ignore
    expect(told.requests).toBeGreaterThan(30);
    // The nodes of the lab take up to 300 ms; a rehearsal that asked the live rules would take no time at all.
    if (told.end.kind === 'measured') expect(told.end.revertMs).toBeGreaterThan(20);
    const { sent, answered, lost, versions } = traffic.tally;
    expect([lost, answered, versions.get('v001')]).toEqual([0, sent, sent]);
    expect(await rulesOf(made.listenerArn)).toEqual(before);
    expect(writes()).toEqual([
      'CreateRule',
      'ModifyRule',
      'ModifyRule',
      'ModifyRule',
      'DeleteRule',
    ]);
    const after = await onlyFleet(other);
    expect([after.rehearsals, after.entry.notes]).toEqual([[told], fleet.entry.notes]);
    expect(after.split).toEqual({ ...fleet.split, changedAtMs: after.split.changedAtMs });
    for (const each of [yard, other]) each.close();
  }, 90_000);

  it('tells without a marker, too, who answers: the rule answers by itself between the moves', async () => {
    const yard = openLabYard(lab(), { marker: null });
    const { made, order } = await twoServed(yard);
    const before = await rulesOf(made.listenerArn);
    const told = good(await yard.rehearse(order));
    expect(told).toMatchObject({ end: { kind: 'measured' }, lost: 0, onRule: { isMarked: false } });
    expect(await rulesOf(made.listenerArn)).toEqual(before);
    const turns = writes().filter((action) => action === 'ModifyRule').length;
    expect(turns).toBe(5);
    yard.close();
  }, 90_000);

  it('is broken off by whoever moves the live traffic, and waits for nothing but its own end', async () => {
    const yard = openLabYard(lab(), { marker: labMarker });
    const { made, fleet, order } = await twoServed(yard);
    const pressed = yard.rehearse(order);
    await expect.poll(() => writes().includes('ModifyRule'), { timeout: 20_000 }).toBe(true);
    good(await yard.route(switchTo(fleet, order.away, true)));
    const told = good(await pressed);
    expect(told.end).toMatchObject({ kind: 'broken-off' });
    expect(await rulesOf(made.listenerArn)).not.toContain(testHeader);
    yard.close();
  }, 90_000);

  it('is put away by another panel where its own one died, once nobody can be at it any more', async () => {
    const keys = { accessKeyId: 'AKIALABPANEL0000000B', secretAccessKey: 'dying' };
    const dying = openLabYard(lab(), { marker: labMarker, keys });
    const { made, fleet, order } = await twoServed(dying);
    const before = await rulesOf(made.listenerArn);
    void dying.rehearse(order);
    await expect
      .poll(async () => (await rulesOf(made.listenerArn)).includes(testHeader), { timeout: 10_000 })
      .toBe(true);
    lab().faults.add({ effect: { kind: 'lost-request' }, on: { caller: keys.accessKeyId } });
    dying.close();
    const other = openLabYard(lab(), { marker: labMarker });
    const seen = async (): Promise<readonly Rehearsal[] | undefined> =>
      (await onlyFleet(other)).rehearsals;
    expect(await seen()).toBeUndefined();
    // Control: while its panel may be at it nobody takes it away.
    expect(await rulesOf(made.listenerArn)).toContain(testHeader);
    const name = rehearsalsName(fleet.id);
    const said = await lab().cli('ssm', 'get-parameter', '--name', name);
    const record = rehearsalsRecordSchema.parse(JSON.parse((JSON.parse(said) as { Parameter: { Value: string } }).Parameter.Value)); // prettier-ignore
    const running = { ...record.running, atMs: (record.running?.atMs ?? 0) - longestRehearsalMs };
    await lab().cli('ssm', 'put-parameter', '--overwrite', '--type', 'String', '--name', name, '--value', JSON.stringify({ ...record, running })); // prettier-ignore
    await expect
      .poll(seen, { timeout: 20_000, interval: 300 })
      .toMatchObject([{ end: { kind: 'broken-off' }, away: asGenerationId(order.away) }]);
    expect(await rulesOf(made.listenerArn)).toEqual(before);
    other.close();
  }, 90_000);
});
