import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect, test } from 'vitest';

const module = pathToFileURL(join(import.meta.dirname, 'pass-on.mjs')).href;
/** Ends with a code of its own for each word; else it stays for long. */
const child = `
for (const [word, code] of [['SIGINT', 42], ['SIGHUP', 43]]) process.on(word, () => process.exit(code));
setTimeout(() => undefined, 60_000);
console.log('ready');
`;

test.skipIf(process.platform === 'win32').each([
  ['SIGINT', 42],
  ['SIGHUP', 43],
  ['SIGTERM', 143],
])(
  '%s told to the one in front reaches the program, and its code comes back',
  async (word, code) => {
    const program = `import { passOn } from ${JSON.stringify(module)};
process.exit(await passOn(process.execPath, ['-e', ${JSON.stringify(child)}]));`;
    const front = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(front.stdout, 'data');
    front.kill(/** @type {NodeJS.Signals} */ (word));
    expect(await once(front, 'exit')).toEqual([code, null]);
  },
);
