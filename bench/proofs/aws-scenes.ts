/**
 * The engine's scenarios on the AWS lab - cutovers, releases, waits, panels that die - once with generations of servers and
 * once with generations of auto scaling groups: the very tests that every run has for servers.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { motoPresence } from '../../e2e/aws-lab/moto-server.ts';
import { atLeast, atMost, type Figure } from '../figure.ts';

const root = join(import.meta.dirname, '..', '..');
const files = ['engine', 'release', 'resumed', 'waits'].map(
  (name) => `src-main/yards/aws/aws-yard.${name}.moto.test.ts`,
);

const reportShape = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

export async function provesAwsScenes(): Promise<readonly Figure[]> {
  const { kind } = motoPresence();
  if (kind === 'absent') {
    console.error('\n*** SKIPPED: moto_server does not run here: no scenario of an account. ***\n');
    return [];
  }
  const figures: Figure[] = [];
  for (const backing of ['servers', 'groups'] as const) {
    const { numPassedTests, numFailedTests, testResults } = await run(backing);
    const failed = testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'failed');
    for (const { fullName } of failed) console.error(`${backing}: ${fullName}`);
    figures.push(
      atLeast(`aws-scenes-${backing}-held`, numPassedTests, 'scenarios', 12),
      atMost(`aws-scenes-${backing}-broken`, numFailedTests, 'scenarios', 0),
    );
  }
  return figures;
}

async function run(backing: string): Promise<z.infer<typeof reportShape>> {
  const folder = await mkdtemp(join(tmpdir(), 'blockyard-scenes-'));
  const report = join(folder, 'report.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn(
        process.execPath,
        [vitest, 'run', '--project=moto', '--reporter=json', `--outputFile=${report}`, ...files],
        {
          cwd: root,
          env: { ...process.env, BLOCKYARD_LAB_BACKING: backing },
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      );
      child.on('error', reject);
      // Whether something failed is in the report.
      child.on('close', () => resolve());
    });
    return reportShape.parse(JSON.parse(await readFile(report, 'utf8')));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
