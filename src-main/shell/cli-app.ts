/** `blockyard` from the packaged executable itself, because an installed user may have no Node: no window, no display. */
import type { App } from 'electron';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { usualDataFolder } from '../cli/places.ts';
import { watchProcess } from '../cli/process-streams.ts';
import { runCli } from '../cli/program.ts';
import { systemClock } from '../clock/system-clock.ts';
import { personName } from '../settings/person-name.ts';
import { openCamera } from './camera/spawn-camera.ts';
import { spawnHostProcess } from './spawn-host.ts';

/** Registers what must be there before Electron is ready, then returns; the app ends with the command's code. */
export function startCliApp(args: readonly string[], app: App): void {
  const dataFolder = usualDataFolder(process.platform, process.env);
  const profile = join(dataFolder, 'cli', 'profile');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  // Not the window's: both may run at once.
  app.setPath('userData', profile);
  const { streams, interrupted, unread, interrupt, codeAfter } = watchProcess((code) =>
    app.exit(code),
  );
  // Once Electron is ready it takes signals itself, and ends by its own way and code.
  app.on('before-quit', (event) => {
    event.preventDefault();
    interrupt();
  });
  const spawnHost = (yardFolder: string): void => {
    const hostProfile = join(dataFolder, 'yard-host-profile');
    spawnHostProcess(yardFolder, hostProfile, join(yardFolder, 'host.out'));
  };
  const owner = { name: personName(), host: hostname(), panel: `cli-${randomUUID()}` };
  const ground = {
    ...{ dataFolder, environment: process.env, version: app.getVersion() },
    ...{ clock: systemClock, newId: randomUUID, owner, spawnHost, openCamera, interrupted, unread },
  };
  void runCli(args, ground, streams).then(
    (code) => app.exit(codeAfter(code)),
    (error: unknown) => {
      streams.err(`blockyard: ${error instanceof Error ? error.message : String(error)}\n`);
      app.exit(1);
    },
  );
}
