import { defineConfig } from 'vitest/config';

/** AWS's part is played by a server of its own; these are a phase of their own. */
const againstMoto = ['src-main/**/*.moto.test.ts', 'e2e/aws-lab/**/*.test.ts'];

export default defineConfig({
  test: {
    // Tests start real servers and processes; two cores under load are slow, a hung process is not.
    testTimeout: 20_000,
    hookTimeout: 20_000,
    allowOnly: false,
    // They mostly wait for processes: one after the other leaves two cores idle for more than half of the time.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src-shared,src-main,scripts,bench,e2e/load}/**/*.test.{ts,mjs}'],
          exclude: againstMoto,
        },
      },
      {
        extends: true,
        test: { name: 'moto', environment: 'node', include: againstMoto },
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
