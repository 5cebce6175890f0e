/** Runs cases of hostile servers and files: `--cases N` of them (20,000), starting at number `--first N` (0). */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const { cases, first } = parseArgs({
  options: { cases: { type: 'string', default: '20000' }, first: { type: 'string', default: '0' } },
}).values;
const env = { ...process.env, METER_HOSTILE_CASES: cases, METER_HOSTILE_FIRST: first };
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
process.exitCode = spawnSync(process.execPath, [vitest, 'run', 'test/hostile'], { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
