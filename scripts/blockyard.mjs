#!/usr/bin/env node
// blockyard [command ...] out of the sources: builds what changed, without a word on the output, and runs it.
import { join } from 'node:path';

import { runScript } from './setup/ready.mjs';

await runScript(async (root, args) => {
  const { ensureBuild } = await import('./setup/build.mjs');
  const { passOn } = await import('./setup/pass-on.mjs');
  const write = process.stdout.write.bind(process.stdout);
  // What the set-up says is news, not an answer.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  await ensureBuild(root);
  process.stdout.write = write;
  return passOn(process.execPath, [join(root, 'out', 'main', 'cli.js'), ...args]);
});
