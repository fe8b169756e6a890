/** The verbs of the port against a real yard host with real blocks. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fleet, Intent, Recipe } from '../../src-shared/fleet.ts';
import {
  asBlockId,
  asFleetId,
  asGenerationId,
  asImageId,
  asRolloutId,
  asToken,
  type GenerationId,
  type RolloutId,
  type Token,
} from '../../src-shared/ids.ts';
import type { LocalYard } from '../yards/local/local-yard.ts';
import type { RouteOrder } from '../yards/port.ts';
import {
  fleetId,
  healthy,
  openHostBench,
  owner,
  seen,
  seenFleet,
  until,
  v1,
  v2,
  valueOf,
  wholeFleet,
  type HostBench,
} from './yard-host.fixture.ts';

const other = { name: 'Bob', host: 'laptop', panel: 'panel-2' };
const recipe: Recipe = {
  env: { COLOUR: '<b>red</b>' },
  drainTimeoutMs: 3000,
  health: { intervalMs: 300, timeoutMs: 300, healthyAfter: 1, unhealthyAfter: 2 },
};

const freshToken = (): Token => asToken(randomUUID());
const freshRollout = (): RolloutId => asRolloutId(randomUUID());

let bench: HostBench;
let yard: LocalYard;

beforeAll(async () => {
  bench = await openHostBench();
  await bench.ensure();
  yard = bench.openYard();
  await wholeFleet(yard);
}, 30_000);
afterAll(async () => {
  await bench.close();
});

const retire = (generation: GenerationId): Intent => ({ kind: 'retire', generation });

async function claimed(intent: Intent = retire(v2), epoch = 1, rollout = freshRollout()) {
  const order = { fleet: fleetId, rollout, intent, owner, leaseMs: 30_000, epoch };
  return valueOf(await yard.claim(order));
}

function orderTo(
  fleet: Fleet,
  to: GenerationId,
  rollout: RolloutId,
  more: Partial<RouteOrder> = {},
) {
  const from = to === v1 ? v2 : v1;
  return {
    fleet: fleetId,
    weights: [
      { generation: to, weight: 100 },
      { generation: from, weight: 0 },
    ],
    expectedRevision: fleet.split.revision,
    previous: from,
    rollout,
    overtake: false,
    token: freshToken(),
    ...more,
  };
}

describe('cut over and revert', () => {
  it('moves the traffic, answers a repeated token with the same receipt, and is seen by a probe', async () => {
    const before = await seenFleet(yard);
    expect(valueOf(await yard.probe(fleetId, 'entry'))).toMatchObject({
      status: 200,
      generation: v1,
    });
    expect(valueOf(await yard.probe(fleetId, v2))).toMatchObject({ status: 200, generation: v2 });
    // What a probe proves must not be counted as live traffic that proves it once more.
    expect((await seenFleet(yard)).traffic).toMatchObject({ requests: 0, requestsPerSecond: 0 });
    await fetch(before.entry.url);
    expect((await seenFleet(yard)).traffic).toMatchObject({ requests: 1, lost: 0 });
    const rollout = await claimed();
    const order = orderTo(before, v2, rollout.id);
    const receipt = valueOf(await yard.route(order));
    expect(receipt).toMatchObject({ revision: before.split.revision + 1, overtook: null });
    expect(valueOf(await yard.route(order))).toEqual(receipt);
    const after = await seenFleet(yard);
    expect(after.split.revision).toBe(receipt.revision);
    expect(after.previous).toBe(v1);
    expect(after.generations[1]?.hasServed).toBe(true);
    expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v2);
    // A revert by somebody else ends the running rollout and needs no revision.
    const revert = orderTo(after, v1, freshRollout(), { expectedRevision: 'any', overtake: true });
    expect(valueOf(await yard.route(revert))).toMatchObject({ overtook: rollout.id });
    const reverted = await seenFleet(yard);
    expect(reverted.rollout).toBeNull();
    expect(valueOf(await yard.probe(fleetId, 'entry')).generation).toBe(v1);
    // The rollout that was overtaken can do nothing any more.
    expect(await yard.route(orderTo(reverted, v2, rollout.id))).toMatchObject({
      ok: false,
      fault: { code: 'conflict' },
    });
    expect(await yard.renew(fleetId, rollout.id, 1, 1000)).toMatchObject({ ok: false });
    expect(valueOf(await yard.finish(fleetId, rollout.id, 1))).toBeNull();
  });

  it('refuses a cutover against another revision, to nobody, to a stranger, and a token of another order', async () => {
    const fleet = await seenFleet(yard);
    const { id } = await claimed();
    const refusals: [Partial<RouteOrder>, string][] = [
      [{ expectedRevision: fleet.split.revision + 7 }, 'conflict'],
      [{ weights: [{ generation: v2, weight: 0 }] }, 'bad-input'],
      [{ weights: [{ generation: asGenerationId('storefront-v999'), weight: 1 }] }, 'not-found'],
      [
        {
          weights: [
            { generation: v2, weight: 1 },
            { generation: v2, weight: 1 },
          ],
        },
        'bad-input',
      ],
      [{ weights: [{ generation: v2, weight: -1 }] }, 'bad-input'],
      [{ rollout: freshRollout() }, 'conflict'],
      [{ fleet: asFleetId('<b>nobody</b>\u202e') }, 'not-found'],
    ];
    for (const [more, code] of refusals) {
      const answer = await yard.route(orderTo(fleet, v2, id, more));
      expect(answer, JSON.stringify(more)).toMatchObject({ ok: false, fault: { code } });
    }
    expect((await seenFleet(yard)).split).toEqual(fleet.split);
    await yard.finish(fleetId, id, 1);
  });
});

describe('claims', () => {
  it('lets one rollout at a time hold a fleet, and fences an owner that was taken over', async () => {
    const first = await claimed();
    const strange = { fleet: fleetId, intent: retire(v2), owner: other, leaseMs: 400 };
    // Another rollout, a jump of epochs, a takeover before the lease is over: all refused.
    for (const claim of [
      { ...strange, rollout: freshRollout(), epoch: 1 },
      { ...strange, rollout: first.id, epoch: 3 },
      { ...strange, rollout: first.id, epoch: 2 },
    ]) {
      expect(await yard.claim(claim)).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    }
    // The owner itself may repeat.
    expect((await claimed(retire(v2), 1, first.id)).epoch).toBe(1);
    valueOf(await yard.renew(fleetId, first.id, 1, 150));
    const taken = await until(async () => {
      const answer = await yard.claim({ ...strange, rollout: first.id, epoch: 2, leaseMs: 30_000 });
      return answer.ok && answer.value;
    }, 'the takeover');
    expect(taken).toMatchObject({ epoch: 2, owner: other, startedAtMs: first.startedAtMs });
    expect(await yard.renew(fleetId, first.id, 1, 1000)).toMatchObject({ ok: false });
    expect(await yard.finish(fleetId, first.id, 1)).toMatchObject({ ok: false });
    valueOf(await yard.finish(fleetId, first.id, 2));
  });
});

describe('launch, replace, retire', () => {
  it('does each once per token, keeps the floor, and leaves the record', async () => {
    const { images } = await seen(yard);
    const image = images.find((each) => each.version === 'v3');
    if (image === undefined) throw new Error('no v3');
    const rollout = await claimed();
    const onBehalf = { fleet: fleetId, rollout: rollout.id, epoch: 1 };
    const launch = {
      ...onBehalf,
      number: 3,
      image: image.id,
      recipe,
      size: 2,
      token: freshToken(),
    };
    // Twice at once, and again after: one generation.
    const answers = await Promise.all([
      yard.launchGeneration(launch),
      yard.launchGeneration(launch),
    ]);
    answers.push(await yard.launchGeneration(launch));
    const v3 = asGenerationId('storefront-v003');
    expect(answers.map(valueOf)).toEqual([v3, v3, v3]);
    const fleet = await wholeFleet(yard);
    const launched = fleet.generations.find((each) => each.id === v3);
    expect(launched).toMatchObject({ number: 3, size: 2, recipe, hasServed: false });
    expect(fleet.rollout?.launched).toEqual([v3]);
    expect(await yard.launchGeneration({ ...launch, token: freshToken() })).toMatchObject({
      ok: false,
      fault: { code: 'conflict' },
    });
    expect(
      await yard.launchGeneration({ ...launch, number: 4, epoch: 2, token: freshToken() }),
    ).toMatchObject({
      ok: false,
      fault: { code: 'conflict' },
    });

    // A serving, healthy block at the floor stays; with its replacement healthy it may go.
    const serving = fleet.generations.find((each) => each.id === v1)?.blocks[1];
    if (serving === undefined) throw new Error('no block');
    const end = { ...onBehalf, block: serving.id };
    expect(await yard.terminateBlock({ ...end, token: freshToken() })).toMatchObject({
      ok: false,
      fault: { code: 'refused' },
    });
    const replace = { ...onBehalf, generation: v1, replaces: serving.id, token: freshToken() };
    const fresh = valueOf(await yard.launchBlock(replace));
    expect(valueOf(await yard.launchBlock(replace))).toBe(fresh);
    expect(await yard.launchBlock({ ...replace, token: freshToken() })).toMatchObject({
      ok: false,
    });
    await until(async () => {
      const now = (await seenFleet(yard)).generations.find((each) => each.id === v1);
      return now !== undefined && healthy(now) === 5;
    }, 'the replacement');
    const ending = { ...end, token: freshToken() };
    await Promise.all([yard.terminateBlock(ending), yard.terminateBlock(ending)]);
    expect(valueOf(await yard.terminateBlock(ending))).toBeNull();
    const replaced = (await seenFleet(yard)).generations.find((each) => each.id === v1);
    expect(replaced?.blocks).toHaveLength(4);
    const successor = replaced?.blocks.find((each) => each.id === fresh);
    expect(successor).toMatchObject({ slot: serving.slot });
    expect(successor?.replaces).toBeUndefined();
    expect(await yard.blockLog(fleetId, serving.id)).toMatchObject({ ok: false });
    expect(valueOf(await yard.blockLog(fleetId, fresh)).lines).toContain('ready v1');

    // Retiring: not while it serves; then the blocks go and the record stays, its number used up.
    expect(
      await yard.retireGeneration({ ...onBehalf, generation: v1, token: freshToken() }),
    ).toMatchObject({ ok: false, fault: { code: 'refused' } });
    const down = { ...onBehalf, generation: v3, token: freshToken() };
    valueOf(await yard.retireGeneration(down));
    expect(valueOf(await yard.retireGeneration(down))).toBeNull();
    const after = await seenFleet(yard);
    expect(after.generations.find((each) => each.id === v3)).toMatchObject({
      rung: 'retired',
      blocks: [],
      size: 2,
    });
    const again = orderTo(after, v3, rollout.id, { previous: null });
    expect(await yard.route(again)).toMatchObject({ ok: false, fault: { code: 'refused' } });
    expect(await yard.launchGeneration({ ...launch, token: freshToken() })).toMatchObject({
      ok: false,
    });
    await yard.finish(fleetId, rollout.id, 1);
  }, 40_000);

  it('shows a block that died until it is replaced, and says so', async () => {
    const fleet = await seenFleet(yard);
    const victim = fleet.generations.find((each) => each.id === v2)?.blocks[0];
    if (victim?.pid === undefined) throw new Error('no block');
    process.kill(victim.pid, 'SIGKILL');
    await until(async () => {
      const blocks = (await seenFleet(yard)).generations.find((each) => each.id === v2)?.blocks;
      return blocks?.some((each) => each.id === victim.id && each.state.kind === 'exited');
    }, 'the exit');
    const { notices } = await seen(yard);
    expect(notices.at(-1)?.text).toContain(victim.id);
    // It is not healthy: it may go without a replacement.
    const rollout = await claimed();
    const end = { fleet: fleetId, rollout: rollout.id, epoch: 1, block: victim.id };
    valueOf(await yard.terminateBlock({ ...end, token: freshToken() }));
    expect(
      await yard.terminateBlock({ ...end, block: asBlockId('none'), token: freshToken() }),
    ).toMatchObject({ ok: false, fault: { code: 'not-found' } });
    await yard.finish(fleetId, rollout.id, 1);
  });

  it('refuses a broken image with its sentence, and imports a whole one once', async () => {
    expect(await yard.importImage('/nowhere/at/all')).toMatchObject({ ok: false });
    const again = valueOf(await yard.importImage(`${bench.samplesFolder}/storefront-v1`));
    const { images } = await seen(yard);
    expect(images.filter((each) => each.id === again.id)).toHaveLength(1);
    expect(valueOf(await yard.proveImage(again.id))).toMatch(/was hashed/u);
    const none = asImageId(`sha256:${'0'.repeat(64)}`);
    expect(await yard.proveImage(none)).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  });

  it('tells how much room there is for more blocks', async () => {
    const { freeBytes, freePorts } = valueOf(await yard.room());
    expect(freeBytes).toBeGreaterThan(1_000_000);
    expect(freePorts).toBeGreaterThan(100);
    expect(freePorts).toBeLessThan(65_536);
  });
});
