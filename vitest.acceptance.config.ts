import { defineConfig } from 'vitest/config';
import { builtSources, EXTERNAL } from './test/support/built-sources.js';

export default defineConfig({
  plugins: [builtSources()],
  test: {
    include: ['test/acceptance/**/*.test.ts'],
    globalSetup: 'test/support/build.ts',
    server: { deps: { external: EXTERNAL } },
    disableConsoleIntercept: true,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
