import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyEvent } from '../../src-shared/apply-panel-event.ts';
import { aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asFleetId, asRolloutId, asYardId } from '../../src-shared/ids.ts';
import type { Band, PanelEvent, YardLink } from '../../src-shared/panel.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import type { BegunEntry } from '../journal/entries.ts';
import { openJournal } from '../journal/journal.ts';
import { usualTimes } from '../yards/yard-pace.ts';
import { fakeYard, localBand, opened, sessionBench, type FakeYard } from './sessions.fixture.ts';
import { createSessions, type Sessions } from './sessions.ts';

const [one, two] = [asYardId('one'), asYardId('two')];
const storefront = asFleetId('storefront');

describe('sessions', () => {
  let folder = '';
  let sent: PanelEvent[] = [];
  let sessions: Sessions;
  let bench: ReturnType<typeof sessionBench>;
  let yards: { readonly one: FakeYard; readonly two: FakeYard };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-sessions-'));
    sent = [];
    sessions = createSessions((event) => sent.push(event));
    bench = sessionBench(folder);
    yards = { one: fakeYard('one'), two: fakeYard('two') };
    for (const [id, fake] of [
      [one, yards.one],
      [two, yards.two],
    ] as const) {
      sessions.add(bench.make(id, () => Promise.resolve(succeed(opened(fake)))));
    }
    void sessions.shown().start();
    await bench.pass(300);
  });
  afterEach(async () => {
    await Promise.all(sessions.all().map((session) => session.close()));
    await rm(folder, { recursive: true, force: true });
  });

  it('opens only the first, and the other one when it is chosen', async () => {
    expect(yards.one.looks).toBeGreaterThan(0);
    expect(yards.two.looks).toBe(0);
    expect(sessions.snapshot().yards.map(({ status }) => status)).toEqual(['live', 'closed']);
    sessions.choose(two);
    await bench.pass(300);
    expect(sessions.snapshot()).toMatchObject({ yard: two, fleets: [{ name: 'two' }] });
    expect(sessions.snapshot().yards.map(({ status }) => status)).toEqual(['live', 'live']);
  });

  it('calls a yard live after it has told what is seen there, not before', async () => {
    sessions.choose(two);
    sent.length = 0;
    await bench.pass(300);
    const told = sent.flatMap((event) =>
      event.kind === 'link' ? [event.link.kind] : event.kind === 'fleet' ? ['fleet'] : [],
    );
    expect(told.slice(0, 2)).toEqual(['fleet', 'live']);
  });

  it('says no word of trouble between the connection and its first look, at a start or after one', async () => {
    const third = asYardId('third');
    const fake = fakeYard('third');
    let link: YardLink = { kind: 'starting' };
    let told = (): void => undefined;
    const yard = opened(fake, { link: () => link });
    const connect = (next: YardLink): void => {
      link = next;
      fake.lookFault = next.kind === 'live' ? null : { code: 'unreachable', message: 'It starts.' };
      told();
    };
    sessions.add(
      bench.make(third, (onLink) => {
        told = onLink;
        return Promise.resolve(succeed(yard));
      }),
    );
    connect(link);
    sessions.choose(third);
    await bench.pass(3000);
    sent.length = 0;
    connect({ kind: 'live' });
    await bench.pass(3000);
    connect({ kind: 'gone', sinceMs: 1, reason: 'Killed.' });
    await bench.pass(3000);
    connect({ kind: 'starting' });
    connect({ kind: 'live' });
    await bench.pass(3000);
    const links = sent.flatMap((event) => (event.kind === 'link' ? [event.link.kind] : []));
    expect(links).toEqual(['live', 'gone', 'starting', 'live']);
    // The control: what fails on the connection is told.
    fake.lookFault = { code: 'unreachable', message: 'It does not answer.' };
    await bench.pass(9000);
    expect(sessions.snapshot().link.kind).toBe('stale');
  });

  it('leaves a gap when another one is chosen, so that the window asks again', async () => {
    const before = sessions.snapshot();
    sent.length = 0;
    sessions.choose(two);
    const [first] = sent;
    if (first === undefined) throw new Error('Nothing was told.');
    expect(applyEvent(before, first).kind).toBe('gap');
    // And what comes after is in order on the new snapshot.
    let mirror = sessions.snapshot();
    sent.length = 0;
    await bench.pass(1500);
    for (const event of sent) {
      const applied = applyEvent(mirror, event);
      expect(applied.kind).toBe('applied');
      if (applied.kind === 'applied') mirror = applied.snapshot;
    }
    expect(mirror).toEqual(sessions.snapshot());
  });

  it('pushes nothing of a hidden yard but its line in the list', async () => {
    sessions.choose(two);
    await bench.pass(300);
    sent.length = 0;
    yards.one.fleet = { ...yards.one.fleet, floor: 1 };
    await bench.pass(12_000);
    expect(sent.filter(({ kind }) => kind === 'fleet')).toEqual([]);
    const hidden = sessions.of(one);
    expect(hidden.ok && hidden.value.feed.snapshot().fleets[0]?.floor).toBe(1);
    // The control: the same change of the shown one is told.
    yards.two.fleet = { ...yards.two.fleet, floor: 1 };
    await bench.pass(3000);
    expect(sent.filter(({ kind }) => kind === 'fleet')).toHaveLength(1);
  });

  it('lets a rollout go on in a yard that nobody looks at', async () => {
    const session = sessions.of(one);
    const engine = session.ok ? session.value.engine() : session;
    if (!engine.ok) throw new Error(engine.fault.message);
    const wish = { kind: 'cut-over', to: v2, expectedRevision: 1 } as const;
    const begun = engine.value.rollouts.begin(storefront, wish, 0);
    sessions.choose(two);
    await bench.pass(20_000);
    expect(await begun).toMatchObject({ ok: true });
    expect(yards.one.written).toEqual(['claim', 'route', 'finish']);
    expect(yards.two.written).toEqual([]);
    expect(sessions.snapshot().outcomes).toEqual([]);
    sessions.choose(one);
    expect(sessions.snapshot().outcomes).toMatchObject([{ kind: 'verified' }]);
  });

  it('tells of traffic that moved without a change of ours, and of none that we moved', async () => {
    const moves = (): readonly string[] =>
      sessions
        .snapshot()
        .timeline.flatMap(({ title, detail }) =>
          title === 'The traffic was moved' ? [detail] : [],
        );
    const session = sessions.of(one);
    const engine = session.ok ? session.value.engine() : session;
    if (!engine.ok) throw new Error(engine.fault.message);
    const wish = { kind: 'cut-over', to: v2, expectedRevision: 1 } as const;
    const begun = engine.value.rollouts.begin(storefront, wish, 0);
    await bench.pass(20_000);
    expect(await begun).toMatchObject({ ok: true });
    expect(moves()).toEqual([]);
    yards.one.fleet = { ...yards.one.fleet, split: aSplit(v1, 7) };
    await bench.pass(20_000);
    expect(moves()).toHaveLength(1);
    expect(moves()[0]).toContain('It was v002 100 %, it is v001 100 %');
  });

  it('opens a yard that nobody chose only for a change that has not ended', async () => {
    await sessions.openUnfinished();
    await bench.pass(300);
    expect(yards.two.looks).toBe(0);
    const folderOfTwo = join(folder, 'two');
    const journal = await openJournal(folderOfTwo, () => 1);
    const begun: BegunEntry = {
      ...{
        type: 'begun' as const,
        rollout: asRolloutId('left'),
        fleet: storefront,
        pressedAtMs: 1,
      },
      intent: { kind: 'cut-over', to: v2, from: v1, expectedRevision: 1 },
      owner: { name: 'ann', host: 'desk', panel: 'p' },
      ...{ label: 'Cut over to v002', split: 'v001 100 %', revision: 1 },
    };
    const record = await journal.begin(begun);
    if (record.ok) await record.value.close();
    // Another fleet's change, begun later, has ended: it hides nothing.
    const ended = { type: 'ended', kind: 'done', text: '', firstResponseMs: null } as const;
    const other = { ...begun, rollout: asRolloutId('other'), pressedAtMs: 2 };
    const later = await (await openJournal(folderOfTwo, () => 2)).begin(other, ended);
    if (later.ok) await later.value.close();
    await sessions.openUnfinished();
    await bench.pass(300);
    expect(yards.two.looks).toBeGreaterThan(0);
    expect(sessions.snapshot().yard).toBe(one);
  });

  it('shows why a yard cannot be opened, leaves the other alone, and opens it later', async () => {
    let isDown = true;
    const third = asYardId('third');
    const fake = fakeYard('third');
    sessions.add(
      bench.make(third, () =>
        Promise.resolve(
          isDown ? fail({ code: 'not-found', message: 'No such profile.' }) : succeed(opened(fake)),
        ),
      ),
    );
    sessions.choose(third);
    await bench.pass(300);
    expect(sessions.snapshot().link).toMatchObject({
      kind: 'failed',
      fault: { message: 'No such profile.' },
    });
    expect(sessions.snapshot().yards[0]?.status).toBe('live');
    isDown = false;
    await sessions.shown().start();
    await bench.pass(300);
    expect(sessions.snapshot()).toMatchObject({
      link: { kind: 'live' },
      fleets: [{ name: 'third' }],
    });
    await sessions.remove(third);
    expect(sessions.snapshot().yard).toBe(one);
  });

  it.each(['opening', 'starting'] as const)(
    'ends all of a yard that is removed while it is %s',
    async (when) => {
      const third = asYardId('third');
      const fake = fakeYard('third');
      fake.fleet = { ...fake.fleet, rollout: null };
      let goOn: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      let closed = 0;
      const yard = opened(fake, {
        close: () => void (closed += 1),
        start: async () => {
          if (when === 'starting') await gate;
          return succeed(null);
        },
      });
      const session = sessions.add(
        bench.make(third, async () => {
          if (when === 'opening') await gate;
          return succeed(yard);
        }),
      );
      sessions.choose(third);
      await bench.pass(300);
      const removed = sessions.remove(third);
      goOn();
      await removed;
      const looked = fake.looks;
      await bench.pass(30_000);
      expect(closed).toBe(1);
      expect(fake.looks).toBe(looked);
      expect(session.engine()).toMatchObject({ ok: false });
      expect(session.summary().status).toBe('closed');
      // Nor is it opened again by whoever still holds it.
      expect(await session.start()).toMatchObject({ ok: false });
      expect(fake.looks).toBe(looked);
    },
  );

  it('shows nothing as the present after a sleep until it has looked again', async () => {
    expect(sessions.snapshot().link.kind).toBe('live');
    const looked = yards.one.looks;
    sent.length = 0;
    for (const session of sessions.all()) session.wake();
    expect(sessions.snapshot().link.kind).toBe('stale');
    await bench.pass(200);
    expect(yards.one.looks).toBe(looked + 1);
    const links = sent.flatMap((event) => (event.kind === 'link' ? [event.link.kind] : []));
    expect(links).toEqual(['stale', 'live']);
    expect(yards.two.looks).toBe(0);
  });

  it('tells how old a slow picture is, from when its look began, also while it is live', async () => {
    const cloud = asYardId('cloud');
    const fake = fakeYard('cloud');
    let lookMs = 40_000;
    const yard: FakeYard['yard'] = {
      ...fake.yard,
      observe: async () => {
        const begunAtMs = bench.clock.monotonicMs();
        await bench.clock.delay(lookMs);
        const observedAtMs = bench.clock.now();
        return succeed({ observedAtMs, begunAtMs, fleets: [fake.fleet], images: [], notices: [] });
      },
    };
    const times = { ...usualTimes, timeoutMs: 120_000 };
    sessions.add(bench.make(cloud, () => Promise.resolve(succeed({ ...opened(fake, { times }), yard })))); // prettier-ignore
    sessions.choose(cloud);
    const startedAtMs = bench.clock.now();
    await bench.pass(41_500);
    const first = sessions.snapshot();
    expect(first.link).toEqual({ kind: 'live', asOfMs: expect.closeTo(startedAtMs, -3) as number });
    expect(first.observedAtMs).toBe(first.link.kind === 'live' ? first.link.asOfMs : null);
    // While the next look runs nothing newer is known; when it has ended, that one counts.
    await bench.pass(30_000);
    expect(sessions.snapshot().link).toEqual(first.link);
    lookMs = 100;
    await bench.pass(15_000);
    expect(sessions.snapshot().link).toEqual({ kind: 'live' });
  });

  it('writes nothing in an observed yard, not even a revert', async () => {
    const cloud = asYardId('cloud');
    const fake = fakeYard('cloud');
    let account = anAccount('observe');
    const band = (): Band => ({ ...localBand, kind: 'aws', account });
    sessions.add(bench.make(cloud, () => Promise.resolve(succeed(opened(fake, { band })))));
    sessions.choose(cloud);
    await bench.pass(300);
    const engine = sessions.shown().engine();
    if (!engine.ok) throw new Error(engine.fault.message);
    const revert = engine.value.rollouts.revert(storefront, v2, 0);
    await bench.pass(3000);
    await revert;
    expect(fake.written).toEqual([]);
    // The control: the same press goes through once the level allows it.
    account = anAccount('normal');
    const again = engine.value.rollouts.revert(storefront, v2, 5000);
    await bench.pass(3000);
    await again;
    expect(fake.written).toContain('route');
  });
});

function anAccount(safety: 'observe' | 'normal'): NonNullable<Band['account']> {
  const where = { id: '123456789012', region: 'eu-west-1', actor: 'ann' };
  return { ...where, endsAtMs: null, signInByMs: null, endpoint: null, safety, changedFrom: null };
}
