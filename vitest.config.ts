import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** AWS's part is played by a server of its own; these are a phase of their own. */
const againstMoto = ['src-main/**/*.moto.test.ts', 'e2e/aws-lab/**/*.test.ts'];

/**
 * The whole contract once more, for generations of auto scaling groups: three minutes that CI does not have. Asked for by
 * `BLOCKYARD_WHOLE_CONTRACT=1`; docs/aws.md says what came of it.
 */
const tooLong =
  process.env['BLOCKYARD_WHOLE_CONTRACT'] === '1'
    ? []
    : ['src-main/yards/aws/aws-yard.contract-scaled.moto.test.ts'];

/** Half a minute and more each, of which most is waiting: begun last, one of them would run alone at the end. */
const longest = [
  'kills.test.ts',
  'holding.test.ts',
  'cli.process.test.ts',
  'host-kills.test.ts',
  'proofs/holding.test.ts',
  'aws-yard.release.moto.test.ts',
  'launch-on-lab.moto.test.ts',
  'adopt-on-lab.moto.test.ts',
  'worker-fleets.moto.test.ts',
  'aws-yard.waits.moto.test.ts',
  'aws-yard.engine.moto.test.ts',
  'aws-yard.throttle.moto.test.ts',
  'aws-yard.contract.moto.test.ts',
  'aws-yard.contract-scaled.moto.test.ts',
  'local-yard.contract.test.ts',
  'release.local.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((name) => moduleId.endsWith(`/${name}`));
      return at === -1 ? longest.length : at;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    // Tests start real servers and processes; two cores under load are slow, a hung process is not.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    allowOnly: false,
    // Nothing here changes what another file imports. With a world of its own for each file 246
    // quick ones took 83 s instead of 23, and 68 under jsdom 58 s instead of 8.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // They mostly wait for processes: one after the other leaves two cores idle for more than half of the time.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src-shared,src-main,scripts,bench,e2e/load,e2e/tour}/**/*.test.{ts,mjs}'],
          exclude: againstMoto,
        },
      },
      {
        extends: true,
        test: { name: 'moto', environment: 'node', include: againstMoto, exclude: tooLong },
      },
      {
        extends: true,
        test: {
          name: 'renderer',
          environment: 'jsdom',
          include: ['src-renderer/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
});
