/** Double starts, kill -9 under load and what comes back; real processes throughout. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as http from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Recipe } from '../../src-shared/fleet.ts';
import { asRolloutId, asToken } from '../../src-shared/ids.ts';
import { noMemory, usualTerms } from '../../src-shared/release.ts';
import { stopHost } from '../yards/local/host-finder.ts';
import { identifyProcess } from './blocks/process-identity.ts';
import {
  fleetId,
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

const recipe: Recipe = {
  env: {},
  drainTimeoutMs: 3000,
  health: { intervalMs: 300, timeoutMs: 300, healthyAfter: 1, unhealthyAfter: 2 },
};

let bench: HostBench;
beforeEach(async () => {
  bench = await openHostBench();
});
afterEach(async () => {
  await bench.close();
});

interface Load {
  /** Stops it. @returns how often each outcome came: a version, `refused`, a status. */
  readonly stop: () => Promise<Readonly<Record<string, number>>>;
}

/** 50 requests a second, each on a connection of its own, sent whether or not others were answered. */
function startLoad(url: string): Load {
  const outcomes: Record<string, number> = {};
  const underWay = new Set<Promise<void>>();
  const count = (outcome: string): void => {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  };
  const send = (): Promise<void> =>
    new Promise((resolve) => {
      const request = http.get(url, { agent: false }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('close', () => {
          count(
            response.statusCode === 200 && response.complete ? body : String(response.statusCode),
          );
          resolve();
        });
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        count(error.code === 'ECONNREFUSED' ? 'refused' : (error.code ?? 'error'));
        resolve();
      });
    });
  const timer = setInterval(() => {
    const one = send().finally(() => underWay.delete(one));
    underWay.add(one);
  }, 20);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(underWay);
      return outcomes;
    },
  };
}

describe('double start', () => {
  it('leaves exactly one host of twelve that start at once, and after a kill -9 again one', async () => {
    for (let round = 0; round < 2; round += 1) {
      const starters = Array.from({ length: 12 }, () => bench.startHost());
      const survivor = await bench.ensure();
      // The others find the folder taken and end by themselves. Who asks may have started one more.
      const others = starters.filter((each) => each.pid !== survivor);
      expect(others.length).toBeGreaterThanOrEqual(11);
      await until(
        () => Promise.resolve(others.every((each) => each.exitCode !== null)),
        'the ends of the others',
        40_000,
      );
      expect(others.filter((each) => each.exitCode !== 0)).toEqual([]);
      expect(await bench.ensure()).toBe(survivor);
      process.kill(survivor, 'SIGKILL');
      await until(async () => (await identifyProcess(survivor)) === null, 'its end');
    }
  }, 120_000);
});

