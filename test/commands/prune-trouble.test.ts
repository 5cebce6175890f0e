import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Redis } from 'ioredis';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ChangeReport } from '../../src/lib/report/change/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import { expectNothingLost, expectPruned, valuesOf } from '../change/prune/support/pruned-relay.js';
import { archiveOf, dumped } from '../change/restore/support/restoring.js';
import { startHostileProxy } from '../hostile/support/hostile-proxy.js';
import { runMeterInside } from '../support/meter-inside.js';
import { NO_HURRY, type MeterResult } from '../support/meter.js';
import { hourAgo } from '../support/clock.js';
import { type TestServer } from '../support/redis-server.js';
import { CLOSED_DAY, EARLIER_HOUR, isClosedHour, loadTinyRelay, TINY_CLOCK } from '../support/tiny-relay.js';
import { until } from '../support/waiting.js';
import { useServerAndFolder } from '../support/server-and-folder.js';

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const HOURLY = ['--hourly', ...TINY_CLOCK];

let server: TestServer;
let client: Redis;
let folder: string;
useServerAndFolder((own) => ({ server, client, folder } = own));
beforeEach(async () => {
  await client.flushall();
  await loadTinyRelay(client);
});

interface Ended {
  code: number | null;
  envelope: Envelope<ChangeReport>;
}

async function prune(...args: string[]): Promise<Ended> {
  const result = await runMeterInside(['prune', '-u', server.url, ...HOURLY, '--yes', '--json', ...args], { cwd: folder });
  return { code: result.code, envelope: result.json() };
}

test('a server that cannot save refuses each verb in a sentence, nothing changes, and the same again finishes', async () => {
  // One day is short of its hours, one is missing, and another key can be renamed. Late in the day all hours of the relay are of the present one.
  await loadTinyRelay(client, [hourAgo(25)]);
  await client.unlink(`usage:daily:k2:${CLOSED_DAY}`);
  await client.set('usage:opus:weekly:k1:2026-W47', '1.25');
  const kept = await archiveOf([{ name: `usage:hourly:k9:${EARLIER_HOUR}`, value: await dumped(client, 'usage:k1') }]);
  const verbs = {
    prune: ['prune', ...HOURLY],
    rollup: ['migrate', '--rollup', 'hourly:daily', ...TINY_CLOCK],
    rename: ['migrate', '--from', 'usage:opus:weekly:{keyId}:{week}', '--to', 'usage:opus:weekly:{keyId}:{date-hour}'],
    restore: ['restore', kept],
  };
  const before = await valuesOf(client);
  await client.config('SET', 'save', '3600 1000000');
  await rm(server.dir, { recursive: true });
  await client.bgsave();
  await until(async () => (await client.info('persistence')).includes('rdb_last_bgsave_status:err'));
  const run = (args: readonly string[]): Promise<MeterResult> =>
    runMeterInside([...args, '-u', server.url, '--yes', '--json'], { cwd: folder });
  const refused = await Promise.all(Object.values(verbs).map(run)).finally(() =>
    client.config('SET', 'stop-writes-on-bgsave-error', 'no'),
  );
  for (const { code, stdout } of refused) {
    expect(code, stdout).toBe(6);
    const { data, warnings } = JSON.parse(stdout) as Envelope<ChangeReport>;
    expect(data).toMatchObject({ changed: 0, receipt: { complete: false } });
    expect(warnings.filter((warning) => warning.includes('cannot save its snapshot'))).toHaveLength(1);
  }
  expect(await valuesOf(client)).toEqual(before);
  expect((await run(verbs.prune)).code).toBe(0);
  expectPruned(before, await valuesOf(client));
  await rm(kept);
});

test('a survey that an alien answer ends says which server gave it and what it was', async () => {
  const proxy = await startHostileProxy(server.port);
  try {
    proxy.set(([name], nth) => (name === 'PTTL' && nth > 3 ? '*0\r\n' : undefined));
    const { stderr, code } = await runMeterInside(['prune', '-u', proxy.url, ...HOURLY, '--dry-run'], { cwd: folder });
    expect(code).toBe(6);
    expect(stderr).toMatch(
      new RegExp(`^meter: No plan was made: 127.0.0.1:${proxy.port} answers PTTL in a way that .* is expected\\.\n  Nothing`),
    );
  } finally {
    await proxy.stop();
  }
});

