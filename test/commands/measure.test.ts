import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Redis } from 'ioredis';
import { builtinProfile } from '../../src/lib/profile/builtin/index.js';
import type { MeasureReport } from '../../src/lib/report/measure/worded.js';
import type { Envelope } from '../../src/lib/report/envelope.js';
import type { ErrorEnvelope } from '../../src/lib/report/error-envelope.js';
import { playRequests } from '../measure/replay.js';
import { startFake } from '../support/fake-server.js';
import { runMeterInside } from '../support/meter-inside.js';
import { runMeter, type MeterResult } from '../support/meter.js';
import { startCluster } from '../support/redis-cluster.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

const relay = (await builtinProfile('claude-relay-service'))!;
const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const KEY = '0215614b-9d6c-4da3-a43e-17e866b60acb';

/** Measures; `work` is done as soon as counting begins, and with `then: 'stop'` the measurement ends after it. */
async function measure(
  args: readonly string[],
  work: () => Promise<unknown> = () => Promise.resolve(),
  then: 'stop' | 'wait' = 'wait',
): Promise<MeterResult> {
  const working: Promise<unknown>[] = [];
  const result = await runMeterInside(['measure', ...args], {
    onTalk(text, interrupt) {
      if (text.includes('Measuring')) working.push(work().finally(() => then === 'stop' && interrupt()));
    },
  });
  await Promise.all(working);
  return result;
}

/** The same in a process of its own, 80 columns wide, which Ctrl-C ends after `work`. */
async function measureApart(args: readonly string[], work: () => Promise<unknown>): Promise<MeterResult> {
  const working: Promise<unknown>[] = [];
  const result = await runMeter(['measure', ...args], {
    env: { COLUMNS: '80' },
    onStart(child) {
      child.stderr?.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('Measuring')) working.push(work().finally(() => child.kill('SIGINT')));
      });
    },
  });
  await Promise.all(working);
  return result;
}

const dataOf = (result: MeterResult): MeasureReport => result.json<Envelope<MeasureReport>>().data;
const errorOf = (result: MeterResult): ErrorEnvelope['error'] => result.json<ErrorEnvelope>().error;

