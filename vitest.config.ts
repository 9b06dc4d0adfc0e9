import { defineConfig } from 'vitest/config';

const environment = { NO_COLOR: '1' };
const setupFiles = ['test/support/conformance.setup.ts'];

/** Time limits end what hangs, no more: they are far beyond what a test takes on two cores that other work shares. */
const expectations = { poll: { timeout: 40_000 } };

export default defineConfig({
  test: {
    // Most tests wait for processes, timers and sockets: more of them at once than there are cores.
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'sandbox/**/*.test.ts', 'bench/**/*.test.ts', 'test/*.test.ts'],
          globalSetup: ['test/support/database.global.ts'],
          setupFiles,
          env: environment,
          expect: expectations,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          setupFiles,
          env: environment,
          expect: expectations,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['test/fuzz/**/*.test.ts'],
          globalSetup: ['test/support/database.global.ts'],
          env: environment,
          expect: expectations,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/database.global.ts'],
          setupFiles,
          env: environment,
          expect: expectations,
          testTimeout: 400_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'durability',
          include: ['test/durability/**/*.test.ts'],
          globalSetup: ['test/support/database.global.ts'],
          env: environment,
          expect: expectations,
          testTimeout: 400_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
