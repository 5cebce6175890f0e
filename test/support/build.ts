/** Updates dist once per test run, because the end-to-end tests run the real bin, and asks the server for its version. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { TestProject } from 'vitest/node';
import { askServer } from './server-program.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export default function build({ provide }: TestProject): void {
  provide('server', askServer());
  translateNewer();
}

/** Keeps the output of `npm run build`; transpiles only newer sources, file by file and without type checks. */
function translateNewer(): void {
  const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true };
  for (const name of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const source = join(ROOT, 'src', name);
    const output = join(ROOT, 'dist', name.replace(/\.ts$/, '.js'));
    const built = statSync(output, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (built >= statSync(source).mtimeMs) continue;
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions }).outputText);
  }
}