describe('kill -9 of the host', () => {
  it('ends every block; started again it is on the same port with the same split and generations', async () => {
    const pid = await bench.ensure();
    const yard = bench.openYard();
    const first = await wholeFleet(yard);
    const rollout = asRolloutId(randomUUID());
    const intent = { kind: 'retire', generation: v1 } as const;
    const claim = { fleet: fleetId, rollout, intent, owner, leaseMs: 60_000, epoch: 1 };
    valueOf(await yard.claim(claim));
    const order = {
      fleet: fleetId,
      weights: [
        { generation: v2, weight: 70 },
        { generation: v1, weight: 30 },
      ],
      expectedRevision: first.split.revision,
      previous: v1,
      rollout,
      overtake: false,
      token: asToken(randomUUID()),
    };
    const receipt = valueOf(await yard.route(order));
    const before = await seenFleet(yard);
    const pids = before.generations.flatMap((each) => each.blocks).map((each) => each.pid ?? 0);
    expect(pids).toHaveLength(8);

    const load = startLoad(before.entry.url);
    await pause(500);
    process.kill(pid, 'SIGKILL');
    const killedAtMs = performance.now();
    await until(
      async () => (await Promise.all(pids.map(identifyProcess))).every((each) => each === null),
      'the end of every block',
      5000,
    );
    const orphansEndedMs = performance.now() - killedAtMs;
    expect((await yard.observe()).ok).toBe(false);
    await until(() => Promise.resolve(yard.link().kind !== 'live'), 'the link noticing');
    await bench.ensure();
    const answersMs = performance.now() - killedAtMs;
    const after = await wholeFleet(yard);
    const wholeMs = performance.now() - killedAtMs;
    await pause(300);
    const outcomes = await load.stop();
    process.stdout.write(
      `after kill -9: blocks dead ${orphansEndedMs.toFixed(0)} ms, control answers ${answersMs.toFixed(0)} ms, all 8 blocks healthy ${wholeMs.toFixed(0)} ms; load saw ${JSON.stringify(outcomes)}\n`,
    );
    expect(after.entry).toEqual(before.entry);
    expect(after.split).toEqual(before.split);
    expect(after.previous).toBe(v1);
    expect(after.rollout).toMatchObject({ id: rollout, epoch: 1 });
    const names = (fleet: typeof after): unknown =>
      fleet.generations.map((each) => [each.id, each.image, each.blocks.map((b) => b.id)]);
    expect(names(after)).toEqual(names(before));
    expect(outcomes['refused']).toBeGreaterThan(0);
    // From the moment on at which its port is open again, the host answers.
    expect(outcomes['503']).toBeUndefined();
    expect(outcomes['v1']).toBeGreaterThan(0);
    expect(outcomes['v2']).toBeGreaterThan(0);
    // Told, with the length of the gap; and the token still has its receipt.
    await until(async () => {
      const { notices } = await seen(yard);
      return notices.some(({ text }) => /was away for \d.*refused.*are back/u.test(text));
    }, 'the notice');
    expect(valueOf(await yard.route(order))).toEqual(receipt);
  }, 60_000);

  it('between saving a launch and answering it: the repeat launches nothing twice', async () => {
    const pid = await bench.ensure();
    const yard = bench.openYard();
    await wholeFleet(yard);
    const rollout = asRolloutId(randomUUID());
    const image = (await seen(yard)).images.find((each) => each.version === 'v3');
    if (image === undefined) throw new Error('no v3');
    const intent = { kind: 'launch', image: image.id, number: 3, size: 8, recipe } as const;
    valueOf(
      await yard.claim({ fleet: fleetId, rollout, intent, owner, leaseMs: 60_000, epoch: 1 }),
    );
    const token = asToken(randomUUID());
    const order = {
      fleet: fleetId,
      rollout,
      epoch: 1,
      token,
      number: 3,
      image: image.id,
      recipe,
      size: 8,
    };
    const lost = yard.launchGeneration(order);
    await until(
      async () => (await readFile(join(bench.dataFolder, 'state.json'), 'utf8')).includes(token),
      'the record of the launch',
    );
    process.kill(pid, 'SIGKILL');
    expect(await lost).toMatchObject({ ok: false, fault: { code: 'unknown-outcome' } });
    await bench.ensure();
    const repeated = await until(async () => {
      const answer = await yard.launchGeneration(order);
      return answer.ok && answer.value;
    }, 'the repeat');
    expect(repeated).toBe('storefront-v003');
    const fleet = await wholeFleet(yard);
    expect(fleet.generations).toHaveLength(3);
    const launched = fleet.generations[2];
    expect(launched?.blocks).toHaveLength(8);
    expect(new Set(launched?.blocks.map((block) => block.pid)).size).toBe(8);
    expect(fleet.rollout?.launched).toEqual(['storefront-v003']);
  }, 60_000);

  it('in the middle of ending a block: the block is not launched again and the order counts as done', async () => {
    const pid = await bench.ensure();
    const yard = bench.openYard();
    const fleet = await wholeFleet(yard);
    const generation = fleet.generations.find((each) => each.id === v2);
    const block = generation?.blocks[2];
    if (block?.address === undefined || generation?.previewUrl === undefined)
      throw new Error('no block');
    const rollout = asRolloutId(randomUUID());
    const intent = { kind: 'replace', generation: v2, block: block.id } as const;
    valueOf(
      await yard.claim({ fleet: fleetId, rollout, intent, owner, leaseMs: 60_000, epoch: 1 }),
    );
    // Slow requests on every block of the generation keep the drain open.
    const slow = Array.from({ length: 8 }, () => {
      const request = http.get(`${generation.previewUrl ?? ''}/slow`, { agent: false });
      return once(request, 'close').catch(() => undefined);
    });
    await pause(50);
    const order = {
      fleet: fleetId,
      rollout,
      epoch: 1,
      token: asToken(randomUUID()),
      block: block.id,
    };
    const lost = yard.terminateBlock(order);
    await until(
      async () =>
        (await readFile(join(bench.dataFolder, 'state.json'), 'utf8')).includes(order.token),
      'the record of the order',
    );
    process.kill(pid, 'SIGKILL');
    expect(await lost).toMatchObject({ ok: false });
    await Promise.all(slow);
    await bench.ensure();
    await until(async () => (await yard.terminateBlock(order)).ok, 'the repeat');
    const after = await seenFleet(yard);
    const blocks = after.generations.find((each) => each.id === v2)?.blocks;
    expect(blocks?.map((each) => each.id)).not.toContain(block.id);
    expect(blocks).toHaveLength(3);
  }, 60_000);
});

