/**
 * Resolves imports of sources to the built modules, so that each module is loaded once per process, also by a program that runs
 * inside, and is not transpiled again. With coverage, tests get the sources.
 */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
const BUILT = fileURLToPath(new URL('../../dist/', import.meta.url));

/** Modules that Node loads itself: `server.deps.external` of the tests. */
export const EXTERNAL = [/\/dist\//];

export function builtSources(): Plugin {
  let coverage = false;
  return {
    name: 'built-sources',
    enforce: 'pre',
    configureVitest({ vitest }) {
      coverage = vitest.config.coverage.enabled;
    },
    resolveId(source, importer) {
      if (coverage || importer === undefined || !source.startsWith('.')) return null;
      const path = resolve(dirname(importer), source);
      // Ignores built modules whose source was removed.
      const isSource = path.startsWith(SOURCES) && existsSync(path.replace(/\.js$/, '.ts'));
      return isSource ? BUILT + path.slice(SOURCES.length) : null;
    },
  };
}
