/**
 * Runs random faults: `--cases N` of them (10,000), of which `--kills N` are kills (1,000), from `--seed N` (1). With `--seed` alone, that one
 * case. `--minutes N` ends it sooner.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const text = { type: 'string' };
const { cases, kills, seed, minutes } = parseArgs({ options: { cases: text, kills: text, seed: text, minutes: text } }).values;
const isOne = seed !== undefined && cases === undefined;
const all = isOne ? 1 : Number(cases ?? 10_000);
const killed = isOne ? 0 : Number(kills ?? Math.ceil(all / 10));
const env = {
  ...process.env,
  METER_FAULTS_CASES: String(all - killed),
  METER_FAULTS_KILLS: String(killed),
  METER_FAULTS_SEED: seed ?? '1',
  ...(minutes !== undefined && { METER_FAULTS_MINUTES: minutes }),
};
const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
process.exitCode = spawnSync(process.execPath, [vitest, 'run', 'test/faults'], { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
