import { defineConfig } from 'vitest/config';
import { builtSources, EXTERNAL } from './test/support/built-sources.js';

/** Processes that work side by side, each on its own part of the cases. */
const PARTS = Number(process.env['METER_FAULTS_PARTS'] ?? 1);

export default defineConfig({
  test: {
    globalSetup: 'test/support/build.ts',
    maxWorkers: PARTS,
    projects: Array.from({ length: PARTS }, (_, part) => ({
      plugins: [builtSources()],
      test: {
        name: `part ${part + 1}`,
        include: ['test/faults/**/*.test.ts'],
        env: { METER_FAULTS_PART: String(part) },
        server: { deps: { external: EXTERNAL } },
        disableConsoleIntercept: true,
        pool: 'forks',
        execArgv: ['--single-threaded-gc'],
      },
    })),
  },
});
