import { defineConfig } from 'vitest/config';

const environment = { NO_COLOR: '1' };
const setupFiles = ['test/support/conformance.setup.ts'];

/** Slow projects start real processes; their limits are for a machine of two cores under load. */
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
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          setupFiles,
          env: environment,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'fuzz',
          include: ['test/fuzz/**/*.test.ts'],
          globalSetup: ['test/support/database.global.ts'],
          env: environment,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/database.global.ts'],
          setupFiles,
          env: environment,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'durability',
          include: ['test/durability/**/*.test.ts'],
          globalSetup: ['test/support/database.global.ts'],
          env: environment,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
