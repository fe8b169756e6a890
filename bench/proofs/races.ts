/**
 * Two operators, each an engine in a process of its own, press at nearly the same moment on one local
 * yard with three whole generations. Each race is judged by what the yard itself counts:
 *
 * - two cutovers to different generations: one write, by one of them;
 * - two to the same one: one write;
 * - a cutover and a revert, whichever comes first: the revert's generation serves at the end.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../../e2e/load/seeded-random.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import { asGenerationId, asRolloutId, asToken } from '../../src-shared/ids.ts';
import { sendsAllTo } from '../../src-shared/split.ts';
import { ownerText } from '../../src-shared/wording.ts';
import {
  openHostBench,
  owner,
  seen,
  seenFleet,
  until,
  valueOf,
  wholeFleet,
} from '../../src-main/yard-host/yard-host.fixture.ts';
import type { LocalYard } from '../../src-main/yards/local/local-yard.ts';
import { pinIntent } from '../../src-main/rollouts/pin-intent.ts';
import { above, atLeast, atMost, told, type Figure } from '../figure.ts';
import { startLineProcess, type LineProcess } from '../line-process.ts';

const v1 = asGenerationId('storefront-v001');
const v2 = asGenerationId('storefront-v002');
const v3 = asGenerationId('storefront-v003');
const script = join(import.meta.dirname, 'racing-panel.ts');
/** The second press follows the first by at most so much, in milliseconds. */
const spreadMs = 40;

const kinds = ['apart', 'alike', 'against'] as const;
type Kind = (typeof kinds)[number];

interface Race {
  readonly kind: Kind;
  readonly writes: number;
  readonly isTarget: boolean;
}

/** What a race must not end with; null when it ended well. Pure. */
function broken({ kind, writes, isTarget }: Race): 'interleaved' | 'lost-revert' | null {
  if (kind === 'against') return isTarget ? null : 'lost-revert';
  return writes === 1 && isTarget ? null : 'interleaved';
}

/** The same races by engines that hold nothing and bind nothing: they have to be caught. */
const carelessRaces = 30;

export async function provesRaces(count: number, seed: number): Promise<readonly Figure[]> {
  const good = await race('careful', count, seed);
  const bad = await race('careless', carelessRaces, seed);
  return [
    atLeast('races-count', count, 'races', 1),
    atMost('races-interleaved-cutovers', good.interleaved, 'races', 0),
    atMost('races-lost-reverts', good['lost-revert'], 'races', 0),
    // A race in which nobody is ever turned away was none.
    atLeast('races-presses-turned-away', good.turnedAway, 'presses', 1),
    above('races-control-interleaved-cutovers', bad.interleaved, 'races', 0),
    told('races-control-lost-reverts', bad['lost-revert'], 'races'),
    told('races-seed', seed, ''),
  ];
}

interface Tally {
  interleaved: number;
  'lost-revert': number;
  turnedAway: number;
}

async function race(manners: 'careful' | 'careless', count: number, seed: number): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-races-'));
  const bench = await openHostBench();
  const panels: LineProcess[] = [];
  try {
    await bench.ensure();
    const yard = bench.openYard();
    await wholeFleet(yard);
    await launchThird(yard);
    for (const name of ['ann', 'bob']) {
      const panel = startLineProcess(script, [bench.dataFolder, join(folder, name), name, manners]);
      panels.push(panel);
      await panel.next((value) => value['ready'] === true);
    }
    return await raceAll(panels, yard, count, seed);
  } finally {
    for (const panel of panels) await panel.stop();
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function raceAll(
  [ann, bob]: readonly LineProcess[],
  yard: LocalYard,
  count: number,
  seed: number,
): Promise<Tally> {
  if (ann === undefined || bob === undefined) throw new Error('Two panels are needed.');
  const random = seededRandom(seed);
  const found: Tally = { interleaved: 0, 'lost-revert': 0, turnedAway: 0 };
  for (let index = 0; index < count; index += 1) {
    const kind = kinds[index % kinds.length] ?? 'apart';
    await backToFirst(ann, yard);
    const before = await seenFleet(yard);
    const expectedRevision = before.split.revision;
    const one = { to: v2, expectedRevision };
    const other =
      kind === 'against' ? { to: v1 } : { to: kind === 'apart' ? v3 : v2, expectedRevision };
    const [first, second] = random() < 0.5 ? [one, other] : [other, one];
    const answers = [pressed(ann, first)];
    await pause(random() * spreadMs);
    answers.push(pressed(bob, second));
    found.turnedAway += (await Promise.all(answers)).filter((isTaken) => !isTaken).length;
    const after = await settled(yard);
    const writes = after.split.revision - expectedRevision;
    const targets = kind === 'against' ? [v1] : kind === 'apart' ? [v2, v3] : [v2];
    const isTarget = targets.some((target) => sendsAllTo(after, target));
    const bad = broken({ kind, writes, isTarget });
    if (bad === null) continue;
    found[bad] += 1;
    console.error(`race ${index} (${kind}), seed ${seed}: ${bad}, ${writes} writes`);
  }
  return found;
}

let presses = 0;

/** @returns whether the press was taken, once its rollout has ended. */
async function pressed(panel: LineProcess, order: object): Promise<boolean> {
  presses += 1;
  const press = presses;
  const ends = new Set<unknown>();
  let rollout: unknown;
  const end = panel.next((value) => {
    if ('ended' in value) ends.add(value['ended']);
    if (value['press'] === press) rollout = value['begun'];
    return rollout === null || (rollout !== undefined && ends.has(rollout));
  });
  panel.send({ press, ...order });
  await end;
  return rollout !== null;
}

async function settled(yard: LocalYard): Promise<Fleet> {
  return until(
    async () => {
      const fleet = await seenFleet(yard);
      return fleet.rollout === null ? fleet : null;
    },
    'the end of both changes',
    60_000,
  );
}

async function backToFirst(panel: LineProcess, yard: LocalYard): Promise<void> {
  const fleet = await settled(yard);
  if (sendsAllTo(fleet, v1)) return;
  await pressed(panel, { to: v1 });
  await settled(yard);
}

/** By the port itself: the engine is what is on trial, not how its scene was made. */
async function launchThird(yard: LocalYard): Promise<void> {
  const image = (await seen(yard)).images.find(({ version }) => version === 'v3');
  if (image === undefined) throw new Error('The yard has no third image.');
  const fleet = await seenFleet(yard);
  const intent = pinIntent(
    fleet,
    { kind: 'launch', image: image.id, size: 4 },
    { by: ownerText(owner), pressedAtMs: 0, capabilities: yard.capabilities },
  );
  if (intent.kind !== 'launch') throw new Error('That is no launch.');
  const rollout = asRolloutId('third-generation');
  valueOf(await yard.claim({ fleet: fleet.id, rollout, intent, owner, leaseMs: 60_000, epoch: 1 }));
  const { number, recipe, size } = intent;
  const order = { fleet: fleet.id, rollout, epoch: 1, token: asToken('third-generation.launch') };
  valueOf(await yard.launchGeneration({ ...order, number, image: image.id, recipe, size }));
  await wholeFleet(yard, 60_000);
  valueOf(await yard.finish(fleet.id, rollout, 1));
}
