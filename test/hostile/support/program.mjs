/**
 * Runs the built program for each message `{ args, folder }` of its parent. Each run ends with END on stdout and stderr, and with
 * a message of the exit code, the peak of resident memory in KiB, and the kinds of resources that would keep the process alive.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../../dist/lib/cli/base/main.js';

const BIN = new URL('../../../bin/run.js', import.meta.url).href;
const END = '\0end of run\0';
/** Time for resources that close by themselves, in ms. */
const CLOSING = 1_500;

process.on('message', async ({ args, folder }) => {
  process.chdir(folder);
  process.exitCode = undefined;
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  forgetPeak();
  const before = openNow();
  await run(args, BIN);
  const code = process.exitCode ?? 0;
  const peak = peakKiB();
  const left = await leftOpen(before);
  process.exitCode = undefined;
  for (const stream of [process.stdout, process.stderr]) await new Promise((resolve) => stream.write(END, resolve));
  process.send({ code, peak, left });
});

/** Sockets, timers, threads and processes that keep this process alive, counted by kind. */
function openNow() {
  const counts = new Map();
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  counts.set('SIGINT listener', process.listenerCount('SIGINT'));
  return counts;
}

async function leftOpen(before) {
  for (let waited = 0; ; waited += 10) {
    const left = [...openNow()].filter(([kind, count]) => count > (before.get(kind) ?? 0)).map(([kind]) => kind);
    if (left.length === 0 || waited >= CLOSING) return left;
    await sleep(10, undefined, { ref: false });
  }
}

function forgetPeak() {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // Only Linux has it. On other systems the peak is that of all runs so far.
  }
}

function peakKiB() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}

// Loaded before the first run, so that its time is not that of a slow disk.
for (const folder of ['commands', 'lib/cli'])
  for (const name of readdirSync(new URL(`../../../dist/${folder}/`, import.meta.url), { recursive: true, encoding: 'utf8' }))
    // A program of its own begins as soon as it is loaded.
    if (name.endsWith('.js') && !name.endsWith('-process.js')) await import(`../../../dist/${folder}/${name}`);

process.send('ready');
