/** Builds dist once per test run, because the end-to-end tests run the real bin, and asks the server which it is. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { askServer } from './server-program.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export default function build({ provide }: TestProject): void {
  provide('server', askServer());
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}
