/** The yard host under plain Node: `node out/main/node-host.js --yard-host=DIR --samples=DIR`. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './clock/system-clock.ts';
import { spawnNodeChild } from './yard-host/blocks/spawn-node-child.ts';
import { runYardHost } from './yard-host/run-yard-host.ts';

function valueOf(name: string): string | null {
  const prefix = `--${name}=`;
  const found = process.argv.find((each) => each.startsWith(prefix))?.slice(prefix.length);
  return found === undefined || found === '' ? null : found;
}

const dataFolder = valueOf('yard-host');
const samplesFolder = valueOf('samples');
if (dataFolder === null || samplesFolder === null) {
  console.error(
    'Usage: node node-host.js --yard-host=DATA-FOLDER --samples=FOLDER-OF-SAMPLE-IMAGES',
  );
  process.exit(2);
}

/** Ours lies one folder up from the sources, two from what was built. */
async function readAppVersion(folder: string): Promise<string> {
  for (const path of [join(folder, '../package.json'), join(folder, '../../package.json')]) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    const { name, version } = JSON.parse(text) as { name?: string; version?: string };
    if (name === 'blockyard' && version !== undefined) return version;
  }
  return 'unknown';
}

const here = fileURLToPath(import.meta.url);
const bootName = here.endsWith('.ts') ? 'yard-host/blocks/block-boot.ts' : 'block-boot.js';
const samplePort = valueOf('sample-port');
const started = await runYardHost({
  dataFolder: resolve(dataFolder),
  samplesFolder: resolve(samplesFolder),
  appVersion: await readAppVersion(dirname(here)),
  spawnNode: spawnNodeChild({
    bootPath: join(dirname(here), bootName),
    execPath: process.execPath,
  }),
  clock: systemClock,
  ...(samplePort === null ? {} : { samplePort: Number(samplePort) }),
});

if (!started.ok) {
  const { message, where, todo } = started.fault;
  console.error([message, where, todo].filter((part) => part !== undefined).join(' '));
  process.exit(1);
}
if (started.value.kind === 'taken') {
  const pid = started.value.by?.pid;
  console.log(
    `A yard host runs for this folder already${pid === undefined ? '' : ` (process ${String(pid)})`}.`,
  );
  process.exit(0);
}
const { host } = started.value;
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void host.stop());
// Who started it may be gone, terminal included: that is no reason to end.
process.on('SIGHUP', () => undefined);
process.on('uncaughtException', host.reportAccident);
process.on('unhandledRejection', host.reportAccident);
console.log(`The yard host is ready (process ${String(process.pid)}).`);
await host.stopped;
process.exit(0);
