import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ServerStart } from '../../../src-shared/image.ts';
import { faultOf } from '../../../src-shared/result.ts';
import {
  answerOf,
  eventually,
  isAlive,
  openTestYard,
  plainServer,
  untilDead,
} from './block-fixture.ts';
import type { TestYard, TestYardSettings } from './block-fixture.ts';
import { openPortPool } from './free-port.ts';
import { processesWithMark } from './marked-processes.ts';

const node = { kind: 'node', entry: 'server.mjs' } as const;
const yards: TestYard[] = [];
afterEach(async () => {
  for (const yard of yards.splice(0)) await yard.close();
});

async function yardWith(settings: TestYardSettings = {}): Promise<TestYard> {
  const yard = await openTestYard(settings);
  yards.push(yard);
  return yard;
}

const onLinux = process.platform === 'linux';
if (!onLinux) process.stderr.write('NOT RUN: tests that read /proc (environment, strays)\n');

test('a Node block answers on its port, in its folder, as if it had been started directly', async () => {
  const yard = await yardWith();
  const block = await yard.start({ 'server.mjs': plainServer }, node);
  const answer = JSON.parse(await answerOf(block)) as { pid: number; argv: string[]; cwd: string };
  const facts = block.facts();
  expect(answer.pid).toBe(facts.pid);
  expect(facts.address).toBe(`127.0.0.1:${facts.port}`);
  expect(answer.cwd).toMatch(/images\/sha256-[0-9a-f]{64}\/files$/);
  expect(answer.argv).toEqual([process.execPath, `${answer.cwd}/server.mjs`]);
  expect(block.exit()).toBeNull();
  expect(await block.memory()).toBeGreaterThan(3_000_000);

  const exit = await block.terminate(5000);
  expect(exit).toMatchObject({ code: null, signal: 'SIGTERM', asked: true });
  expect(exit.reason).toBe('It was asked to end, and was ended by SIGTERM.');
  expect(await isAlive(facts.pid)).toBe(false);
  expect(await block.memory()).toBeNull();
});

