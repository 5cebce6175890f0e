import { defineConfig } from 'vitest/config';
import { builtSources, EXTERNAL } from './test/support/built-sources.js';
import { LongestFirst } from './test/support/longest-first.js';

const common = {
  disableConsoleIntercept: true,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  server: { deps: { external: EXTERNAL } },
  pool: 'forks' as const,
  // Workers leave no core idle that the collector's helpers could use.
  execArgv: ['--single-threaded-gc'],
};

/** Their tests share a worker, which then loads each module once: they leave nothing behind in their process. */
const SHARED = [
  'alerts',
  'audit',
  'change',
  'cli',
  'consistency',
  'demo',
  'diff',
  'switches',
  'estimate',
  'format',
  'growth',
  'keyspace',
  'limiter',
  'limiters',
  'limits',
  'measure',
  'profile',
  'recorder',
  'recognise',
  'redis',
  'report',
  'token-usage',
  'trial',
  'usage',
];
const shared = [
  ...SHARED.map((folder) => `test/${folder}/**/*.test.ts`),
  // Lives are held against the present, which has to be that of the file's own beginning.
  'test/commands/!(prune-ttl).test.ts',
  // Peaks of memory are held against bounds there.
  'test/snapshot/!(memory).test.ts',
];

export default defineConfig({
  test: {
    globalSetup: 'test/support/build.ts',
    sequence: { sequencer: LongestFirst },
    // One more than the cores of a small machine: tests also wait for servers, timers and the disk.
    maxWorkers: 3,
    projects: [
      {
        plugins: [builtSources()],
        test: { ...common, name: 'apart', include: ['test/**/*.test.ts'], exclude: ['test/acceptance/**', ...shared] },
      },
      { plugins: [builtSources()], test: { ...common, name: 'together', include: shared, isolate: false } },
    ],
  },
});
