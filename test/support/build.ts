/** Updates dist once per test run, because the end-to-end tests run the real bin, and asks the server for its version. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { askServer } from './server-program.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export default async function build({ provide }: TestProject): Promise<void> {
  provide('server', askServer());
  const stale = newerSources();
  if (stale.length > 0) await translate(stale);
}

interface Stale {
  source: string;
  output: string;
}

/** Sources that are newer than the output of `npm run build`, which is kept for all others. */
const newerSources = (): Stale[] =>
  readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ source: join(ROOT, 'src', name), output: join(ROOT, 'dist', name.replace(/\.ts$/, '.js')) }))
    .filter(({ source, output }) => (statSync(output, { throwIfNoEntry: false })?.mtimeMs ?? 0) < statSync(source).mtimeMs);

/** Transpiles file by file and without type checks. The compiler takes a second to load, so it is loaded only here. */
async function translate(stale: readonly Stale[]): Promise<void> {
  const { default: ts } = await import('typescript');
  const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  for (const { source, output } of stale) {
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions }).outputText);
  }
}