describe('what is said to a running release', () => {
  it('is there for the next host from its answer on, and is told to every panel', async () => {
    const pid = await bench.ensure();
    const [yard, other] = [bench.openYard(), bench.openYard()];
    const fleet = await wholeFleet(yard);
    await seenFleet(other);
    const rollout = asRolloutId(randomUUID());
    const intent = {
      kind: 'release',
      candidate: { kind: 'existing', generation: v2 },
      from: v1,
      expectedRevision: fleet.split.revision,
      terms: usualTerms,
    } as const;
    const claim = { fleet: fleetId, rollout, intent, owner, leaseMs: 60_000, epoch: 1 };
    valueOf(await yard.claim(claim));
    const memory = { ...noMemory, revision: fleet.split.revision, bakedMs: 12 };
    valueOf(await yard.renew(fleetId, rollout, 1, 60_000, { memory }));
    // What the claim itself has changed was told by then.
    await pause(300);
    const told = new Promise<void>((resolve) => yard.onChange(resolve));
    const saidMs = performance.now();
    valueOf(await other.control({ fleet: fleetId, rollout, change: { kind: 'hold' }, by: 'Bob' }));
    // A disk that takes longer than the host waits for it is waited for here: then the answer came first.
    if (performance.now() - saidMs >= 250) {
      const file = join(bench.dataFolder, 'state.json');
      await until(async () => (await readFile(file, 'utf8')).includes('"isHeld":true'), 'the word on the disk'); // prettier-ignore
    }
    await told;
    process.kill(pid, 'SIGKILL');
    await until(async () => (await identifyProcess(pid)) === null, 'the end of the host');
    await bench.ensure();
    const after = await until(async () => {
      const look = await yard.observe();
      return look.ok ? (look.value.fleets[0]?.rollout ?? null) : null;
    }, 'the release');
    expect(after).toMatchObject({ intent, memory, controls: { isHeld: true, by: 'Bob' } });
  }, 60_000);
});

describe('a stop on request', () => {
  it('ends blocks and host, leaves no socket, and the next start tells it from a crash', async () => {
    await bench.ensure();
    const yard = bench.openYard();
    const before = await wholeFleet(yard);
    const pids = before.generations.flatMap((each) => each.blocks).map((each) => each.pid ?? 0);
    valueOf(await yard.stop());
    await until(() => Promise.resolve(yard.link().kind === 'stopped'), 'stopped');
    expect((await Promise.all(pids.map(identifyProcess))).every((each) => each === null)).toBe(
      true,
    );
    expect(existsSync(join(bench.dataFolder, 'run', 'host.1.sock'))).toBe(false);
    yard.expectStart();
    await bench.ensure();
    const after = await wholeFleet(yard);
    expect(after.split).toEqual(before.split);
    await until(async () => {
      const { notices } = await seen(yard);
      return notices.some(({ text }) => text.includes('was stopped on request for'));
    }, 'the notice');
    valueOf(await stopHost(bench.dataFolder));
    expect(valueOf(await stopHost(bench.dataFolder))).toBeNull();
  }, 60_000);

  it('SIGTERM is one too', async () => {
    const pid = await bench.ensure();
    const yard = bench.openYard();
    const before = await wholeFleet(yard);
    const pids = before.generations.flatMap((each) => each.blocks).map((each) => each.pid ?? 0);
    process.kill(pid, 'SIGTERM');
    await until(async () => (await identifyProcess(pid)) === null, 'the end of the host');
    expect((await Promise.all(pids.map(identifyProcess))).every((each) => each === null)).toBe(
      true,
    );
    expect(await readFile(join(bench.dataFolder, 'state.json'), 'utf8')).toMatch(
      /"stoppedAtMs":\d/u,
    );
  }, 60_000);
});
