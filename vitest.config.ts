import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/acceptance/**'],
    globalSetup: 'test/support/build.ts',
    disableConsoleIntercept: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What runs in a test's own process is the built program, as Node loads it.
    server: { deps: { external: [/\/dist\/lib\/cli\/main\.js$/] } },
    pool: 'forks',
    maxWorkers: 2,
  },
});
