/** `blockyard` under plain Node: the panel's services without its window. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usualDataFolder } from './cli/places.ts';
import { watchProcess } from './cli/process-streams.ts';
import { runCli } from './cli/program.ts';
import { systemClock } from './clock/system-clock.ts';
import { personName } from './settings/person-name.ts';

const self = fileURLToPath(import.meta.url);
const here = dirname(self);
/** The package lies one folder up from the sources, two from what was built. */
const root =
  [join(here, '..'), join(here, '../..')].find((one) => existsSync(join(one, 'package.json'))) ??
  here;

function spawnHost(yardFolder: string): void {
  mkdirSync(yardFolder, { recursive: true, mode: 0o700 });
  const log = openSync(join(yardFolder, 'host.out'), 'w', 0o600);
  const args = [`--yard-host=${yardFolder}`, `--samples=${join(root, 'assets', 'samples')}`];
  const host = spawn(process.execPath, [join(here, `node-host${extname(self)}`), ...args], {
    ...{ detached: true, stdio: ['ignore', log, log], windowsHide: true, cwd: yardFolder },
  });
  host.unref();
  closeSync(log);
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};
const { streams, interrupted, unread, codeAfter } = watchProcess((code) => process.exit(code));
const id = randomUUID();
const code = await runCli(
  process.argv.slice(2),
  {
    dataFolder: usualDataFolder(process.platform, process.env),
    environment: process.env,
    version,
    clock: systemClock,
    newId: randomUUID,
    owner: { name: personName(), host: hostname(), panel: `cli-${id}` },
    spawnHost,
    // Under plain Node there is no Electron that could.
    openCamera: null,
    interrupted,
    unread,
  },
  streams,
);
// Whoever was interrupted may have left a yard that is still being waited for: what was said goes out, and no more.
const flush = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));
await flush(process.stdout);
const ending = codeAfter(code);
await flush(process.stderr);
process.exit(ending);