describe('flags', () => {
  test.each([
    [['--monitor', '--from-monitor', 'x'], '--from-monitor and --monitor contradict each other.'],
    [['--url', 'redis://h', '--from-monitor', 'x'], '--from-monitor and --url contradict each other.'],
    [['--from-monitor', ''], '--from-monitor takes the name of a file.'],
    [['--yes'], '--yes agrees to MONITOR, which nobody asked for.'],
    [['--max-commands', '5'], '--max-commands ends a sample, and none is taken.'],
    [['--keys', '5'], '--keys is for a capture: the server itself tells how many keys it has.'],
    [['--seconds', '0'], '--seconds takes a whole number of at least 1.'],
    [['--requests', '-1'], '--requests takes a whole number of at least 0.'],
    [['--share', 'cost=1'], '--share needs to know the application.'],
    [['--profile', 'claude-relay-service', '--share', 'nothing=1'], 'Profile claude-relay-service has no condition "nothing".'],
    [['--profile', 'claude-relay-service@9.9.9'], /knows versions/],
    [['--from-monitor', '/nowhere/capture.txt'], 'The capture /nowhere/capture.txt cannot be read: there is no such file.'],
  ])('%j is a usage error of one sentence', async (args, message) => {
    const result = await runMeterInside(['measure', '--json', ...args]);
    expect(result.code).toBe(2);
    expect(errorOf(result)).toMatchObject({
      code: 'usage',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});

describe('a server', () => {
  let server: TestServer;
  let client: Redis;
  beforeAll(async () => {
    server = await startRedis(['--rename-command', 'CONFIG', '']);
    client = server.client();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await client.flushall();
    await playRequests(client, relay, null, 1);
  });

  const play = (): Promise<unknown> => playRequests(client, relay, null, 3);
  const asUser = async (...rules: string[]): Promise<string> => {
    await client.call('ACL', 'SETUSER', 'meter', 'reset', 'on', '>pw', '~*', '+@all', ...rules);
    return `redis://meter:pw@127.0.0.1:${server.port}`;
  };

  test('MONITOR is not sent unless somebody agrees', async () => {
    const connections = async (): Promise<string | undefined> =>
      /total_connections_received:\d+/.exec(await client.info('stats'))?.[0];
    const before = await connections();
    const result = await measure(['-u', server.url, '--monitor', '--json']);
    expect(result.code).toBe(4);
    expect(errorOf(result)).toMatchObject({ code: 'confirmation', message: 'Nobody is at the terminal to agree to MONITOR.' });
    expect(await connections()).toBe(before);
  });

  // `script` gives it a terminal; its flags are those of util-linux.
  test.skipIf(process.platform !== 'linux').each([
    ['y\n', 0],
    ['n\n', 4],
    ['\n', 4],
    ['\u0003', 130],
  ])('on a terminal the answer %j ends it with %i', async (answer, code) => {
    const command = `node ${BIN} measure -u ${server.url} --monitor --seconds 1 > /dev/null`;
    const terminal = spawn('script', ['-qefc', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] });
    let [asked, answered] = ['', false];
    terminal.stdout.on('data', (chunk: Buffer) => {
      asked += chunk.toString();
      if (answered || !asked.includes('(y/N)')) return;
      answered = true;
      terminal.stdin.write(answer);
    });
    const [ended] = (await once(terminal, 'close')) as [number | null];
    expect(ended).toBe(code);
    expect(asked).toContain('can cost a busy one much of its throughput');
    expect(asked).toContain('for at most 1 s and 100,000 commands?');
    expect(asked.includes('Measuring')).toBe(code === 0);
  });

  test('the statistics need neither CONFIG nor a right to write, and are held to the schema', async () => {
    const url = await asUser('-@write', '-@admin', '-@dangerous', '+info');
    const result = await measure(['-u', url, '--seconds', '2', '--json'], play);
    expect(result.stderr).toBe('Measuring for 2 s; Ctrl-C ends it sooner.\n');
    expect(result.code).toBe(0);
    await assertMatchesSchema('measure', result.json());
    const { requests, total, interval } = dataOf(result);
    expect(requests).toEqual({ count: 3, how: 'counter', counter: 'usage:global:total requests' });
    expect(total.perRequest.measured).toBe(303);
    expect(interval).toMatchObject({ ended: 'seconds' });
  });

  test('where the statistics are refused, the report says what it cannot know', async () => {
    const url = await asUser('-info');
    const result = await measure(['-u', url, '--seconds', '1', '--json'], play);
    expect(result.code).toBe(0);
    await assertMatchesSchema('measure', result.json());
    const { requests, total, attribution, unexplained, sources, notKnown } = dataOf(result);
    expect(requests.count).toBe(3);
    expect(total).toMatchObject({ measured: null, difference: null });
    expect(total.perRequest.predicted).toBeGreaterThanOrEqual(303);
    expect(attribution).toBe('none');
    expect(unexplained).toEqual({ commands: null, share: null, perRequest: null, top: [] });
    expect(sources.every(({ measured }) => measured === null)).toBe(true);
    expect(notKnown.join('\n')).toMatch(/this server does not report INFO commandstats; --monitor shows them/);
  });

  test('where neither commands nor requests are told, there is nothing to report', async () => {
    await client.flushall();
    const result = await measure(['-u', await asUser('-info'), '--seconds', '1', '--json']);
    expect(result.code).toBe(1);
    expect(errorOf(result).code).toBe('nothing-told');
  });

  test('a user who may not MONITOR is told so', async () => {
    const result = await measure(['-u', await asUser('-monitor'), '--monitor', '--yes', '--json']);
    expect(result.code).toBe(5);
    expect(errorOf(result).message).toBe('The server does not allow this user to send MONITOR.');
  });

  test('a sample ends at its number of commands', async () => {
    const result = await measure(['-u', server.url, '--monitor', '--yes', '--max-commands', '100', '--json'], play);
    expect(result.code).toBe(0);
    expect(dataOf(result)).toMatchObject({
      interval: { ended: 'max-commands' },
      total: { measured: 100 },
      sample: { lines: 100 },
    });
  });

  test('a sample that the server cuts short is partial', async () => {
    const result = await measure(['-u', server.url, '--monitor', '--yes', '--json'], async () => {
      await play();
      for (const line of String(await client.client('LIST')).split('\n')) {
        const id = /cmd=monitor/.test(line) ? /id=(\d+)/.exec(line)?.[1] : undefined;
        if (id !== undefined) await client.client('KILL', 'ID', id);
      }
    });
    expect(result.code).toBe(6);
    expect(dataOf(result)).toMatchObject({ interval: { ended: 'connection-lost' }, requests: { count: 3 } });
    expect(result.json<Envelope<MeasureReport>>().warnings[0]).toMatch(/closed the connection/);
  });

  test('statistics that were reset are not compared', async () => {
    const other = await startRedis();
    await playRequests(other.client(), relay, null, 2);
    const result = await measure(
      ['-u', other.url, '--json', '--seconds', '60'],
      () => other.client().config('RESETSTAT'),
      'stop',
    );
    await other.stop();
    expect(result.code).toBe(1);
    expect(errorOf(result)).toMatchObject({ code: 'not-comparable', message: expect.stringContaining('were reset') });
  });

  test('values never come out, ids only when asked for, and secrets in key names never', async () => {
    const work = async (): Promise<void> => {
      await play();
      await client.set('session:tokentokentoken1234', 'hush-hush-value');
      await client.hset(`apikey:${KEY}`, 'hush-hush-field', 'hush-hush-value');
      await client.call('EVAL', 'return ARGV[1]', '0', 'hush-hush-value');
    };
    for (const flags of [['--all'], ['--all', '--show-ids'], ['--json'], ['--json', '--show-ids'], ['--all', '--color']]) {
      const result = await measure(['-u', server.url, '--monitor', '--yes', ...flags], work, 'stop');
      expect(result.code).toBe(130);
      expect(result.stdout + result.stderr).not.toMatch(/hush|topsecret|tokentoken/);
      expect(result.stdout.includes(KEY)).toBe(flags.includes('--show-ids'));
    }
  });

  test('an env file says which switches are set, where the release reads them', async () => {
    const file = join(server.dir, '.env');
    await writeFile(file, `REDIS_HOST=127.0.0.1\nREDIS_PORT=${server.port}\nENABLE_HOURLY_STATS=false\nCLEANUP_INTERVAL=1\n`);
    const background = async (...args: string[]): Promise<number | null> => {
      const result = await measure([...args, '--profile', 'claude-relay-service@1.1.314', '--seconds', '1', '--json']);
      const { sources, interval } = dataOf(result);
      return sources.find(({ id }) => id === 'background')!.predicted! / interval.seconds;
    };
    expect(await background('--env-file', file)).toBeGreaterThan(1.5 * (await background('-u', server.url))!);
  });

  test('commands in another database are left out of a sample', async () => {
    const other = server.client({ db: 3 });
    const result = await measure(
      ['-u', server.url, '--monitor', '--yes', '--json'],
      async () => {
        await client.get('a');
        // The last ones may be on their way when the sample ends.
        for (let time = 0; time < 8; time++) await other.get('b');
      },
      'stop',
    );
    // The other client may say SELECT and INFO on its way.
    const { sample, total } = dataOf(result);
    expect(sample!.elsewhere).toBeGreaterThanOrEqual(4);
    expect(total.measured).toBeGreaterThanOrEqual(1);
    expect(total.measured).toBeLessThanOrEqual(4);
  });
});

describe('a capture', () => {
  const at = (second: number, text: string): string =>
    `17320000${String(second).padStart(2, '0')}.000000 [0 127.0.0.1:5] ${text}\n`;
  const capture = [
    'OK\n',
    at(0, '"HINCRBY" "usage:global:total" "requests" "1"'),
    at(1, `"hgetall" "apikey:${KEY}"`),
    'this is no line of MONITOR\n',
    at(2, String.raw`"SET" "x\x00y" "hush"`),
    at(4, '"HINCRBY" "usage:global:total" "requests" "1"'),
    at(5, '"GET" "usage:co'),
  ].join('');
  const read = (args: readonly string[], input = capture): Promise<MeterResult> =>
    runMeterInside(['measure', '--from-monitor', '-', '--json', '--profile', 'claude-relay-service@1.1.314', ...args], { input });

  test('is read from a pipe; its time is that of its lines, and what is no line is counted', async () => {
    const result = await read(['--keys', '1000']);
    expect(result.code).toBe(0);
    await assertMatchesSchema('measure', result.json());
    const data = dataOf(result);
    expect(data.how).toBe('capture');
    expect(data.interval).toEqual({ from: '2024-11-19T07:06:40.000Z', seconds: 4, ended: 'end' });
    expect(data.requests.count).toBe(2);
    expect(data.sample).toEqual({ lines: 4, unreadable: 2, elsewhere: 0 });
    expect(data.background.keys).toBe(1000);
    expect(result.stdout).not.toContain('hush');
  });

  test('is the same from a file', async () => {
    const server = await startRedis();
    const file = join(server.dir, 'capture.txt');
    await writeFile(file, capture);
    const result = await runMeterInside([
      'measure',
      '--from-monitor',
      file,
      '--json',
      '--profile',
      'claude-relay-service@1.1.314',
    ]);
    await server.stop();
    expect(dataOf(result)).toEqual(dataOf(await read([])));
  });

  test('ends at a number of commands or of seconds', async () => {
    expect(dataOf(await read(['--max-commands', '2']))).toMatchObject({
      sample: { lines: 2 },
      interval: { ended: 'max-commands' },
    });
    expect(dataOf(await read(['--seconds', '2']))).toMatchObject({ sample: { lines: 3 }, interval: { ended: 'seconds' } });
  });

  test.each([
    ['nothing', '', 'Standard input is empty.'],
    ['something else', '{"a":1}\nb\n', 'Standard input holds no line as MONITOR writes them.'],
  ])('of %s is refused', async (_, input, message) => {
    const result = await read([], input);
    expect(result.code).toBe(1);
    expect(errorOf(result)).toMatchObject({ code: 'no-capture', message });
  });

  test('without a known application is counted all the same', async () => {
    const result = await runMeter(['measure', '--from-monitor', '-', '--json'], {
      input: at(0, '"GET" "a"') + at(1, '"GET" "b"'),
    });
    await assertMatchesSchema('measure', result.json());
    const data = dataOf(result);
    expect(data).toMatchObject({ profile: null, workload: null, total: { measured: 2, predicted: null } });
    expect(data.commands).toMatchObject([{ command: 'GET', measured: 2, predicted: null }]);
  });
});

test('a sample that falls behind ends', async () => {
  const now = Date.now() / 1000;
  const fake = await startFake((socket) => {
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      if (text.includes('MONITOR')) {
        const lines = [0, -1, -60].map((late) => `+${(now + late).toFixed(6)} [0 lua] "GET" "a"\r\n`);
        socket.write(`+OK\r\n${lines.join('')}`);
      } else socket.write('+PONG\r\n'.repeat(text.match(/\*\d+\r\n/g)?.length ?? 0));
    });
  });
  const result = await runMeterInside(['measure', '-u', fake.url, '--monitor', '--yes', '--json']);
  await fake.stop();
  expect(result.code).toBe(6);
  expect(dataOf(result)).toMatchObject({ interval: { ended: 'behind' }, total: { measured: 3 } });
});

test('a cluster is measured on every master, both ways', async () => {
  const cluster = await startCluster({ masters: 3 });
  const [first] = cluster.masters;
  const work = async (): Promise<void> => {
    for (const master of cluster.masters)
      for (let time = 0; time < 5; time++)
        await master
          .client()
          .call('GET', 'a')
          .catch(() => {});
    // A line of MONITOR may arrive later than the reply.
    await sleep(200);
  };
  try {
    for (const flags of [[], ['--monitor', '--yes']]) {
      const result = await measure(['-u', first!.url, '--json', ...flags], work, 'stop');
      const { commands } = dataOf(result);
      expect(commands.find(({ command }) => command === 'GET')?.measured).toBe(5);
    }
  } finally {
    await cluster.stop();
  }
});

test('the report fits 80 columns and says how it knows', async () => {
  const server = await startRedis();
  const client = server.client();
  await playRequests(client, relay, null, 1);
  for (const flags of [[], ['--monitor', '--yes']]) {
    const work = async (): Promise<void> => {
      await playRequests(client, relay, null, 2);
      await client.hgetall(relay.families.find(({ id }) => id === 'usage.hourly')!.examples[0]!);
    };
    const { stdout, code } = await measureApart(['-u', server.url, ...flags], work);
    expect(code).toBe(130);
    const lines = stdout.split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toContain('Profile   claude-relay-service ≥ 1.1.281, compared with 1.1.314');
    expect(stdout).toContain('Requests  2 by ');
    expect(stdout).toMatch(/token-usage +163 +163 +0/);
    expect(stdout).toMatch(/Spent +\d+ commands/);
  }
  await server.stop();
});