test.skipIf(!onLinux)('its environment holds nothing of the host', async () => {
  const hostEnv = { ...process.env, AWS_SECRET_ACCESS_KEY: 'canary', NODE_OPTIONS: '' };
  const yard = await yardWith({ hostEnv });
  const command: ServerStart = { kind: 'command', command: ['./run'] };
  const script = `#!/bin/sh\nexec "${process.execPath}" server.mjs\n`;
  for (const start of [node, command]) {
    const block = await yard.start(
      { 'server.mjs': plainServer, run: { text: script, executable: true } },
      start,
      { recipeEnv: { COLOUR: 'blue' } },
    );
    const { pid } = JSON.parse(await answerOf(block)) as { pid: number };
    const names = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
    const yardsOwn = names.map((entry) => entry.slice(0, entry.indexOf('='))).sort();
    // PWD, OLDPWD, SHLVL and _ are made by /bin/sh itself.
    expect(yardsOwn.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual([
      'BLOCKYARD_BLOCK',
      'BLOCKYARD_GENERATION',
      'BLOCKYARD_LAUNCH',
      'COLOUR',
      'HOST',
      'PATH',
      'PORT',
    ]);
    expect(names.join()).not.toContain('canary');
  }
});

test('a command block: arguments untouched, exit code passed through', async () => {
  const yard = await yardWith();
  const script = '#!/bin/sh\necho "[$1] [$2]"\nread -r line || echo "no stdin"\nexit 7\n';
  const block = await yard.start(
    { run: { text: script, executable: true } },
    { kind: 'command', command: ['./run', 'a  b', '$HOME "x"'] },
  );
  const exit = await block.exited;
  expect(exit).toMatchObject({ code: 7, signal: null, asked: false });
  expect(block.log().lines.map((line) => line.text)).toEqual(['[a  b] [$HOME "x"]', 'no stdin']);
});

test('a command found on PATH serves; SIGTERM reaches it and lets it finish', async () => {
  const yard = await yardWith({
    hostEnv: { PATH: `${process.execPath.replace(/\/[^/]+$/, '')}:/usr/bin:/bin` },
  });
  const server = `${plainServer}
process.on('SIGTERM', () => setTimeout(() => { console.log('finished'); process.exit(3); }, 300));`;
  const name = process.execPath.split('/').at(-1) ?? 'node';
  const block = await yard.start(
    { 'server.mjs': server },
    { kind: 'command', command: [name, 'server.mjs'] },
  );
  const { pid } = JSON.parse(await answerOf(block)) as { pid: number };
  expect(pid).not.toBe(block.facts().pid);
  expect(await block.memory()).toBeGreaterThan(3_000_000);
  const exit = await block.terminate(5000);
  expect(exit).toMatchObject({ code: 3, signal: null, asked: true });
  expect(block.log().lines.at(-1)?.text).toBe('finished');
  expect(await isAlive(pid)).toBe(false);
});

test('a program that is not there is a sentence, and the port is given back', async () => {
  const taken = new Set<number>();
  const pool = await openPortPool(Math.random);
  const yard = await yardWith({
    ports: {
      take: async () => {
        const port = await pool.take();
        taken.add(port);
        return port;
      },
      give: (port) => void taken.delete(port),
    },
  });
  const fault = await yard
    .start({}, { kind: 'command', command: ['no-such-program'] })
    .then(() => null, faultOf);
  expect(fault).toMatchObject({ code: 'not-found' });
  expect(fault?.message).toMatch(/"no-such-program" .* not on this machine/);
  expect(taken.size).toBe(0);
});

test('exits at once: code, sentence and last words', async () => {
  const yard = await yardWith();
  const block = await yard.start(
    { 'server.mjs': `throw new TypeError('no \\u001b[31mdatabase\\u202E')` },
    node,
  );
  const exit = await block.exited;
  expect(exit).toMatchObject({ code: 1, signal: null, asked: false });
  // A busy machine may take seconds from the start to the throw.
  expect(exit.reason.replace(' soon after its start', '')).toBe(
    'It ended with code 1, unasked. Its last words: TypeError: no database\\u{202e}',
  );
  expect((await block.terminate(0)).reason).toBe(exit.reason);
});

test('killed by somebody: the signal is named', async () => {
  const yard = await yardWith();
  const block = await yard.start({ 'server.mjs': plainServer }, node);
  await answerOf(block);
  process.kill(block.facts().pid, 'SIGKILL');
  expect((await block.exited).reason).toMatch(/ended by SIGKILL \(by hand/);
});

test('never listens, ignores SIGTERM, computes for ever: each is ended when its grace is over', async () => {
  const yard = await yardWith();
  const silent = await yard.start({ 'server.mjs': 'setInterval(() => {}, 1000);' }, node);
  const stubborn = await yard.start(
    { 'server.mjs': `${plainServer}\nprocess.on('SIGTERM', () => {});` },
    node,
  );
  const busy = await yard.start(
    { 'server.mjs': `process.on('SIGTERM', () => {}); console.log('deaf'); for (;;);` },
    node,
  );
  const stubbornCommand = await yard.start(
    {
      run: {
        text: `#!/bin/sh\ntrap '' TERM\necho deaf\nwhile :; do sleep 1; done\n`,
        executable: true,
      },
    },
    { kind: 'command', command: ['./run'] },
  );
  await answerOf(stubborn);
  // Asked before they have turned a deaf ear, they would just end.
  for (const block of [busy, stubbornCommand]) {
    await eventually(() => block.log().lines.find(({ text }) => text === 'deaf') ?? null);
  }
  expect((await silent.terminate(5000)).signal).toBe('SIGTERM');
  for (const block of [stubborn, busy, stubbornCommand]) {
    const exit = await block.terminate(100);
    expect(exit.reason).toBe('It did not end when asked to, and was killed.');
    expect(await isAlive(block.facts().pid)).toBe(false);
  }
});

test('less patience shortens the grace, more does not lengthen it', async () => {
  const yard = await yardWith();
  const block = await yard.start(
    { 'server.mjs': `${plainServer}\nprocess.on('SIGTERM', () => {});` },
    node,
  );
  await answerOf(block);
  void block.terminate(600_000);
  void block.terminate(50);
  expect((await block.terminate(600_000)).reason).toMatch(/was killed/);
});

test.skipIf(!onLinux)(
  'grandchildren end with their block, also those in a session of their own',
  async () => {
    const forking = `
import { spawn } from 'node:child_process';
for (const detached of [false, true]) {
  const child = spawn('sleep', ['300'], { detached, stdio: 'inherit' });
  console.log('child', child.pid);
}
${plainServer}`;
    const yard = await yardWith();
    for (const ending of ['terminated', 'killed'] as const) {
      const block = await yard.start({ 'server.mjs': forking }, node);
      await answerOf(block);
      const { pid, mark } = block.facts();
      const family = await processesWithMark([mark]);
      expect(family.length).toBeGreaterThanOrEqual(3);
      if (ending === 'killed') process.kill(pid, 'SIGKILL');
      else void block.terminate(5000);
      await block.exited;
      await untilDead(family, 2000);
      expect(await processesWithMark([mark])).toEqual([]);
    }
  },
);

test('floods its log: the tail stays bounded, the host stays quick, the block goes on', async () => {
  const yard = await yardWith({ tailBytes: 64 * 1024 });
  const flood = `
const line = 'x'.repeat(1000) + '\\n';
const chunk = Buffer.from(line.repeat(1000));
for (let i = 0; i < 200; i += 1) process.stdout.write(chunk);
console.log('done flooding');
setInterval(() => {}, 1000);`;
  const before = process.memoryUsage().rss;
  const from = performance.now();
  let worstMs = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    worstMs = Math.max(worstMs, performance.now() - last - 5);
    last = performance.now();
  }, 5);
  const block = await yard.start({ 'server.mjs': flood }, node);
  await eventually(() => (block.log(1).lines[0]?.text === 'done flooding' ? true : null), 45_000);
  clearInterval(beat);
  const { lines, droppedBytes } = block.log();
  expect(lines.length).toBeLessThanOrEqual(66);
  expect(lines[0]?.text).toHaveLength(1000);
  const grownMb = (process.memoryUsage().rss - before) / 1e6;
  const seconds = (performance.now() - from) / 1000;
  process.stderr.write(
    `200 MB of log in ${seconds.toFixed(1)} s: host +${grownMb.toFixed(0)} MB, event loop late by ${worstMs.toFixed(0)} ms at most\n`,
  );
  expect(droppedBytes).toBeGreaterThan(200_000_000 - 65 * 1024);
  expect(grownMb).toBeLessThan(130);
  // Generous: two busy cores. Without the pauses in reading it was not bounded at all.
  expect(worstMs).toBeLessThan(2000);
}, 60_000);

