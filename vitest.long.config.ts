import { defineConfig } from 'vitest/config';

/** What takes minutes because it must: real pauses and many runs. Not part of `npm test`. */
export default defineConfig({
  test: {
    name: 'long',
    include: ['test/long/**/*.test.ts'],
    globalSetup: ['test/support/database.global.ts'],
    env: { NO_COLOR: '1' },
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 120_000,
  },
});
