/** What a person is asked to accept shows how both behave, also at a panel that does not carry the release. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { listFor } from '../../src-shared/appearance.ts';
import { aFleet, aGeneration, aRollout, aSplit, v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { Findings } from '../../src-shared/findings-schema.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asYardId, type FleetId, type GenerationId } from '../../src-shared/ids.ts';
import type { Result } from '../../src-shared/result.ts';
import { askSamples } from '../compare/findings/ask-behaviour.ts';
import { createComparedLately } from '../compare/findings/compared-lately.ts';
import { sick, standing, withTerms } from '../rollouts/decide/release.fixture.ts';
import type { Engine } from '../sessions/engine.ts';
import { describeLocalGeneration } from '../yards/local/describe-generation.ts';
import type { YardSession } from '../sessions/yard-session.ts';
import { findingsCalls } from './findings-calls.ts';

const yard = asYardId('local');
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function side(
  status: number,
): Promise<{ readonly url: string; readonly asked: () => number }> {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(status).end('ok');
  });
  servers.push(server);
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${String(port)}/`, asked: () => asked };
}

/** One panel: what it sees, and what it was told before. */
function calls(fleet: Fleet, comparedLately = createComparedLately()) {
  const session = { feed: { snapshot: () => ({ fleets: [fleet], settings: {} }) } };
  const look = { observedAtMs: 0, fleets: [fleet], images: [], notices: [] };
  const describeGeneration = (id: FleetId, generation: GenerationId) =>
    Promise.resolve(describeLocalGeneration(look, id, generation, () => ''));
  const { 'findings.ask': ask } = findingsCalls(
    {
      comparedLately,
      appearance: { picture: () => Promise.reject(new Error('none')) },
      chooseSavePath: () => Promise.resolve(null),
    },
    {
      sessionOf: () => session as unknown as YardSession,
      engineOf: () => ({ yard: { describeGeneration } }) as unknown as Engine,
    },
  );
  return () => ask({ yard, fleet: fleet.id, a: v1, b: v2 });
}

const strict = withTerms(standing, { findings: 'strict' });
const step = { title: 'v002 is ready', waitsAt: 1 };
const waiting = { ...aRollout(strict), step };

async function scene(more: Partial<Fleet> = {}) {
  const [old, fresh] = [await side(200), await side(503)];
  const base = aFleet({ rollout: waiting, ...more });
  const generations = base.generations.map((one) => ({
    ...one,
    previewUrl: one.id === v1 ? old.url : fresh.url,
  }));
  return { fleet: { ...base, generations }, fresh };
}

const behaviourIn = (answer: Result<Findings>): readonly string[] =>
  answer.ok ? answer.value.listed.filter(({ area }) => area === 'behaviour').map(({ subject }) => subject) : [answer.fault.message]; // prettier-ignore

it('sends both sample requests while the release waits, once', async () => {
  const { fleet, fresh } = await scene();
  const ask = calls(fleet);
  expect(behaviourIn(await ask())).toEqual(['/, errors']);
  const asked = fresh.asked();
  expect(asked).toBeGreaterThan(0);
  expect(behaviourIn(await ask())).toEqual(['/, errors']);
  expect(fresh.asked()).toBe(asked);
});

it('sends none to what takes data away and has had no traffic, and says so', async () => {
  const away = aGeneration(2, {
    data: { change: 'contract', text: 'drops it', by: 'Ann', atMs: 0 },
  });
  const { fleet, fresh } = await scene({ generations: [aGeneration(1), away] });
  const answer = await calls(fleet)();
  expect(answer.ok && answer.value.missing.at(-1)).toBe('Sample requests: none were sent, as v002 takes away data that the code before it needs and has had no traffic yet.'); // prettier-ignore
  expect(fresh.asked()).toBe(0);
});

it('sends them once also for two who ask at the same time', async () => {
  const one = await scene();
  const ask = calls(one.fleet);
  await ask();
  const asked = one.fresh.asked();
  const both = await scene();
  const twice = calls(both.fleet);
  await Promise.all([twice(), twice()]);
  expect(both.fresh.asked()).toBe(asked);
});

it('keeps nothing that was not measured to its end, and nothing of another split or of long ago', async () => {
  const { fleet } = await scene();
  const keep = vi.fn();
  const clock = { now: () => 0, monotonicMs: () => 0 };
  const ask = askSamples({ clock, keep, listOf: () => listFor(undefined, { yard, fleet: fleet.id }) }); // prettier-ignore
  const sides = { fleet: fleet.id, a: v1, b: v2 };
  await ask(fleet, sides, AbortSignal.abort());
  await ask({ ...fleet, generations: [] }, sides, new AbortController().signal);
  expect(keep).not.toHaveBeenCalled();
  await ask(fleet, sides, new AbortController().signal);
  expect(keep).toHaveBeenCalledOnce();

  let nowMs = 0;
  const lately = createComparedLately(() => nowMs);
  lately.keepSamples(yard, fleet, sides, { areas: [], findings: [], unlisted: 0, missing: [] });
  expect(lately.hasSamples(yard, sides, [fleet])).toBe(true);
  const split = { ...fleet.split, revision: fleet.split.revision + 1 };
  expect(lately.hasSamples(yard, sides, [{ ...fleet, split }])).toBe(false);
  nowMs = 3_600_000;
  expect(lately.hasSamples(yard, sides, [fleet])).toBe(false);
});

it.each([
  ['nothing waits', { rollout: null }],
  ['the candidate has traffic', { split: aSplit(v2, 1) }],
  ['nobody is asked to accept anything yet', { rollout: aRollout(strict) }],
  ['it needs no acceptance', { rollout: { ...aRollout(standing), step } }],
  ['the candidate could not serve just now', { generations: [aGeneration(1), sick(2, 3)] }],
])('sends none where %s, and says that there are none', async (_, more) => {
  const { fleet, fresh } = await scene(more);
  const answer = await calls(fleet)();
  expect(behaviourIn(answer)).toEqual([]);
  expect(answer.ok && answer.value.missing.at(-1)).toBe('Sample requests: none were sent to these two from here lately.'); // prettier-ignore
  expect(fresh.asked()).toBe(0);
});

it('shows what this panel has measured, and sends nothing more', async () => {
  const { fleet, fresh } = await scene();
  const lately = createComparedLately();
  const gathered = { areas: ['behaviour' as const], findings: [], unlisted: 0, missing: ['Kept.'] };
  lately.keepSamples(yard, fleet, { fleet: fleet.id, a: v1, b: v2 }, gathered);
  const answer = await calls(fleet, lately)();
  expect(answer.ok && answer.value.missing.at(-1)).toBe('Kept.');
  expect(fresh.asked()).toBe(0);
});
