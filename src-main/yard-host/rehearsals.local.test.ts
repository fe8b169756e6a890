/** Rehearsals on a real yard host with real blocks, beside live traffic, and with whoever asked for one gone. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, readlink } from 'node:fs/promises';
import * as http from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asRolloutId } from '../../src-shared/ids.ts';
import type { LocalYard } from '../yards/local/local-yard.ts';
import {
  claimed,
  fleetId,
  openHostBench,
  routeTo,
  seenFleet,
  until,
  v1,
  v2,
  valueOf,
  wholeFleet,
  type HostBench,
} from './yard-host.fixture.ts';

const there = { fleet: fleetId, away: v2, back: v1, by: 'Ann' };

/** Live clients: who answered each of them, or what went wrong. */
function clients(url: string) {
  const answers: string[] = [];
  const agent = new http.Agent({ keepAlive: false });
  const timer = setInterval(() => {
    const request = http.get(url, { agent }, (response) => {
      const by = response.headers['x-blockyard-generation'];
      answers.push(response.statusCode === 200 ? String(by) : String(response.statusCode));
      response.resume();
    });
    request.on('error', ({ message }) => answers.push(message));
  }, 10);
  return {
    answers,
    end: async () => {
      clearInterval(timer);
      await pause(50);
    },
  };
}

/** Ports on which this process listens; Linux alone tells them without a tool. */
async function listening(pid: number): Promise<readonly string[]> {
  const links = (await readdir(`/proc/${String(pid)}/fd`)).map((fd) =>
    readlink(`/proc/${String(pid)}/fd/${fd}`).catch(() => ''),
  );
  const own = new Set(await Promise.all(links));
  const rows = (await readFile(`/proc/${String(pid)}/net/tcp`, 'utf8')).split('\n').slice(1);
  return rows
    .map((row) => row.trim().split(/\s+/u))
    .filter(
      ([, , , state, , , , , , inode]) => state === '0A' && own.has(`socket:[${inode ?? ''}]`),
    ) // prettier-ignore
    .map(([, address = '']) => address)
    .sort();
}

describe('rehearsals of the yard host', { timeout: 60_000 }, () => {
  let bench: HostBench;
  let yard: LocalYard;
  let pid = 0;
  beforeAll(async () => {
    bench = await openHostBench();
    pid = await bench.ensure();
    yard = bench.openYard();
    await wholeFleet(yard);
  });
  afterAll(() => bench.close());
  const kept = async () => (await seenFleet(yard)).rehearsals ?? [];

  it('refuses what cannot be rehearsed', async () => {
    expect(await yard.rehearse({ ...there, away: v1 })).toMatchObject({ ok: false, fault: { code: 'refused' } }); // prettier-ignore
    const running = yard.rehearse(there);
    const other = await yard.rehearse({ ...there, away: v1, back: v2 });
    expect(other).toMatchObject({ ok: false, fault: { code: 'refused' } });
    valueOf(await running);
    expect(await kept()).toHaveLength(1);
  });

  it('is put away when its panel is killed in the middle, and told to the others', async () => {
    const ports = process.platform === 'linux' ? await listening(pid) : null;
    const module = pathToFileURL(join(import.meta.dirname, '../yards/local/local-yard.ts')).href;
    const clock = pathToFileURL(join(import.meta.dirname, '../clock/system-clock.ts')).href;
    const options = `{ dataFolder: ${JSON.stringify(bench.dataFolder)}, clock: systemClock, onLink: (link) => { if (link.kind === 'live') press(); } }`;
    const code = `import { openLocalYard } from '${module}'; import { systemClock } from '${clock}';
      let pressed = false;
      const press = () => setImmediate(() => { if (!pressed) { pressed = true; console.log('pressed'); yard.rehearse(${JSON.stringify(there)}); } });
      const yard = openLocalYard(${options}); setInterval(() => undefined, 1000);`;
    const panel = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(panel.stdout, 'data');
    await pause(100);
    const gone = once(panel, 'exit');
    panel.kill('SIGKILL');
    await gone;
    const before = await kept();
    const after = await until(async () => {
      const now = await kept();
      return now.length > before.length && now;
    }, 'the end of it');
    expect(after.at(-1)).toMatchObject({ lost: 0, end: { kind: 'measured' } });
    if (ports !== null) expect(await listening(pid)).toEqual(ports);
  });

  it('goes there and back beside live traffic, is one however often it is pressed, and is kept', async () => {
    const before = await wholeFleet(yard);
    const ports = process.platform === 'linux' ? await listening(pid) : null;
    const other = bench.openYard();
    await wholeFleet(other);
    const live = clients(before.entry.url);
    const [one, two] = await Promise.all([yard.rehearse(there), other.rehearse(there)]);
    const rehearsal = valueOf(one);
    expect(rehearsal).toMatchObject({ by: 'Ann', lost: 0, errors: 0, end: { kind: 'measured' } });
    expect(two).toEqual(one);
    const after = await seenFleet(yard);
    expect((await kept()).at(-1)).toEqual(rehearsal);
    // The live split is as it was, and none of its clients noticed.
    expect(after.split).toEqual(before.split);
    expect([after.rollout, after.previous]).toEqual([null, null]);
    expect(after.traffic.lost).toBe(0);
    expect(live.answers.length).toBeGreaterThan(30);
    expect([...new Set(live.answers)]).toEqual([v1]);
    if (ports !== null) expect(await listening(pid)).toEqual(ports);
    // The control: clients would have seen a split that moves.
    const rollout = await claimed(yard);
    valueOf(await yard.route(routeTo(v2, rollout, before.split.revision)));
    await until(() => Promise.resolve(live.answers.includes(v2)), 'an answer by the other side');
    await live.end();
  });

  it('makes room for a revert of what was cut over just now, which does not wait for it', async () => {
    const rehearsing = yard.rehearse({ ...there, away: v1, back: v2 });
    await pause(150);
    valueOf(await yard.route(routeTo(v1, asRolloutId(randomUUID()), 'any')));
    // Had the revert waited, there would have been nothing to break off.
    expect(valueOf(await rehearsing).end).toMatchObject({ kind: 'broken-off' });
  });

  it('leaves nothing when the host is killed in the middle', async () => {
    const before = await seenFleet(yard);
    const rehearsing = yard.rehearse(there);
    await pause(150);
    process.kill(pid, 'SIGKILL');
    expect((await rehearsing).ok).toBe(false);
    await bench.ensure();
    const after = await wholeFleet(yard, 30_000);
    expect(after.rehearsals).toEqual(before.rehearsals);
    expect(after.split).toEqual(before.split);
    expect(after.entry.url).toBe(before.entry.url);
  });
});
