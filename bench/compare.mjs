/**
 * Compares what two checkouts of `meter` report of the same keys: `npm run bench:compare -- OTHER -- audit --url redis://… --exact`.
 * Prints each place where the JSON differs. Times, TTLs that run down and what a run has spent are left out.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const MOST_BYTES = 2 ** 30;
const SHOWN = 40;
/** Members that differ between two runs of one program. */
const PASSING = new Set(['spent', 'memory', 'usedMemory', 'usedMemoryPeak', 'uptimeSeconds']);
/** TTLs run down between two runs: seconds by which they may differ. */
const TTL_SECONDS = 600;

const run = promisify(execFile);

async function report(checkout, args) {
  const command = [join(checkout, 'bin/run.js'), ...args, '--json', '--quiet', '--show-ids'];
  const { stdout } = await run(process.execPath, command, { maxBuffer: MOST_BYTES }).catch((error) => error);
  return JSON.parse(stdout);
}

/** The places at which two JSON values differ, with both values. */
function* differences(one, other, place = '') {
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') {
    const mayDiffer = place.includes('/ttlSeconds/') && Math.abs(one - other) < TTL_SECONDS;
    if (one !== other && !mayDiffer) yield `${place}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`;
    return;
  }
  const names = Object.keys(one);
  if (names.join() !== Object.keys(other).join()) yield `${place}: members ${names.join()} and ${Object.keys(other).join()}`;
  for (const name of names) if (!PASSING.has(name)) yield* differences(one[name], other[name], `${place}/${name}`);
}

const { positionals } = parseArgs({ allowPositionals: true });
const [other, ...args] = positionals;
const found = [...differences(await report(other, args), await report(HERE, args))];
for (const each of found.slice(0, SHOWN)) console.log(each);
console.log(found.length === 0 ? 'the same' : `${found.length} differences`);
process.exitCode = found.length === 0 ? 0 : 1;
