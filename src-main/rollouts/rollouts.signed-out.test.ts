/** Credentials that end in the middle of a change: it waits for a person, and deadlines wait with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { GenerationId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import { fail, type Result } from '../../src-shared/result.ts';
import type { Yard } from '../yards/port.ts';
import { openPanelBench } from './panel-bench.fixture.ts';
import { fleetId, openSimBench } from './simulation/sim-bench.fixture.ts';

const cutOver: Wish = { kind: 'cut-over', to: v2, expectedRevision: 1 };
const ended = fail({ code: 'signed-out', message: 'The session has ended.', todo: 'Sign in.' });

describe('rollouts, signed out', () => {
  let folder = '';
  const closing: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-signed-out-'));
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await rm(folder, { recursive: true, force: true });
  });

  /** `out` is read at each call: from then on nobody is signed in. */
  async function start(
    out: { at: (verb: string) => boolean },
    serving: GenerationId = v1,
    isSlow: (verb: string) => boolean = () => false,
  ) {
    const guard =
      <Args extends readonly unknown[], Value>(
        verb: string,
        act: (...args: Args) => Promise<Result<Value>>,
      ) =>
      async (...args: Args): Promise<Result<Value>> => {
        if (isSlow(verb)) await bench.clock.delay(500);
        return out.at(verb) ? ended : act(...args);
      };
    const change = (yard: Yard): Yard => ({
      ...yard,
      observe: guard('observe', () => yard.observe()),
      claim: guard('claim', (order) => yard.claim(order)),
      renew: guard('renew', (...terms) => yard.renew(...terms)),
      finish: guard('finish', (...terms) => yard.finish(...terms)),
      route: guard('route', (order) => yard.route(order)),
    });
    const previous = serving === v2 ? v1 : null;
    const bench = openSimBench({ serving, previous, change });
    bench.observations.start();
    await bench.pass(50);
    const panel = await openPanelBench(bench, folder);
    closing.push(async () => {
      out.at = () => false;
      void panel.rollouts.stop();
      bench.observations.stop();
      await bench.pass(120_000);
    });
    const press = (wish: Wish) => panel.rollouts.begin(fleetId, wish, bench.clock.now());
    const waits = () => panel.rollouts.progress().map(({ waitingBecause }) => waitingBecause);
    return { ...bench, ...panel, press, waits };
  }

  it('parks a cutover whose write was refused, and sends it once somebody has signed in', async () => {
    let isOut = false;
    const scene = await start({ at: (verb) => isOut && verb !== 'claim' });
    scene.observations.stop();
    // Its look and its claim went through; then the credentials end, before the write.
    void scene.press(cutOver);
    isOut = true;
    await scene.pass(5 * 60_000);
    expect(scene.sent).toEqual([]);
    expect(scene.outcomes()).toEqual([]);
    expect(scene.waits()).toEqual(['signed out: sign in to go on. The session has ended.']);
    isOut = false;
    await scene.pass(20_000);
    expect(scene.sent).toHaveLength(1);
    expect(scene.outcomes()).toMatchObject([{ kind: 'verified' }]);
  });

  it.each(['before anybody noticed', 'while parked'])(
    'ends a cutover that waits for a sign-in when a revert is pressed, %s',
    async (when) => {
      let isOut = false;
      const scene = await start({ at: (verb) => isOut && verb !== 'claim' });
      void scene.rollouts.resume();
      await scene.pass(10);
      scene.observations.stop();
      void scene.press(cutOver);
      isOut = true;
      await scene.pass(when === 'while parked' ? 60_000 : 100);
      void scene.press({ kind: 'revert', to: v1 });
      await scene.pass(2000);
      const ends = scene.outcomes().map(({ kind, intent }) => `${intent.kind} ${kind}`);
      expect(ends.sort()).toEqual(['cut-over overtaken', 'revert failed']);
      isOut = false;
      scene.observations.start();
      await scene.pass(60_000);
      expect(scene.sent).toEqual([]);
      // The yard holds nothing of it any more.
      expect(scene.world.fleet(fleetId).rollout).toBeNull();
    },
  );

  it('begins no cutover that a revert was pressed after', async () => {
    let isSlow = true;
    const scene = await start({ at: () => false }, v1, (verb) => isSlow && verb === 'claim');
    const begun = scene.press(cutOver);
    await scene.pass(200);
    void scene.press({ kind: 'revert', to: v1 });
    isSlow = false;
    await scene.pass(60_000);
    expect(await begun).toMatchObject({ ok: false, fault: { code: 'conflict' } });
    expect(scene.sent.map(({ order }) => order.overtake)).toEqual([true]);
    expect(scene.world.fleet(fleetId).rollout).toBeNull();
  });

  it('goes on verifying after a break that is longer than the time for it', async () => {
    let isOut = false;
    const scene = await start({ at: () => isOut });
    void scene.press(cutOver);
    while (scene.sent.length === 0) await scene.pass(1);
    await scene.pass(25);
    isOut = true;
    await scene.pass(8 * 60_000);
    expect(scene.outcomes()).toEqual([]);
    expect(scene.waits().join()).toContain('sign in to go on');
    isOut = false;
    await scene.pass(20_000);
    expect(scene.sent).toHaveLength(1);
    expect(scene.outcomes()).toMatchObject([{ kind: 'verified' }]);
  });

  it('begins nothing hours later because somebody signs in', async () => {
    let isOut = false;
    let isPressed = false;
    const scene = await start({ at: (verb) => isOut || (isPressed && verb === 'route') });
    isPressed = true;
    void scene.press(cutOver);
    await scene.pass(2000);
    isOut = true;
    await scene.pass(3 * 3_600_000);
    expect(scene.outcomes()).toEqual([]);
    isOut = false;
    isPressed = false;
    await scene.pass(20_000);
    expect(scene.sent).toEqual([]);
    expect(scene.outcomes()).toMatchObject([{ kind: 'stopped' }]);
    expect(scene.outcomes()[0]?.text).toContain('Press again if you still want it.');
  });

  it('tells at once that a revert could not be sent, and sends none later', async () => {
    let isOut = false;
    const scene = await start({ at: () => isOut }, v2);
    isOut = true;
    await scene.pass(1500);
    void scene.press({ kind: 'revert', to: v1 });
    await scene.pass(2000);
    expect(scene.outcomes()).toMatchObject([{ kind: 'failed' }]);
    expect(scene.outcomes()[0]?.text).toMatch(
      /^The yard refused the revert: The session has ended\. Sign in\. Then press again\./u,
    );
    isOut = false;
    await scene.pass(60_000);
    expect(scene.sent).toEqual([]);
    // The control: pressed now, it goes.
    void scene.press({ kind: 'revert', to: v1 });
    await scene.pass(20_000);
    expect(scene.outcomes().at(-1)).toMatchObject({ kind: 'verified' });
  });

  it('waits with a revert that was sent until it can be seen again', async () => {
    let isOut = false;
    const scene = await start({ at: (verb) => isOut && verb !== 'route' }, v2);
    void scene.press({ kind: 'revert', to: v1 });
    while (scene.sent.length === 0) await scene.pass(1);
    isOut = true;
    await scene.pass(9 * 60_000);
    expect(scene.outcomes()).toEqual([]);
    expect(scene.waits().join()).toContain('sign in to go on');
    isOut = false;
    await scene.pass(20_000);
    expect(scene.outcomes()).toMatchObject([{ kind: 'verified' }]);
  });

  it('begins nothing, and records nothing, that would end after the session; a revert goes', async () => {
    let signInByMs = 0;
    const change = (yard: Yard): Yard => ({ ...yard, signInByMs: () => signInByMs });
    const bench = openSimBench({ serving: v2, previous: v1, change });
    const panel = await openPanelBench(bench, folder);
    closing.push(async () => {
      void panel.rollouts.stop();
      bench.observations.stop();
      await bench.pass(1000);
    });
    bench.observations.start();
    await bench.pass(50);
    const press = (wish: Wish) => panel.rollouts.begin(fleetId, wish, bench.clock.now());
    const over: Wish = { kind: 'cut-over', to: v1, expectedRevision: 1 };
    signInByMs = bench.clock.now() + 8 * 60_000;
    const begun = press(over);
    await bench.pass(1000);
    expect(await begun).toMatchObject({
      ok: false,
      fault: { code: 'refused', message: expect.stringContaining('Sign in first.') as string },
    });
    expect(panel.titles()).toEqual([]);
    expect(bench.world.fleet(fleetId).rollout).toBeNull();
    void press({ kind: 'revert', to: v1 });
    await bench.pass(20_000);
    expect(panel.outcomes()).toMatchObject([{ kind: 'verified', intent: { kind: 'revert' } }]);
    // The control: signed in again, the same press begins.
    signInByMs = bench.clock.now() + 60 * 60_000;
    void press({ kind: 'cut-over', to: v2, expectedRevision: 2 });
    await bench.pass(20_000);
    expect(panel.outcomes().at(-1)).toMatchObject({ kind: 'verified' });
  });
});
