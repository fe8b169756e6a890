// Stands in for Electron's default app, which the npm fallback's distribution does not have: starts the app
// folder named on the command line, as `electron FOLDER` does. It is never packaged.
// An ES module with top-level await, because Electron must not become ready before the app's own main has run.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { app as publicApp } from 'electron';

// Electron's own default app uses these two as well; they are not in its published types.
const app =
  /** @type {import('electron').App & { setVersion(version: string): void, setAppPath(path: string): void }} */ (
    publicApp
  );

// As Electron's default app does: modules named with -r are loaded before the app. Test drivers use it to
// hold back `ready` until they are attached.
const require = createRequire(import.meta.url);
const asked = process.argv.slice(1);
for (let at = asked.indexOf('-r'); at !== -1; at = asked.indexOf('-r')) {
  const [, path = ''] = asked.splice(at, 2);
  require(resolve(path));
}

const named = asked.find((argument) => !argument.startsWith('-'));
const folder = resolve(named ?? '.');
const manifest = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8'));

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
app.setVersion(manifest.version);
app.setName(manifest.productName ?? manifest.name);
app.setDesktopName(`${app.getName()}.desktop`);
app.setAppPath(folder);
await import(pathToFileURL(resolve(folder, manifest.main)).href);
