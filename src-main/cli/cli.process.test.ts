/** The CLI as a process of its own, on a real yard host: what people and pipelines get. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openHostBench, seenFleet, until, wholeFleet, type HostBench } from '../yard-host/yard-host.fixture.ts'; // prettier-ignore
import { removeTree } from '../yard-host/images/image-leftovers.ts';
import type { LocalYard } from '../yards/local/local-yard.ts';
import type { Preflight } from '../../src-shared/preflight.ts';
import { exitCodes } from './exit-code.ts';
import { localYardFolder } from './open-place.ts';

/** As it was built just before, which starts in a fifth of the time; else out of the sources. */
const built = join(import.meta.dirname, '../../out/main/cli.js');
const entry =
  process.env['BLOCKYARD_BUILT'] === '1' ? built : join(import.meta.dirname, '../cli.ts');

describe('blockyard on the command line', { timeout: 120_000 }, () => {
  let data: string;
  let bench: HostBench;
  let yard: LocalYard;
  let hostPid: number;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'blockyard-cli-'));
    bench = await openHostBench(localYardFolder(data));
    hostPid = await bench.ensure();
    yard = bench.openYard();
    await wholeFleet(yard);
  }, 60_000);
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  afterAll(async () => {
    await bench.close();
    await removeTree(data);
  });

  function start(...args: string[]) {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', entry, ...args],
      {
        env: { ...process.env, BLOCKYARD_DATA: data },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    children.push(child);
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, ...said }));
    return { child, said, ended };
  }
  const run = (...args: string[]) => start(...args).ended;
  const events = (out: string): { event: string }[] =>
    out.trim().split('\n').map((line) => JSON.parse(line) as { event: string }); // prettier-ignore
  const splitNow = async () => {
    const { split } = await seenFleet(yard);
    return split.weights.filter(({ weight }) => weight > 0).map(({ generation }) => generation);
  };
  const releaseFile = async (text: string): Promise<string> => {
    const path = join(data, 'release.yaml');
    await writeFile(path, text);
    return path;
  };

  it('shows what there is, for people and for machines', async () => {
    const people = await run('fleet', 'show');
    expect(people).toMatchObject({ code: exitCodes.done, err: '' });
    expect(people.out).toMatch(/v001 +current +100 % +\d of \d/u);
    const machine = await run('--json', 'fleet', 'ls');
    expect(events(machine.out)).toMatchObject([
      { event: 'fleets', fleets: [{ name: 'storefront' }] },
    ]);
    expect((await run('image', 'ls')).out).toMatch(/storefront@v3/u);
    expect((await run('yard', 'ls')).out).toMatch(/^local/mu);
    expect((await run('compare', 'images', 'storefront@v1', 'storefront@v2')).out).toMatch(/~ +Version/u); // prettier-ignore
    expect((await run('compare', 'generations', 'v001', 'v002')).code).toBe(exitCodes.done);
  });

  it('plans without doing, cuts over, and reverts', async () => {
    const planned = await run('plan', 'cutover', 'v002');
    expect(planned).toMatchObject({ code: exitCodes.done, err: '' });
    expect(planned.out).toMatch(/Send 100 % of the traffic to v002/u);
    expect(planned.out).toMatch(/passed +Image: The image is whole: every file of it was hashed/u);
    expect(planned.out).toMatch(
      /passed +Entry: A request through the entry was answered 200 .* by v001/u,
    );
    expect(planned.out).toMatch(/Way back\n +passed +Whole: v001/u);
    expect(await splitNow()).toEqual(['storefront-v001']);
    const over = await run('cutover', 'v002');
    expect(over).toMatchObject({ code: exitCodes.done });
    expect(over.out).toMatch(/^Verified: v002 serves all traffic/u);
    expect(await splitNow()).toEqual(['storefront-v002']);
    const again = await run('cutover', 'v002');
    expect(again).toMatchObject({ code: exitCodes.refused, out: '' });
    expect(again.err).toMatch(/v002 already serves all traffic/u);
    const back = await run('--json', 'revert');
    expect(events(back.out).at(-1)).toMatchObject({
      event: 'outcome',
      outcome: { kind: 'verified' },
    });
    expect(await splitNow()).toEqual(['storefront-v001']);
    const none = await run('revert');
    expect(none).toMatchObject({ code: exitCodes.refused });
    const listed = await run('--json', 'history');
    const [history] = events(listed.out) as { event: string; events?: { rollout: string }[] }[];
    const rollout = history?.events?.at(-1)?.rollout ?? '';
    const record = await run('history', rollout.slice(0, 8));
    expect(record.out).toMatch(/Revert to v001[\s\S]*rollout|Revert to v001[\s\S]*verified/u);
    const exported = await run('--json', 'history', rollout);
    expect(events(exported.out)).toMatchObject([{ event: 'record', record: { rollout } }]);
  });

  it('notes what a generation does to the data, and plan and revert say what it means', async () => {
    const noted = await run('data', 'v002', 'contract', '--text', 'drops orders.legacy_total');
    expect(noted).toMatchObject({ code: exitCodes.done, err: '' });
    const planned = await run('plan', 'cutover', 'v002');
    expect(planned.out).toMatch(
      /warning +Data: v002 takes away data .*drops orders\.legacy_total/u,
    );
    const wrong = await run('data', 'v002', 'shrink');
    expect(wrong).toMatchObject({ code: exitCodes.usage, out: '' });
    expect(wrong.err).toMatch(/one of none, expand, contract/u);
    expect((await run('--json', 'data', 'v002', 'none')).out).toMatch(/"event":"data-noted"/u);
    expect((await run('plan', 'cutover', 'v002')).out).toMatch(
      /passed +Data: v002 leaves the data/u,
    );
  });

  it('writes notes that every panel sees, and makes the plan of a change once more from its record', async () => {
    const ended = async (...args: string[]): Promise<string> => {
      const last = events((await run('--json', ...args)).out).at(-1) as {
        outcome?: { rollout: string };
      };
      return last.outcome?.rollout ?? '';
    };
    const [over, reverted] = [await ended('cutover', 'v002'), await ended('revert')];
    expect(await run('note', 'Checkout failed \u202e', '--rollout', over)).toMatchObject({ code: exitCodes.done, err: '' }); // prettier-ignore
    const notes = events((await run('--json', 'notes')).out);
    expect(notes).toMatchObject([
      { event: 'notes', notes: [{ rollout: over, text: 'Checkout failed \u202e' }] },
    ]);
    expect((await run('notes')).out).not.toContain('\u202e');
    const long = await run('note', 'x'.repeat(501));
    expect(long).toMatchObject({ code: exitCodes.usage });
    expect(long.err).toContain('The note has 501 characters; 500 fit.');
    const summary = await run('history', over, '--summary');
    expect(summary).toMatchObject({ code: exitCodes.done, err: '' });
    expect(summary.out).toContain('## Incident summary: Cut over to v002');
    expect(summary.out).toContain('### Not known');
    const again = await run('plan', 'again', over.slice(0, 8));
    expect(again).toMatchObject({ code: exitCodes.done, err: '' });
    expect(again.out).toMatch(/Send 100 % of the traffic to v002/u);
    expect(await splitNow()).toEqual(['storefront-v001']);
    const back = await run('plan', 'again', reverted);
    expect(back).toMatchObject({ code: exitCodes.usage });
    expect(back.err).toContain('Only a release, a launch or a cutover');
  });

  it('carries a release out as its file says, and passes where it waits only when told to', async () => {
    const path = await releaseFile(
      'blockyard: 1\nfleet: storefront\nimage: storefront@v2\nsize: 1\nsteps: [{ percent: 20, pause: 300 ms }]\nbake: 500 ms\n',
    );
    const released = await run('--json', 'release', path, '--yes');
    expect(released.code, released.out).toBe(exitCodes.refused);
    expect(released.out).toMatch(/floor/u);
    const size = (await seenFleet(yard)).floor;
    // Its own check, asked of who serves: a path that nobody has is found before anything is launched.
    const lost = await releaseFile(
      `blockyard: 1\nimage: storefront@v2\nchecks: { path: /exit-not-there, text: nowhere }\nsize: ${size}\n`,
    );
    const planLost = await run('release', lost, '--plan');
    expect(planLost.code, planLost.err).toBe(exitCodes.done);
    expect(planLost.out).toMatch(/warning +Proof: v001, which serves, does not pass this check/u);
    const good = await releaseFile(
      `blockyard: 1\nimage: storefront@v2\nsize: ${size}\nsteps: [{ percent: 20, pause: 300 ms }]\nbake: 500 ms\nacceptWarnings: It is a rehearsal.\n`,
    );
    const planned = await run('--json', 'plan', 'release', good);
    const [first] = events(planned.out) as unknown as { preflight: Preflight }[];
    const verdicts = Object.fromEntries(
      (first?.preflight.forward ?? []).map(({ what, verdict }) => [what, verdict]),
    );
    expect(verdicts).toMatchObject({ Image: 'passed', Proof: 'passed', Watch: 'warning' });
    expect(verdicts['Room']).toMatch(/passed|untold/u);
    const whole = await run('--json', 'release', good, '--yes');
    expect(whole.code, whole.out).toBe(exitCodes.done);
    const kinds = events(whole.out).map(({ event }) => event);
    expect(kinds).toEqual(expect.arrayContaining(['plan', 'begun', 'progress', 'outcome']));
    const [begun] = (events(whole.out) as { event: string; rollout?: string }[]).filter(({ event }) => event === 'begun'); // prettier-ignore
    const record = await run('history', begun?.rollout ?? '');
    expect(record.out).toMatch(/Warnings accepted: “It is a rehearsal\.” \(.+ on .+; .*Watch/u);
    expect(record.out).toMatch(/Watch: The bake of 500 ms is over before/u);
    expect(await splitNow()).toEqual(['storefront-v003']);
    expect((await run('revert')).code).toBe(exitCodes.done);
  });

  it('leaves a change in the yard, where it is held, resumed and carried on by another run', async () => {
    const path = await releaseFile('blockyard: 1\ngeneration: v003\nbake: 300 ms\n');
    const left = start('release', path);
    await until(
      () => Promise.resolve(left.said.err.includes('waits for a person')),
      'a wait',
      30_000,
    );
    expect((await run('hold')).code).toBe(exitCodes.done);
    expect((await run('rollout', 'ls')).out).toMatch(/release .*held/u);
    expect((await run('cutover', 'v002')).code).toBe(exitCodes.refused);
    left.child.kill('SIGINT');
    expect(await left.ended).toMatchObject({ code: exitCodes.left });
    expect((await run('resume')).code).toBe(exitCodes.done);
    // Nobody carries it, so nobody can tell where it waits.
    expect((await run('pass')).code).toBe(exitCodes.refused);
    const carrying = start('watch', '--carry', '--until-idle');
    const passes = async () => (await run('pass')).code;
    await expect.poll(passes, { timeout: 40_000, interval: 500 }).toBe(exitCodes.done);
    const carried = await carrying.ended;
    expect(carried).toMatchObject({ code: exitCodes.done });
    expect(carried.err).toMatch(/verified: /u);
    expect(await splitNow()).toEqual(['storefront-v003']);
    expect((await run('revert')).code).toBe(exitCodes.done);
  });

  it('begins nothing once it was interrupted, and tells so', async () => {
    const before = performance.now();
    await run('rollout', 'ls');
    const wholeRunMs = performance.now() - before;
    process.kill(hostPid, 'SIGSTOP');
    const cut = start('cutover', 'v002');
    // It waits for the host, which does not answer: by now a whole run would have ended twice.
    await pause(2 * wholeRunMs + 500);
    cut.child.kill('SIGINT');
    const ended = await cut.ended.finally(() => process.kill(hostPid, 'SIGCONT'));
    expect(ended).toMatchObject({ code: exitCodes.left, out: '' });
    expect(ended.err).toMatch(/nothing was begun/u);
    // Our own connection has to come back, too.
    await expect.poll(splitNow, { timeout: 15_000 }).toEqual(['storefront-v001']);
    expect((await seenFleet(yard)).rollout).toBeNull();
  });

  it('goes to the end of what it began when nobody reads it any more', async () => {
    const cut = start('--json', 'cutover', 'v002');
    cut.child.stdout.destroy();
    expect(await cut.ended).toMatchObject({ code: exitCodes.done });
    expect(await splitNow()).toEqual(['storefront-v002']);
    expect((await run('revert')).code).toBe(exitCodes.done);
    expect(await splitNow()).toEqual(['storefront-v001']);
  });

  it('imports nothing for a plan', async () => {
    const path = await releaseFile('blockyard: 1\nimportFrom: ./no-such-image\n');
    const planned = await run('plan', 'release', path);
    expect(planned).toMatchObject({ code: exitCodes.usage, out: '' });
    expect(planned.err).toMatch(/A plan imports nothing/u);
  });

  it('does not abort what has traffic already, and names what helps', async () => {
    const path = await releaseFile('blockyard: 1\ngeneration: v003\nwaitsForPress: false\nsteps: [{ percent: 20, pause: press }]\n'); // prettier-ignore
    const release = start('release', path);
    await until(() => Promise.resolve(release.said.err.includes('waits for a person')), 'a wait', 30_000); // prettier-ignore
    const watching = start('watch', '--until-idle');
    await until(() => Promise.resolve(/release by/u.test(watching.said.err)), 'the watch', 10_000);
    const aborted = await run('abort');
    expect(aborted).toMatchObject({ code: exitCodes.refused });
    expect(aborted.err).toMatch(/blockyard revert/u);
    expect((await run('revert')).code).toBe(exitCodes.done);
    expect(await release.ended).toMatchObject({ code: exitCodes.stopped });
    // It has carried nothing, and tells what became of it all the same.
    expect(await watching.ended).toMatchObject({ code: exitCodes.stopped });
    expect(await splitNow()).toEqual(['storefront-v001']);
  });

  it('lets requests wait and lets them in again', async () => {
    expect(await run('pause', '--for', '20 s')).toMatchObject({ code: exitCodes.done });
    expect((await seenFleet(yard)).entry.holding).toMatchObject({ kind: 'paused' });
    expect(await run('unpause')).toMatchObject({ code: exitCodes.done });
    expect((await seenFleet(yard)).entry.holding).toBeUndefined();
  });

  it('takes a change over from another run that gives it to whoever asks', async () => {
    const path = await releaseFile('blockyard: 1\ngeneration: v003\nbake: 300 ms\n');
    const first = start('release', path, '--hand-over');
    await until(
      () => Promise.resolve(first.said.err.includes('waits for a person')),
      'a wait',
      30_000,
    );
    const second = await run('rollout', 'take', '--yes');
    expect(second, second.err).toMatchObject({ code: exitCodes.done });
    expect(second.err).toMatch(/Taken over/u);
    expect(second.out).toMatch(/^Verified: v003 serves/u);
    const given = await first.ended;
    expect(given, given.err).toMatchObject({ code: exitCodes.done });
    expect(given.out).toMatch(/^Handed over: .* carries it on/u);
    expect(await splitNow()).toEqual(['storefront-v003']);
    expect((await run('revert')).code).toBe(exitCodes.done);
    expect((await run('rollout', 'take')).code).toBe(exitCodes.refused);
  });

  it('takes over what nobody carries any more, which the list and a word say before', async () => {
    const path = await releaseFile('blockyard: 1\ngeneration: v003\nbake: 300 ms\n');
    const first = start('release', path);
    await until(() => Promise.resolve(first.said.err.includes('waits for a person')), 'a wait', 30_000); // prettier-ignore
    expect((await run('rollout', 'ls')).out).not.toContain('lease over');
    first.child.kill('SIGKILL');
    await until(async () => (await run('rollout', 'ls')).out.includes('(lease over)'), 'the end of its lease', 40_000); // prettier-ignore
    expect((await run('hold')).out).toMatch(/Nobody carries the release: .*watch --carry/u);
    expect((await run('resume')).code).toBe(exitCodes.done);
    const taken = await run('rollout', 'take', '--yes');
    expect(taken, taken.err).toMatchObject({ code: exitCodes.done });
    expect(taken.out).toMatch(/^Verified: v003 serves/u);
    expect((await run('revert')).code).toBe(exitCodes.done);
  }, 120_000);

  it.each([
    [['frobnicate'], exitCodes.usage, /unknown command/u],
    [['cutover'], exitCodes.usage, /missing required argument/u],
    [['cutover', 'v9'], exitCodes.usage, /no generation v9.*There are: v001/u],
    [['fleet', 'show', 'a\u202eb<script>'], exitCodes.usage, /There is no fleet a\ufffdb<script>/u],
    [['scale', 'v001', '--size', 'many'], exitCodes.usage, /whole number/u],
    [['retire', 'v002', '--confirm', 'v002'], exitCodes.refused, /storefront-v002/u],
    [['release', '/no/such/file'], exitCodes.usage, /cannot be read/u],
    [['--yard', 'moon', 'fleet', 'ls'], exitCodes.usage, /There is no yard moon/u],
    [['fleet', 'show', '\u001b[31m'.repeat(2), 'x', 'y'], exitCodes.usage, /^[^\u001b]*$/u],
    [
      ['revert', '--fleet', 'a', '--fleet', '\u001b[31mred'],
      exitCodes.usage,
      /'[^\u001b]*red' is invalid[^\u001b]*twice/u,
    ],
    [['pause', '--for', '1 h'], exitCodes.usage, /from 1 s to 2 min/u],
    [['history', 'zzz'], exitCodes.usage, /no record of this change/u],
    [
      ['revert', '--fleet', 'nix', '--to', 'v001'],
      exitCodes.usage,
      /no fleet nix.*There are: storefront/u,
    ],
    [['revert', '--fleet', '', '--to', 'v001'], exitCodes.usage, /no fleet/u],
    [['release', '/dev/zero'], exitCodes.usage, /neither a file nor a pipe/u],
  ] as const)('answers %j with its code and a sentence', async (args, code, text) => {
    const answer = await run(...args);
    expect(answer.code, answer.err).toBe(code);
    expect(answer.err).toMatch(text);
    expect(answer.out).toBe('');
    expect(answer.err).not.toMatch(/\n\s+at /u);
  });

  it.skipIf(process.platform !== 'linux')(
    'does not end well where its answer could not be written',
    async () => {
      const full = openSync('/dev/full', 'w');
      const child = spawn(process.execPath, [entry, 'yard', 'ls'], {
        env: { ...process.env, BLOCKYARD_DATA: data },
        stdio: ['ignore', full, 'pipe'],
      });
      closeSync(full);
      let err = '';
      child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
      expect(await once(child, 'close')).toEqual([exitCodes.failed, null]);
      expect(err).toMatch(/could not be written: ENOSPC/u);
    },
  );

  // The last one: it kills the host, and stops the next.
  it('starts a host again that died under a release, and does not stop the yard under one unasked', async () => {
    const waits = (one: ReturnType<typeof start>) =>
      until(() => Promise.resolve(one.said.out.includes('"event":"waits"')), 'a wait', 30_000);
    const path = await releaseFile('blockyard: 1\ngeneration: v003\nbake: 300 ms\n');
    const release = start('--json', 'release', path);
    await waits(release);
    const stopped = await run('yard', 'stop');
    expect(stopped).toMatchObject({ code: exitCodes.refused, out: '' });
    expect(stopped.err).toMatch(/A change runs \(storefront: release by .*--yes/u);
    const back = await run('revert');
    expect(back).toMatchObject({ code: exitCodes.refused });
    expect(back.err).toMatch(/moved no traffic yet.*blockyard abort/u);
    process.kill(hostPid, 'SIGKILL');
    await wholeFleet(yard, 30_000);
    // Told at once where it waits: nobody has to ask twice.
    expect(await run('pass')).toMatchObject({ code: exitCodes.done });
    expect(await release.ended).toMatchObject({ code: exitCodes.done });
    expect(await splitNow()).toEqual(['storefront-v003']);
    expect((await run('revert')).code).toBe(exitCodes.done);
    const second = start('--json', 'release', path);
    await waits(second);
    expect(await run('yard', 'stop', '--yes')).toMatchObject({ code: exitCodes.done });
    const ended = await second.ended;
    expect(ended).toMatchObject({ code: exitCodes.unreachable });
    expect(ended.out).toMatch(/"event":"fault".*The yard was stopped/u);
  });
});
