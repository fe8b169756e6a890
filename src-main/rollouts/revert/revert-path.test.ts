import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v1, v2 } from '../../../src-shared/fleet.fixture.ts';
import { asRolloutId } from '../../../src-shared/ids.ts';
import { fail } from '../../../src-shared/result.ts';
import { openJournal, type Journal } from '../../journal/journal.ts';
import type { Yard } from '../../yards/port.ts';
import { usualLimits } from '../../yards/yard-pace.ts';
import { never, opened, revertScene } from './revert-scene.fixture.ts';
import { fleetId } from '../simulation/sim-bench.fixture.ts';

describe('the revert path', () => {
  let folder = '';
  let journal: Journal;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-revert-'));
    journal = await openJournal(folder, () => 1_700_000_000_000);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((record) => record.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('writes at once, with the way overtaken and the way back closed, and is verified afterwards', async () => {
    const { observations, press, pass, sent, outcomes, clock } = revertScene({ journal });
    void observations.fresh();
    await pass(50);
    const pressedAtMs = clock.monotonicMs();
    void press();
    await pass(0);
    expect(sent.length).toBe(1);
    expect(sent[0]?.atMs).toBe(pressedAtMs);
    expect(sent[0]?.order).toMatchObject({
      expectedRevision: 'any',
      overtake: true,
      previous: null,
      weights: [
        { generation: v2, weight: 0 },
        { generation: v1, weight: 100 },
      ],
    });
    await pass(2000);
    expect(outcomes).toMatchObject([{ kind: 'verified', intent: { kind: 'revert', to: v1 } }]);
    expect(outcomes[0]?.firstResponseMs).toBeLessThan(50);
    expect((await journal.readHistory(50)).unfinished).toEqual([]);
  });

  it('ends a running rollout and asks it for nothing', async () => {
    const { observations, world, press, pass, outcomes, overtaken } = revertScene({ journal });
    const owner = { name: 'bob', host: 'elsewhere', panel: 'panel-9' };
    const intent = { kind: 'retire', generation: v1 } as const;
    const rollout = asRolloutId('other');
    world.claim({ fleet: fleetId, rollout, intent, owner, leaseMs: 60_000, epoch: 1 });
    void observations.fresh();
    await pass(50);
    void press();
    await pass(2000);
    expect(world.fleet(fleetId).rollout).toBeNull();
    expect(overtaken).toEqual([rollout]);
    expect(outcomes[0]?.kind).toBe('verified');
  });

  it('goes after 4 ms when the record hangs, and after no time when it fails, and says so', async () => {
    const hanging = revertScene({ journal: { ...journal, begin: () => never }, isHanging: true });
    void hanging.observations.fresh();
    await hanging.pass(50);
    const pressedAtMs = hanging.clock.monotonicMs();
    void hanging.press();
    await hanging.pass(500);
    expect((hanging.sent[0]?.atMs ?? 0) - pressedAtMs).toBe(4);

    await rm(folder, { recursive: true });
    const failing = revertScene({ journal });
    void failing.observations.fresh();
    await failing.pass(50);
    void failing.press();
    await failing.pass(2000);
    expect(failing.sent.length).toBe(1);
    expect(failing.outcomes[0]).toMatchObject({ kind: 'verified' });
    expect(failing.outcomes[0]?.text).toContain('It is not recorded');
    expect(failing.events.map((event) => event.title)).toContain('This revert is not recorded');
  });

  it('leaves when its record is handed over to the system, not before and not later', async () => {
    const found: boolean[] = [];
    const { observations, press, pass } = revertScene({
      journal,
      yard: (yard) => ({
        ...yard,
        route: (order) => {
          const [name = 'none'] = readdirSync(folder);
          found.push(readFileSync(join(folder, name), 'utf8').includes(order.token));
          return yard.route(order);
        },
      }),
    });
    void observations.fresh();
    await pass(50);
    void press();
    await pass(0);
    expect(found).toEqual([true]);
  });

  it.each([
    ['hangs', never, 'has not taken the record of changes yet'],
    ['fails', Promise.resolve(fail({ code: 'no-space', message: 'Disk full.' })), 'Disk full.'],
  ] as const)(
    'does not wait for the sync of its record, and says so when that %s',
    async (_, begun, said) => {
      const { observations, press, pass, sent, outcomes, clock } = revertScene({ journal, begun });
      void observations.fresh();
      await pass(50);
      const pressedAtMs = clock.monotonicMs();
      void press();
      await pass(10_000);
      expect((sent[0]?.atMs ?? 0) - pressedAtMs).toBe(0);
      expect(outcomes).toMatchObject([{ kind: 'verified' }]);
      expect(outcomes[0]?.text).toContain('It is not recorded');
      expect(outcomes[0]?.text).toContain(said);
    },
  );

  it('with reads that hang, waits 200 ms and goes on the old look, and says what it may have overwritten', async () => {
    let isStuck = false;
    const stuck = (yard: Yard): Yard => ({
      ...yard,
      observe: () => (isStuck ? never : yard.observe()),
    });
    const { observations, press, pass, sent, clock, outcomes } = revertScene({
      journal,
      yard: stuck,
    });
    void observations.fresh();
    await pass(7000);
    isStuck = true;
    const pressedAtMs = clock.monotonicMs();
    void press();
    await pass(300);
    expect((sent[0]?.atMs ?? 0) - pressedAtMs).toBe(200);
    expect(sent[0]?.order.weights.length).toBe(2);
    isStuck = false;
    await pass(8000);
    expect(outcomes[0]?.text).toContain('7 s old');
  });

  it.each([
    { liveLookMs: 13_000, isSeen: true, waitsMs: 0 },
    // The controls: a yard that is looked at more often, and one whose looks fail.
    { liveLookMs: 2000, isSeen: true, waitsMs: 200 },
    { liveLookMs: 13_000, isSeen: false, waitsMs: 200 },
  ])('takes the last look of a yard for the present in its own pace: $waitsMs ms', async (row) => {
    let isStuck = false;
    const yard = (real: Yard): Yard => ({
      ...real,
      observe: () => (isStuck ? never : real.observe()),
    });
    const limits = { ...usualLimits, liveLookMs: row.liveLookMs };
    const scene = revertScene({ journal, yard, broken: { limits } });
    const { observations, pass, clock, sent } = scene;
    void observations.fresh();
    await pass(50);
    isStuck = true;
    // A failing look makes the sight stale: nobody knows then that nothing has changed.
    if (!row.isSeen) void observations.fresh();
    await pass(6000);
    const pressedAtMs = clock.monotonicMs();
    void scene.press();
    await pass(300);
    expect((sent[0]?.atMs ?? Infinity) - pressedAtMs).toBe(row.waitsMs);
    isStuck = false;
    await pass(8000);
    const text = scene.outcomes[0]?.text ?? '';
    if (row.waitsMs === 0) expect(text).not.toContain('may have overwritten');
    else expect(text).toContain('may have overwritten');
  });

  it('goes without ever having seen the fleet', async () => {
    const { press, pass, sent } = revertScene({
      journal,
      yard: (yard) => ({ ...yard, observe: () => never }),
    });
    void press();
    await pass(300);
    expect(sent[0]?.order.weights).toEqual([{ generation: v1, weight: 100 }]);
  });

  it('repeats with the same token while nobody answers', async () => {
    const lost: string[] = [];
    const losing = (yard: Yard): Yard => ({
      ...yard,
      route: async (order) => {
        if (lost.length >= 2) return yard.route(order);
        lost.push(order.token);
        return Promise.resolve(fail({ code: 'unknown-outcome', message: 'Lost.' }));
      },
    });
    const { observations, press, pass, sent, world, outcomes } = revertScene({
      journal,
      yard: losing,
    });
    void observations.fresh();
    await pass(50);
    void press();
    await pass(5000);
    expect(sent.length).toBe(1);
    expect(lost).toEqual([sent[0]?.order.token, sent[0]?.order.token]);
    expect(world.fleet(fleetId).split.revision).toBe(2);
    expect(outcomes[0]?.kind).toBe('verified');
  });

  it('gives up after a while when nobody ever answers, says so, and can be pressed again', async () => {
    let asked = 0;
    let isDeaf = true;
    const deaf = (yard: Yard): Yard => ({
      ...yard,
      route: async (order) => {
        asked += 1;
        if (!isDeaf) return yard.route(order);
        return Promise.resolve(fail({ code: 'unknown-outcome', message: 'Lost.' }));
      },
    });
    const { observations, press, pass, outcomes, world } = revertScene({ journal, yard: deaf });
    void observations.fresh();
    await pass(50);
    const first = press();
    await pass(usualLimits.verifyMs + 2000);
    expect(outcomes).toMatchObject([{ kind: 'failed' }]);
    expect(outcomes[0]?.text).toContain('whether it took effect is not known');
    expect((await journal.readHistory(50)).unfinished).toEqual([]);
    const sendings = asked;
    await pass(60_000);
    expect(asked).toBe(sendings);
    expect(world.fleet(fleetId).split.revision).toBe(1);
    isDeaf = false;
    const second = press();
    await pass(3000);
    expect(await second).not.toEqual(await first);
    expect(outcomes[1]).toMatchObject({ kind: 'verified' });
  });

  it('is not sent again once somebody else has moved the split', async () => {
    let asked = 0;
    const deaf = (yard: Yard): Yard => ({
      ...yard,
      route: async () => {
        asked += 1;
        return Promise.resolve(fail({ code: 'unknown-outcome', message: 'Lost.' }));
      },
    });
    const { observations, press, pass, outcomes, world } = revertScene({ journal, yard: deaf });
    observations.start();
    await pass(50);
    void press();
    await pass(3000);
    world.setSplit(fleetId, [{ generation: v2, weight: 100 }], null);
    await pass(200);
    const sendings = asked;
    await pass(30_000);
    expect(asked).toBe(sendings);
    expect(outcomes).toMatchObject([{ kind: 'overtaken' }]);
    expect(outcomes[0]?.text).toContain('changed by someone else');
    observations.stop();
  });

  it('gives way to a newer revert instead of sending against it', async () => {
    const asked: string[] = [];
    const deafToV1 = (yard: Yard): Yard => ({
      ...yard,
      route: async (order) => {
        const to = order.weights.find((entry) => entry.weight > 0)?.generation ?? '';
        asked.push(to);
        if (to === v2) return yard.route(order);
        return Promise.resolve(fail({ code: 'unknown-outcome', message: 'Lost.' }));
      },
    });
    const { observations, press, path, pass, outcomes, clock } = revertScene({
      journal,
      yard: deafToV1,
    });
    observations.start();
    await pass(50);
    void press();
    await pass(500);
    void path.revert(fleetId, v2, clock.now());
    await pass(5000);
    expect(asked.indexOf(v2)).toBe(asked.length - 1);
    expect(outcomes).toMatchObject([
      { kind: 'overtaken', intent: { to: v1 } },
      { kind: 'verified', intent: { to: v2 } },
    ]);
    observations.stop();
  });

  it('takes a double press for one, and a press after someone changed the split for another', async () => {
    const { observations, press, pass, sent, world } = revertScene({ journal });
    observations.start();
    await pass(50);
    const first = press();
    const second = press();
    await pass(100);
    expect(await second).toEqual(await first);
    expect(sent.length).toBe(1);
    await pass(3000);
    world.setSplit(fleetId, [{ generation: v2, weight: 100 }], v1);
    await pass(1500);
    const third = press();
    await pass(100);
    expect(await third).not.toEqual(await first);
    expect(sent.length).toBe(2);
    observations.stop();
  });

  it('refuses only what cannot be: a generation that is retired or was never there', async () => {
    const { observations, path, pass, sent, clock } = revertScene({ journal });
    void observations.fresh();
    await pass(50);
    const answer = path.revert(fleetId, 'storefront-v009' as typeof v1, clock.now());
    await pass(50);
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'refused' } });
    expect(sent).toEqual([]);
  });
});
