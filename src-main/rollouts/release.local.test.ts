/** Whole releases on the real local yard: real blocks, real entry, real requests. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asGenerationId, type ImageId, type RolloutId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import type { Progress } from '../../src-shared/panel.ts';
import type { ControlChange, ReleaseTerms } from '../../src-shared/release-schema.ts';
import { usualTerms } from '../../src-shared/release.ts';
import { weightOf } from '../../src-shared/roles.ts';
import { firstList } from '../../src-shared/appearance.ts';
import { askSamples } from '../compare/findings/ask-behaviour.ts';
import { askFindings } from '../compare/findings/ask-findings.ts';
import { readRecord } from '../journal/read-record.ts';
import { systemClock } from '../clock/system-clock.ts';
import { openFixture, type FixtureFolder } from '../yard-host/images/image-fixture.ts';
import { fleetId, seenFleet, until, valueOf } from '../yard-host/yard-host.fixture.ts';
import { usualLimits } from '../yards/yard-pace.ts';
import {
  carryOut,
  endOf,
  openLocalPanels,
  type LocalPanels,
  type Panel,
} from './local-panel.fixture.ts';

const v1 = asGenerationId('storefront-v001');
const v2 = asGenerationId('storefront-v002');
const v3 = asGenerationId('storefront-v003');

/** Good for the first requests after its health checks, as in isolation, and bad under traffic. */
const badUnderTraffic = `
import { createServer } from 'node:http';
let asked = 0;
createServer((request, response) => {
  if (request.url === '/health') return response.end('ok');
  asked += 1;
  response.statusCode = asked > 20 ? 500 : 200;
  response.end('bad');
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

describe('releases on the local yard', { timeout: 120_000 }, () => {
  let panels: LocalPanels;
  let images: FixtureFolder;
  beforeEach(async () => {
    panels = await openLocalPanels();
    images = openFixture();
  });
  afterEach(async () => {
    await panels.close();
    await images.remove();
  });

  const terms = (more: Partial<ReleaseTerms> = {}): ReleaseTerms => ({
    ...usualTerms,
    bakeMs: 2000,
    ...more,
  });

  async function begin(
    panel: Panel,
    source: Extract<Wish, { kind: 'release' }>['source'],
    wanted: ReleaseTerms,
  ): Promise<RolloutId> {
    const fleet = await seenFleet(panel.yard);
    const { revision: expectedRevision } = fleet.split;
    const wish: Wish = { kind: 'release', source, terms: wanted, expectedRevision };
    return valueOf(await panel.rollouts.begin(fleet.id, wish, systemClock.now()));
  }

  const shown = (panel: Panel): Progress | undefined => panel.rollouts.progress()[0];

  /** Says what it offers, once it offers that. */
  async function say(panel: Panel, kind: ControlChange['kind']): Promise<void> {
    const { change, rollout } = await until(
      () => {
        const progress = shown(panel);
        const offered = progress?.course?.offers.find((offer) => offer.kind === kind);
        return Promise.resolve(
          progress === undefined || offered === undefined
            ? null
            : { change: offered, rollout: progress.rollout },
        );
      },
      `it offers to ${kind}`,
      60_000,
    );
    valueOf(await panel.rollouts.control(fleetId, rollout, change));
  }

  /** Requests through the entry, one after the other, until it is stopped. */
  function traffic(url: string): { readonly stop: () => Promise<number> } {
    let isOn = true;
    let lost = 0;
    const work = async (): Promise<void> => {
      while (isOn) {
        const answer = await fetch(url).catch(() => null);
        if (answer === null || answer.status === 502 || answer.status === 503) lost += 1;
        await answer?.arrayBuffer();
        await pause(5);
      }
    };
    const all = [work(), work(), work()];
    return {
      stop: async () => {
        isOn = false;
        await Promise.all(all);
        return lost;
      },
    };
  }

  async function image(panel: Panel, name: string, server: string): Promise<ImageId> {
    const manifest = { name: 'storefront', version: name, start: { server: 'server.mjs' } };
    const path = images.add(name, {
      'blockyard.json': JSON.stringify({ ...manifest, health: '/health' }),
      'server.mjs': server,
    });
    return valueOf(await panel.yard.importImage(path)).id;
  }

  it('goes the whole way: launch, prove, press, shares, bake, and loses nothing', async () => {
    const panel = await panels.open();
    const before = await seenFleet(panel.yard);
    const load = traffic(before.entry.url);
    const wanted = terms({ steps: [{ percent: 25, pauseMs: null }] });
    const source = { kind: 'image', image: before.generations[1]!.image, size: 4 } as const;
    const id = await begin(panel, source, wanted);
    await say(panel, 'pass');
    await until(async () => weightOf(await seenFleet(panel.yard), v3) === 25, 'a quarter', 30_000);
    expect((await seenFleet(panel.yard)).previous).toBe(v1);
    await say(panel, 'pass');
    const end = await endOf(panel, id, 'release');
    expect(end.text).toMatch(/v003 serves all traffic.*v001 stays whole and warm/);
    // Asked of the real entry: two seconds are too few for it to say anything, and it says so.
    expect(end.text).toMatch(
      /The second opinion \(the entry\) cannot say: \d+ requests of v003 and/,
    );
    expect(end.kind).toBe('verified');
    // And back with one press, as after every cutover.
    expect(await carryOut(panel, { kind: 'revert', to: v1 })).toMatchObject({ kind: 'verified' });
    expect(await load.stop()).toBe(0);
  });

  it('sends nothing before somebody has accepted what differs, also in other hands', async () => {
    const listOf = () => firstList;
    const samples = askSamples({ clock: systemClock, listOf, keep: () => undefined });
    const panel = await panels.open('panel-1', { samples });
    const other = await panels.open('panel-2');
    const wanted = terms({ findings: 'strict', waitsForPress: false, bakeMs: 0 });
    const id = await begin(panel, { kind: 'generation', generation: v2 }, wanted);
    const because = (text: RegExp) =>
      until(() => Promise.resolve(text.test(shown(panel)?.waitingBecause ?? '') || null), String(text), 30_000); // prettier-ignore
    await because(/A person has to accept that/u);
    // Read and accepted at the other panel; first something else, then what is there.
    const seenBesides = () => Promise.resolve([]);
    const ask = askFindings({ yard: other.yard, clock: systemClock, seenBesides });
    const { mark } = valueOf(await ask({ fleet: fleetId, a: v1, b: v2 }));
    const press = async (of: string): Promise<void> => {
      const accepts = { mark: of, reason: 'As planned.' };
      const change = { kind: 'pass', place: 1, accepts } as const;
      valueOf(await other.rollouts.control(fleetId, id, change));
    };
    await press('0'.repeat(16));
    await because(/accepted was something else/u);
    expect(weightOf(await seenFleet(panel.yard), v2)).toBe(0);
    await press(mark);
    expect(await endOf(panel, id, 'release')).toMatchObject({ kind: 'verified' });
    const read = valueOf(await readRecord(join(panels.folder, 'panel-1'), id));
    expect(read.audit.compared?.outcome).toMatchObject({ kind: 'found', findings: { mark } });
    // Both behave alike, as far as a real yard, real starts and sixty real requests to each can tell.
    const { outcome } = read.audit.compared ?? expect.unreachable();
    const { areas, listed, missing } = outcome.kind === 'found' ? outcome.findings : expect.unreachable(); // prettier-ignore
    expect(areas).toContain('behaviour');
    expect(listed.filter(({ area }) => area === 'behaviour')).toEqual([]);
    expect(missing.filter((sentence) => !sentence.startsWith('Memory: '))).toEqual([]);
    expect(read.audit.told.map(({ accepted }) => accepted?.mark)).toEqual(['0'.repeat(16), mark]);
  });

  it('takes back by itself what fails only under traffic', async () => {
    const panel = await panels.open();
    const bad = await image(panel, 'v9', badUnderTraffic);
    const { url } = (await seenFleet(panel.yard)).entry;
    const load = traffic(url);
    const source = { kind: 'image', image: bad, size: 4 } as const;
    const id = await begin(panel, source, terms({ waitsForPress: false, bakeMs: 60_000 }));
    const end = await endOf(panel, id, 'release');
    await load.stop();
    expect(end.kind).toBe('failed');
    expect(end.text).toMatch(
      /^A guard broke: v003 answers .* with an error.*v001 has all of it and was seen to serve again/,
    );
    const after = await seenFleet(panel.yard);
    expect([weightOf(after, v1), weightOf(after, v3), after.rollout]).toEqual([100, 0, null]);
  });

  it('does not let an image that fails its checks near any traffic', async () => {
    const panel = await panels.open('panel-1', { limits: { ...usualLimits, verifyMs: 2000 } });
    const wanted = terms({
      checks: { ...usualTerms.checks, text: 'never in that page', withinMs: 200, inARow: 2 },
    });
    const id = await begin(panel, { kind: 'generation', generation: v2 }, wanted);
    const end = await endOf(panel, id, 'release');
    expect(end.text).toMatch(/v002 did not prove itself: the answer to \/ lacks/);
    expect((await seenFleet(panel.yard)).split.revision).toBe(1);
  });

  it('removes on abort what it launched, and only that', async () => {
    const panel = await panels.open();
    const before = await seenFleet(panel.yard);
    const source = {
      kind: 'image',
      image: before.generations[0]!.image,
      size: before.floor,
    } as const;
    const id = await begin(panel, source, terms());
    await until(
      () => Promise.resolve(shown(panel)?.waitingBecause?.includes('your press')),
      'ready',
      30_000,
    );
    await say(panel, 'hold');
    await say(panel, 'resume');
    await say(panel, 'abort');
    const end = await endOf(panel, id, 'release');
    expect(end).toMatchObject({ kind: 'stopped' });
    const { generations, split } = await seenFleet(panel.yard);
    expect(generations.map((one) => [one.number, one.rung, one.blocks.length])).toEqual([
      [1, 'warm', 4],
      [2, 'warm', 4],
      [3, 'retired', 0],
    ]);
    expect(split).toEqual(before.split);
  });

  it('goes on in the hands of another panel, with what was said to it', async () => {
    const first = await panels.open('panel-1', { leaseMs: 1500 });
    const source = { kind: 'generation', generation: v2 } as const;
    await begin(first, source, terms());
    await until(
      () => Promise.resolve(shown(first)?.waitingBecause?.includes('your press')),
      'ready',
      30_000,
    );
    await say(first, 'hold');
    first.observations.stop();
    void first.rollouts.stop();
    // No record of it here: everything comes from the yard.
    const second = await panels.open('panel-2', { leaseMs: 1500 });
    await second.rollouts.resume();
    await until(
      () => Promise.resolve(shown(second)?.waitingBecause?.includes('held by ann')),
      'held',
      30_000,
    );
    expect((await seenFleet(second.yard)).split.revision).toBe(1);
    await say(second, 'resume');
    await say(second, 'pass');
    const end = await until(() => Promise.resolve(second.outcomes()[0]), 'its end', 60_000);
    expect(end).toMatchObject({ kind: 'verified', intent: { kind: 'release' } });
    expect((await seenFleet(second.yard)).previous).toBe(v1);
  });
});
