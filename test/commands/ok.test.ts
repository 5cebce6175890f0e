/** `ok` is false whenever the exit code is 1, 2, 4 or 5, for every verb and every kind of failure; stdout is one JSON value. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MeterError } from '../../src/lib/format/errors.js';
import { concluded, successEnvelope } from '../../src/lib/report/envelope.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { loadTinyRelay, TINY_CLOCK } from '../support/tiny-relay.js';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  [server, folder] = [await startRedis(), await mkdtemp(join(tmpdir(), 'meter-ok-'))];
  await loadTinyRelay(server.client());
  await writeFile(join(folder, 'no.archive'), 'nothing');
  await writeFile(join(folder, 'no.json'), '{}');
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

interface Told {
  ok: boolean;
  command: string;
  error?: { code: string; message: string };
}

async function told(args: readonly string[]): Promise<{ code: number | null; json: Told }> {
  const result = await runMeterInside(args, { cwd: folder });
  return { code: result.code, json: result.json<Told>() };
}

const NOWHERE = ['--host', '127.0.0.1', '--port', '1', '--timeout', '200ms'];
/** Each verb with what it needs to start. */
const VERBS: Record<string, readonly string[]> = {
  audit: ['audit'],
  'fix-consistency': ['fix-consistency'],
  'fix-consistency --apply': ['fix-consistency', '--apply'],
  measure: ['measure', '--seconds', '1'],
  prune: ['prune', '--hourly'],
  migrate: ['migrate', '--rollup', 'hourly:daily'],
  export: ['export', '--all', '-o', 'x.archive'],
  estimate: ['estimate'],
  apply: ['apply', 'no.json'],
  restore: ['restore', 'no.archive'],
  demo: ['demo'],
  'flags list': ['flags', 'list'],
  'flags set': ['flags', 'set', 'ENABLE_HOURLY_STATS=false'],
  'profile show': ['profile', 'show', 'aiecs'],
  'profile check': ['profile', 'check'],
  'profile list': ['profile', 'list'],
};
const LIVE = ['audit', 'fix-consistency', 'fix-consistency --apply', 'measure', 'prune', 'migrate', 'export'];

describe('a wrong command line', () => {
  test.each(Object.keys(VERBS))('%s: a flag that it does not have', async (verb) => {
    for (const form of [['--json'], ...(['audit', 'estimate'].includes(verb) ? [['--format=json'], ['--format', 'json']] : [])]) {
      const { code, json } = await told([...VERBS[verb]!, '--no-such-flag', ...form]);
      expect({ code, ok: json.ok, error: json.error?.code }).toEqual({ code: 2, ok: false, error: 'usage' });
    }
  });

  test.each([[['no-such-verb', '--json']], [['--json']], [['profile', 'no-such', '--json']], [['audit', 'word', '--json']]])(
    '%j',
    async (args) => {
      const { code, json } = await told(args);
      expect({ code, ok: json.ok, error: json.error?.code }).toEqual({ code: 2, ok: false, error: 'usage' });
    },
  );
});

describe('what fails later', () => {
  test.each(LIVE)('%s: nobody at the address', async (verb) => {
    const { code, json } = await told([...VERBS[verb]!, ...NOWHERE, '--json']);
    expect({ code, ok: json.ok }).toEqual({ code: 5, ok: false });
    expect(json.error?.message).toMatch(/\S/);
  });

  test.each<[string, readonly string[], readonly number[]]>([
    ['apply of what is no plan', ['apply', 'no.json', '-u', 'URL'], [1, 2, 4]],
    ['restore of what is no archive', ['restore', 'no.archive', '-u', 'URL'], [1, 2, 4]],
    ['audit of what is no snapshot', ['audit', '--rdb', 'no.json'], [1, 2]],
    ['fix-consistency of what is no snapshot', ['fix-consistency', '--rdb', 'gone.rdb'], [1, 2]],
    ['prune that nobody agrees to', ['prune', '--hourly', '-u', 'URL', ...TINY_CLOCK], [4]],
    ['migrate that nobody agrees to', ['migrate', '--rollup', 'hourly:daily', '-u', 'URL', ...TINY_CLOCK], [0, 4]],
    ['demo over a file', ['demo', '--write', 'no.json', '--format', 'rdb'], [4]],
    ['export over a file', ['export', '--all', '-o', 'no.archive', '-u', 'URL'], [1, 4]],
    ['a file that is not there', ['profile', 'check', 'gone.yaml'], [2]],
    ['an env file that is not there', ['flags', 'list', '--env-file', 'gone.env'], [1, 2]],
    ['MONITOR that nobody agrees to', ['measure', '--monitor', '-u', 'URL'], [4]],
  ])('%s', async (_, args, codes) => {
    const { code, json } = await told([...args.map((arg) => (arg === 'URL' ? server.url : arg)), '--json']);
    expect(codes).toContain(code);
    expect(json.ok).toBe(code === 0);
    if (code !== 0) expect(json.error?.message).toMatch(/\S/);
  });

  test.each([
    [0, true],
    [1, false],
    [2, false],
    [3, true],
    [4, false],
    [5, false],
    [6, true],
    [130, true],
  ])('a result with exit %d is ok: %s, and what ended it stands beside what was done', (exitCode, ok) => {
    const result = { command: 'export', target: null, data: { keys: 7 }, warnings: [], spent: null };
    const failure = new MeterError('connection-lost', exitCode, 'The connection was lost.', ['Run it again.']);
    const envelope = concluded({ envelope: successEnvelope(result), exitCode, failure });
    expect([envelope.ok, envelope.data]).toEqual([ok, { keys: 7 }]);
    expect(envelope.error?.code).toBe(ok ? undefined : 'connection-lost');
  });
});
