/**
 * Runs random faults: `--cases N` of them (10,000), of which `--kills N` are kills (1,000), from `--seed N` (1). `--seed` alone
 * runs that one case. `--minutes N` limits the time. `--parts N` processes share the work (one for each core). Prints the tally
 * each minute.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const TOLD_EVERY_MS = 60_000;
/** Minimum number of faults for one more process. */
const FAULTS_OF_A_PART = 500;

const text = { type: 'string' };
const { values } = parseArgs({ options: { cases: text, kills: text, seed: text, minutes: text, parts: text } });
const { seed, minutes } = values;
const isOne = seed !== undefined && values.cases === undefined;
const all = isOne ? 1 : Number(values.cases ?? 10_000);
const kills = isOne ? 0 : Number(values.kills ?? Math.ceil(all / 10));
const parts = Number(values.parts ?? Math.min(availableParallelism(), Math.ceil(all / FAULTS_OF_A_PART)));
const folder = mkdtempSync(join(tmpdir(), 'meter-faults-tally-'));
const env = {
  ...process.env,
  METER_FAULTS_CASES: String(Math.ceil((all - kills) / parts)),
  METER_FAULTS_KILLS: String(Math.ceil(kills / parts)),
  METER_FAULTS_SEED: seed ?? '1',
  METER_FAULTS_PARTS: String(parts),
  METER_FAULTS_TALLY: folder,
  ...(minutes !== undefined && { METER_FAULTS_MINUTES: minutes }),
};

const startedAt = performance.now();
/** Each part writes its own file. */
function tally() {
  const sums = {};
  for (const name of readdirSync(folder))
    for (const [what, count] of Object.entries(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
      sums[what] = (sums[what] ?? 0) + count;
  const figures = Object.entries(sums).map(([what, count]) => `${count} ${what}`);
  return [...figures, `${Math.round((performance.now() - startedAt) / 1000)} s`].join(', ');
}

const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
const run = spawn(process.execPath, [vitest, 'run', '--config', 'vitest.faults.config.ts'], { cwd: ROOT, env, stdio: 'inherit' });
const timer = setInterval(() => process.stderr.write(`${tally()}\n`), TOLD_EVERY_MS);
run.once('close', (code) => {
  clearInterval(timer);
  process.stderr.write(`${tally()}\n`);
  rmSync(folder, { recursive: true });
  process.exitCode = code ?? 1;
});
