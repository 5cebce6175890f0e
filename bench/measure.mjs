import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const BARE = fileURLToPath(new URL('./bare.mjs', import.meta.url));
const EMPTY = fileURLToPath(new URL('./empty.mjs', import.meta.url));
const BARE_READS = fileURLToPath(new URL('./bare-reads.mjs', import.meta.url));
const PINGS = fileURLToPath(new URL('./pings.mjs', import.meta.url));
const REPORT_MEMORY = new URL('./report-memory.mjs', import.meta.url).href;

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Runs a command to its end. Returns wall seconds, stdout, and the output on file descriptor 3. Fails unless it exits with 0. */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const texts = ['', '', ''];
    for (const [index, stream] of child.stdio.slice(1).entries()) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => (texts[index] += text));
    }
    child.once('error', (error) => reject(new Error(`${command} did not start: ${error.message}`)));
    let seconds = 0;
    child.once('exit', () => (seconds = Number(process.hrtime.bigint() - start) / 1e9));
    child.once('close', (code, signal) => {
      const [stdout, stderr, extra] = texts;
      if (code === 0) resolve({ seconds, stdout, extra });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}:\n${stderr || stdout}`));
    });
  });
}

/** Seconds of the bare minimum of a task, and what it printed. */
export async function bare(ports, ...task) {
  const { seconds, stdout } = await run(process.execPath, [BARE, ports.join(','), ...task]);
  return { seconds, stdout };
}

/** The first line of what a program prints. */
export const firstLine = async (...command) => (await run(command[0], command.slice(1))).stdout.trim().split('\n')[0];

/** Seconds of `redis-cli --bigkeys`. */
export const bigkeys = async (server) => (await run('redis-cli', ['-p', String(server.port), '--bigkeys'])).seconds;

/** The server's counters so far. This command itself is counted from the next call on. */
export async function serverCounts(server) {
  const { stdout } = await run('redis-cli', ['-p', String(server.port), 'INFO', 'stats']);
  const field = (name) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(stdout)[1]);
  return { processed: field('total_commands_processed'), errors: field('total_error_replies') };
}

/** One audit. Returns wall seconds, peak memory in bytes, and the printed envelope. */
export async function audit(server, ...flags) {
  const args = ['--import', REPORT_MEMORY, BIN, 'audit', '--url', server.url, '--json', ...flags];
  const { seconds, stdout, extra } = await run(process.execPath, args);
  return { seconds, peakBytes: Number(extra) * 1024, report: JSON.parse(stdout) };
}

/** One report on usage. Returns the same as `audit`. */
export async function usage(server, ...flags) {
  const args = ['--import', REPORT_MEMORY, BIN, 'usage', '--url', server.url, '--json', '--quiet', ...flags];
  const { seconds, stdout, extra } = await run(process.execPath, args);
  return { seconds, peakBytes: Number(extra) * 1024, report: JSON.parse(stdout) };
}

/** The same keys, read and not added up. Returns wall seconds and commands. */
export async function bareReads(server, month) {
  const { seconds, stdout } = await run(process.execPath, [BARE_READS, String(server.port), month]);
  return { seconds, commands: Number(stdout) };
}

/** One consistency check with these flags. Returns the same as `audit`. */
export async function fixConsistency(flags) {
  const args = ['--import', REPORT_MEMORY, BIN, 'fix-consistency', ...flags, '--json', '--quiet', '--show-ids'];
  const { seconds, stdout, extra } = await run(process.execPath, args);
  return { seconds, peakBytes: Number(extra) * 1024, report: JSON.parse(stdout) };
}

/**
 * Repairs the differences of these applications, with an archive. Returns seconds of the changes and of the second check, and the
 * envelope.
 */
export async function repair(server, profile) {
  const folder = await mkdtemp(join(tmpdir(), 'meter-bench-'));
  const flags = [
    '--url',
    server.url,
    '--profile',
    profile,
    '--confirm',
    `127.0.0.1:${server.port}/0`,
    '--json',
    '--quiet',
    '--archive',
    join(folder, 'bench.archive'),
  ];
  try {
    const { stdout, extra } = await run(process.execPath, [
      '--import',
      REPORT_MEMORY,
      BIN,
      'fix-consistency',
      '--apply',
      ...flags,
    ]);
    const report = JSON.parse(stdout);
    const { startedAt, endedAt } = report.data.applied.receipt;
    return { seconds: (Date.parse(endedAt) - Date.parse(startedAt)) / 1000, peakBytes: Number(extra) * 1024, report };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One audit of a snapshot. Returns the same as `audit`. */
export async function auditSnapshot(file) {
  const args = ['--import', REPORT_MEMORY, BIN, 'audit', '--rdb', file, '--json', '--quiet'];
  const { seconds, stdout, extra } = await run(process.execPath, args);
  return { seconds, peakBytes: Number(extra) * 1024, report: JSON.parse(stdout) };
}

/** Seconds of `redis-check-rdb`, which reads the whole file and builds every value. */
export const checkRdb = async (file) => (await run('redis-check-rdb', [file])).seconds;

/** Makes the server save its keys. Returns the file. */
export async function saveSnapshot(server) {
  const cli = (...args) => run('redis-cli', ['-p', String(server.port), ...args]);
  await cli('SAVE');
  const { stdout } = await cli('CONFIG', 'GET', 'dir');
  return join(stdout.trim().split('\n').at(-1).trim(), 'dump.rdb');
}

/** 99th percentile of the milliseconds that PINGs of another client take during `work`. */
async function whilePinging(server, work) {
  const child = spawn(process.execPath, [PINGS, String(server.port)], { stdio: ['pipe', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const result = await work().finally(() => child.stdin.end());
  await ended;
  return { ...result, p99: Number(text) };
}

/** An audit, and how long other clients waited. */
export const auditWhilePinging = (server) => whilePinging(server, () => audit(server));

/** Prunes the hourly statistics, with an archive, and restores them. Returns the same as `audit` of both, and how long other clients waited. */
export async function pruneAndRestore(server) {
  const folder = await mkdtemp(join(tmpdir(), 'meter-bench-'));
  const archive = join(folder, 'bench.archive');
  const change = (...args) =>
    whilePinging(server, async () => {
      const agreed = ['--url', server.url, '--confirm', `127.0.0.1:${server.port}/0`, '--json'];
      const { seconds, stdout, extra } = await run(process.execPath, ['--import', REPORT_MEMORY, BIN, ...args, ...agreed]);
      return { seconds, peakBytes: Number(extra) * 1024, report: JSON.parse(stdout) };
    });
  try {
    const pruned = await change('prune', '--hourly', '--archive', archive);
    return { pruned, restored: await change('restore', archive) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds of an audit of this server, whatever it holds. */
export const auditSeconds = async (server) => (await audit(server, '--quiet')).seconds;

export const helpSeconds = async () => (await run(process.execPath, [BIN, '--help'])).seconds;

export const emptySeconds = async () => (await run(process.execPath, [EMPTY])).seconds;
