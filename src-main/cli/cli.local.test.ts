/** Commands on a yard host of their own with real blocks: how generations behave, notes, and what the yard finds wrong. */
import { mkdtemp, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BehaviourReport } from '../../src-shared/behaviour-schema.ts';
import type { verdictOf } from '../../src-shared/behaviour.ts';
import { openFixture, type FixtureFolder } from '../yard-host/images/image-fixture.ts';
import { removeTree } from '../yard-host/images/image-leftovers.ts';
import { openHostBench, until, wholeFleet, type HostBench } from '../yard-host/yard-host.fixture.ts'; // prettier-ignore
import type { LocalYard } from '../yards/local/local-yard.ts';
import { exitCodes } from './exit-code.ts';
import { localYardFolder } from './open-place.ts';
import { cliIn, type RunCli } from './run-cli.fixture.ts';

/** Answers after so many milliseconds. */
const server = (slowMs: number): string => `
import { createServer } from 'node:http';
const server = createServer((_, response) => setTimeout(() => response.end('ok'), ${String(slowMs)}));
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
`;

describe('commands on a real yard host', { timeout: 60_000 }, () => {
  let samples: FixtureFolder;
  let data: string;
  let bench: HostBench;
  let yard: LocalYard;
  let pid: number;
  let run: RunCli;
  beforeAll(async () => {
    samples = openFixture();
    for (const [version, slowMs] of [
      ['v1', 1],
      ['v2', 21],
      ['v3', 1],
    ] as const) {
      // prettier-ignore
      samples.add(`storefront-${version}`, {
        'blockyard.json': JSON.stringify({ name: 'storefront', version, start: { server: 'server.mjs' } }), // prettier-ignore
        'server.mjs': server(slowMs),
      });
    }
    data = await mkdtemp(join(tmpdir(), 'blockyard-cli-'));
    bench = await openHostBench(localYardFolder(data), samples.path);
    pid = await bench.ensure();
    yard = bench.openYard();
    run = cliIn(data, { spawnHost: () => void bench.startHost() });
    await wholeFleet(yard);
  }, 60_000);
  afterAll(async () => {
    await bench.close();
    await samples.remove();
    await removeTree(data);
  });

  it('tell how two generations behave, and which of them is slower', async () => {
    const people = await run('compare', 'generations', 'v001', 'v002', '--behaviour');
    expect(people.code, people.err).toBe(exitCodes.done);
    expect(people.out).toMatch(/^Start-up\n +v001: .*4 starts/mu);
    expect(people.out).toMatch(/^\/: v002 was slower in \d+ of 60 pairs/mu);
    expect(people.err).toContain('of 60 to each side');
    // The control: one beside itself is no slower.
    const same = await run('--json', 'compare', 'generations', 'v001', 'v001', '--behaviour');
    const last = same.out.trim().split('\n').at(-1) ?? '';
    const { behaviour } = JSON.parse(last) as { behaviour: { samples: BehaviourReport; verdicts: ReturnType<typeof verdictOf>[] } }; // prettier-ignore
    expect(behaviour.verdicts.map(({ kind }) => kind)).toEqual(['alike']);
    expect(behaviour.samples.paths[0]?.a.statuses).toMatchObject([{ status: 200 }]);
  });

  it('keep no note about a change that nobody knows, and tell which there are', async () => {
    const over = await run('--json', 'cutover', 'v002');
    expect(over.code, over.out).toBe(exitCodes.done);
    const id = /"rollout":"([^"]+)"/u.exec(over.out)?.[1] ?? '';
    const wrong = await run('note', 'Looks well.', '--rollout', `${id}x`);
    expect(wrong).toMatchObject({ code: exitCodes.usage, out: '' });
    expect(wrong.err).toMatch(/No change \S+x is known here, so the note was not written\./u);
    expect(wrong.err).toContain(`There are: ${id.slice(0, 8)} (Cut over to v002`);
    expect(await run('note', 'Looks well.', '--rollout', '')).toMatchObject({ code: exitCodes.usage }); // prettier-ignore
    expect((await run('notes')).out).toContain('Nobody has written a note.');
    // The control, by the beginning that `history` prints: it is kept under the whole id.
    expect(await run('note', 'Looks well.', '--rollout', id.slice(0, 8))).toMatchObject({ code: exitCodes.done, err: '' }); // prettier-ignore
    expect((await run('notes')).out).toContain(id);
  });

  it('say what the yard itself found wrong, here a damaged state', async () => {
    const commands = [['yard', 'start'], ['fleet', 'ls'], ['fleet', 'show']] as const; // prettier-ignore
    const said = async () => {
      const answers = [];
      for (const command of commands) answers.push(await run(...command));
      expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
      return answers.map(({ err }) => err);
    };
    // The control: while nothing is wrong, nothing is said.
    expect(await said()).toEqual(['', '', '']);
    process.kill(pid, 'SIGKILL');
    await until(() => Promise.resolve(yard.link().kind !== 'live'), 'the link noticing');
    await truncate(join(localYardFolder(data), 'state.json'), 700);
    for (const err of await said()) {
      expect(err).toMatch(/^\d{4}-\S+: The yard's state file is damaged: .*The copy before it is used/mu); // prettier-ignore
    }
  });
});