test('a port that somebody took in between: launched again on another one', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  const squatted = await eventually(() => {
    const address = squatter.address();
    return address !== null && typeof address === 'object' ? address.port : null;
  });
  const pool = await openPortPool(Math.random);
  let first = true;
  const yard = await yardWith({
    ports: {
      take: () => {
        if (!first) return pool.take();
        first = false;
        return Promise.resolve(squatted);
      },
      give: (port) => pool.give(port),
    },
  });
  const launches: number[] = [];
  let ends = 0;
  const block = await yard.start({ 'server.mjs': plainServer }, node, {
    onProcessEnd: () => {
      ends += 1;
    },
    onRelaunch: (facts) => launches.push(facts.port),
  });
  expect(block.facts().port).toBe(squatted);
  await eventually(() => (launches.length === 1 ? true : null));
  await answerOf(block);
  expect(block.facts().port).toBe(launches[0]);
  expect(ends).toBe(1);
  expect(block.exit()).toBeNull();
  expect(block.log().lines.some((line) => line.text.includes(`port ${squatted} was taken`))).toBe(
    true,
  );
  squatter.close();
});

test('a port that is always taken ends with the reason', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  const port = await eventually(() => {
    const address = squatter.address();
    return address !== null && typeof address === 'object' ? address.port : null;
  });
  const yard = await yardWith({
    ports: { take: () => Promise.resolve(port), give: () => undefined },
  });
  const block = await yard.start({ 'server.mjs': plainServer }, node);
  expect((await block.exited).reason).toMatch(/EADDRINUSE/);
  squatter.close();
});