test('an archive for which there is no room ends the run before the batch, and the same again finishes', async () => {
  const pipeline = client.pipeline();
  for (let key = 0; key < 1_500; key++)
    pipeline.hset(`usage:hourly:n${key}:${EARLIER_HOUR}`, { requests: '1', noise: randomBytes(60).toString('base64') });
  await pipeline.exec();
  const before = await valuesOf(client);
  const archive = join(folder, 'small.archive');
  const args = ['prune', '-u', server.url, ...HOURLY, '--yes', '--json', '--archive', archive];
  // No file may grow beyond 64 KB: EFBIG, as ENOSPC would be.
  const ended = await promisify(execFile)('bash', ['-c', `ulimit -f 64; exec node "$0" "$@"`, NO_HURRY, BIN, ...args]).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
  );
  expect(ended.code).toBe(1);
  const { data, warnings } = JSON.parse(ended.stdout) as Envelope<ChangeReport>;
  expect(warnings.join(' ')).toContain('cannot be written: no file may be as large');
  expect(data.receipt).toMatchObject({ complete: false, resume: expect.stringContaining('meter prune --hourly') as string });
  expect(data.changed).toBeGreaterThan(0);
  const half = await valuesOf(client);
  expect(half.size).toBe(before.size - data.changed);
  await expectNothingLost(before, half, [archive]);
  expect((await prune()).code).toBe(0);
  expectPruned(before, await valuesOf(client));
});

// `script` gives it a terminal; its flags are those of util-linux.
describe.skipIf(process.platform !== 'linux')('on a terminal', () => {
  /** Types the answer once it is asked for; resolves with the exit code and everything that was shown. */
  async function answered(question: string, answer: string): Promise<[code: number | null, shown: string]> {
    const command = ['node', NO_HURRY, BIN, 'prune', '-u', server.url, ...HOURLY].join(' ');
    const terminal = spawn('script', ['-qefc', `${command} > result`, '/dev/null'], {
      cwd: folder,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let [shown, typed] = ['', false];
    terminal.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      if (typed || !shown.includes(question)) return;
      typed = true;
      terminal.stdin.write(`${answer}\r`);
    });
    const [code] = (await once(terminal, 'close')) as [number | null];
    return [code, shown];
  }

  const hours = async (): Promise<number> => (await client.keys('usage:hourly:k*')).filter(isClosedHour).length;

  test('a small server asks y or N', async () => {
    const [code, shown] = await answered('(y/N)', 'n');
    expect({ code, hours: await hours() }).toEqual({ code: 4, hours: 4 });
    expect(shown).toContain('usage:hourly:');
    expect(shown).toContain('Nothing was changed.');
  });

  test('where there are many keys its name has to be typed', async () => {
    await client.call('DEBUG', 'POPULATE', '10001', 'filler');
    const name = `127.0.0.1:${server.port}/0`;
    const question = `Type ${name} to go ahead:`;
    const before = await readdir(folder);
    const [refused, said] = await answered(question, 'y');
    expect({ refused, hours: await hours(), files: await readdir(folder) }).toEqual({ refused: 4, hours: 4, files: before });
    expect(said).toContain(`"y" is not ${name}: nothing was changed.`);
    const [code] = await answered(question, name);
    expect({ code, hours: await hours() }).toEqual({ code: 0, hours: 0 });
  });
});

test('the undo of a run that goes on names the archives of those that were cut off as well', async () => {
  const undoOf = async (archive: string): Promise<string> => {
    await loadTinyRelay(client);
    const args = ['prune', '-u', server.url, ...HOURLY, '--yes', '--json', '--archive', archive];
    const { data } = (await runMeterInside(args, { cwd: folder })).json<Envelope<ChangeReport>>();
    return data.receipt!.restore!;
  };
  expect(await undoOf('killed.archive')).toBe(`meter restore killed.archive --url ${server.url}`);
  const path = join(folder, 'killed.archive');
  await truncate(path, (await stat(path)).size - 1);
  expect(await undoOf('again.archive')).toBe(`meter restore again.archive killed.archive --url ${server.url}`);
  expect(await undoOf('whole.archive')).toBe(`meter restore whole.archive --url ${server.url}`);
});
