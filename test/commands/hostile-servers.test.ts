import { afterEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../src/lib/format/errors.js';
import {
  anyOf,
  array,
  bulk,
  CLOSE,
  error,
  HANG,
  integer,
  on,
  relayKeys,
  startHostile,
  texts,
  type Hook,
  type HostileAnswer,
  type HostileOptions,
  type HostileServer,
} from '../support/hostile-server.js';
import { runMeterInside } from '../support/meter-inside.js';
import type { MeterResult } from '../support/meter.js';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** Each verb that reads a server. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  audit: ['audit'],
  measure: ['measure'],
  'fix-consistency': ['fix-consistency'],
  estimate: ['estimate'],
  'prune --dry-run': ['prune', '--daily', '--older-than', '30d', '--dry-run'],
};

/** Long enough for a busy machine to answer itself. */
const TIMEOUT = ['--timeout', '1s'];
const KEYS = relayKeys(250);

async function hostile(options: HostileOptions): Promise<HostileServer> {
  const server = await startHostile({ keys: KEYS, mostNames: 100, ...options });
  cleanUps.push(() => server.stop());
  return server;
}

/** `flags`: in the place of those of the verb. */
async function ask(
  verb: string,
  { url }: HostileServer,
  flags: readonly string[] = [...TIMEOUT, ...(verb === 'measure' ? ['--seconds', '1'] : [])],
): Promise<MeterResult & { said: string }> {
  const startedAt = performance.now();
  const result = await runMeterInside([...VERBS[verb]!, '-u', url, ...flags], { env: { METER_RETRY: '100ms' } });
  // Ten seconds at most, and as many again on a busy machine.
  expect(performance.now() - startedAt).toBeLessThan(20_000);
  const said = `${result.stdout}${result.stderr}`.replace(/\s+/g, ' ');
  expect(said).not.toMatch(/Unexpected failure|\bat .*\.js:|TypeError|undefined|NaN/);
  return { ...result, said };
}

/** The first real SCAN, and the probe of SCAN … TYPE, are answered as Redis does. */
const later = (answer: HostileAnswer | Hook): Hook =>
  on('SCAN', (context, args) => {
    if (args.includes('TYPE') || args[1] === '0') return undefined;
    return typeof answer === 'function' ? answer(args, context) : answer;
  });
const always = (answer: HostileAnswer): Hook => on('SCAN', (_, args) => (args.includes('TYPE') ? undefined : answer));

const STUCK = array([bulk('5767168'), array([])]);
const ENVOY = array([bulk('0'), texts(['a']), bulk('0'), texts(['b'])]);
const QUOTA = error('ERR max requests limit exceeded. Limit: 500000, Usage: 500000. See https://example.org');

interface Case {
  what: string;
  answer: HostileAnswer | Hook;
  says: RegExp;
  /** When not one key was seen. */
  before: number;
}

const CASES: readonly Case[] = [
  {
    what: 'closes the connection',
    answer: CLOSE,
    says: /lost (once|\d times) at SCAN: the server closed the connection/,
    before: EXIT.partial,
  },
  { what: 'says nothing', answer: HANG, says: /lost (once|\d times) at SCAN: no reply within 1 s/, before: EXIT.partial },
  {
    what: 'answers with what is not RESP',
    answer: 'HTTP/1.1 502 Bad Gateway\r\n\r\n',
    says: /answers SCAN in a way that Redis does not: the reply is not RESP/,
    before: EXIT.connection,
  },
  { what: 'gives a cursor that stands still', answer: STUCK, says: /cursor 5767168 comes again/, before: EXIT.partial },
  { what: 'gives several cursors', answer: ENVOY, says: /answers SCAN .* does not: an array of 4 came/, before: EXIT.connection },
  {
    what: 'gives a length of 4 GB',
    answer: '*2\r\n$1\r\n0\r\n*1\r\n$4294967296\r\n',
    says: /answers SCAN .* more than the \d+ bytes/,
    before: EXIT.connection,
  },
  {
    what: 'nests arrays',
    answer: '*1\r\n'.repeat(40),
    says: /answers SCAN .* nested more than 32 deep/,
    before: EXIT.connection,
  },
  { what: 'has no quota left', answer: QUOTA, says: /used up its quota of commands/, before: EXIT.partial },
];

/** Those that read by an audit are held to a few of the cases. */
const casesOf = (verb: string): readonly Case[] =>
  ['estimate', 'prune --dry-run'].includes(verb)
    ? CASES.filter(({ answer }) => [CLOSE, STUCK, ENVOY].includes(answer as string))
    : CASES;

describe.each(Object.keys(VERBS))('%s of a server that at SCAN', (verb) => {
  test.each(casesOf(verb))('$what, after some keys: partial, and says why', async ({ answer, says }) => {
    const { code, said } = await ask(verb, await hostile({ hook: later(answer) }));
    expect(says.test(said), said.slice(0, 600)).toBe(true);
    expect(said).not.toContain('ACL SETUSER');
    // What needs all names to begin with has nothing to show for it.
    if (verb === 'measure') expect([EXIT.partial, EXIT.connection]).toContain(code);
    else expect(code).toBe(EXIT.partial);
  });

  test.each(casesOf(verb).filter(({ answer }) => answer !== HANG))(
    '$what, before any key: fails, and says why',
    async ({ answer, says, before }) => {
      const { code, said } = await ask(verb, await hostile({ hook: always(answer as HostileAnswer) }));
      expect(says.test(said), said.slice(0, 600)).toBe(true);
      expect(code).toBe(before);
    },
  );
});

describe('audit', () => {
  test.each<[string, Hook, RegExp]>([
    [
      'a PTTL below -2',
      on('PTTL', (_, args) => (args[1] === 'meter:probe' ? undefined : integer(-5000))),
      /PTTL .* the integer -5000/,
    ],
    [
      'a PTTL above 64 bits',
      on('PTTL', (_, args) => (args[1] === 'meter:probe' ? undefined : integer('18446744073709546616'))),
      /PTTL .* more than 64 bits/,
    ],
    ['a type that is a list', on('TYPE', (_, args) => (args[1] === 'meter:probe' ? undefined : texts(['hash']))), /answers TYPE/],
    [
      'a size that is a text',
      on('MEMORY USAGE', (_, args) => (args[2] === 'meter:probe' ? undefined : bulk('many'))),
      /answers MEMORY USAGE/,
    ],
    [
      'more replies than commands',
      on('HLEN', ({ nth }) => (nth === 5 ? integer(1) + integer(1) : undefined)),
      /answers|more replies than/,
    ],
    ['a field that is there twice', on('HEXISTS', integer(2)), /HEXISTS .* where 0 or 1 is expected/],
  ])('takes %s for what Redis does not say', async (what, hook, says) => {
    // Of an API key the fields are asked for that tell the release.
    const apiKey = { value: new Map(Object.entries({ name: 'a', apiKey: 'b', isActive: 'true' })) };
    const keys = new Map(KEYS);
    if (what.startsWith('a field')) keys.set('apikey:abcdef00-aaaa-4bbb-8ccc-dddddddd0000', apiKey);
    const { code, said } = await ask('audit', await hostile({ hook, keys }));
    expect(code).toBe(EXIT.partial);
    expect(says.test(said), said.slice(0, 600)).toBe(true);
    expect(said).not.toMatch(/keys never expire/);
  });

  test.each<[string, Hook]>([
    ['INFO', on('INFO', array([]))],
    ['INFO', on('INFO', '$4294967296\r\n')],
    ['CONFIG GET', on('CONFIG GET', array([bulk('maxmemory-policy')]))],
    ['CLUSTER SLOTS', anyOf(on('INFO', bulk('# Cluster\r\ncluster_enabled:1\r\n')), on('CLUSTER SLOTS', array([bulk('0')])))],
    ['PTTL', on('PTTL', integer(-3))],
  ])('does not connect to a server that answers %s as no Redis does', async (command, hook) => {
    const { code, said } = await ask('audit', await hostile({ hook }));
    expect(code).toBe(EXIT.connection);
    expect(said).toMatch(new RegExp(`answers ${command} in a way that Redis does not|closed|what answers at`, 'i'));
  });

  test('says that a server without SCAN may be a proxy', async () => {
    const { code, said } = await ask('audit', await hostile({ hook: on('SCAN', error("ERR unknown command 'SCAN'")) }));
    expect(code).toBe(EXIT.connection);
    expect(said).toMatch(/does not know the command SCAN\. .*proxy/);
    expect(said).not.toContain('ACL SETUSER');
  });

  test.each(Object.keys(VERBS))('tells a sentinel, and the flags to use: %s', async (verb) => {
    const hook = on('ROLE', array([bulk('sentinel'), texts(['mymaster'])]));
    const server = await hostile({ hook, info: { redis_mode: 'sentinel' } });
    const { code, said } = await ask(verb, server);
    expect(code).toBe(EXIT.connection);
    expect(said).toContain(
      `is a sentinel, which holds no keys. Ask it where the master is: --sentinel 127.0.0.1:${server.port} --master-name mymaster`,
    );
  });

  test('is not held up by replies that drip', async () => {
    /** The last reply of each connection: the next is written behind it. */
    const written = new Map<unknown, Promise<void>>();
    const drip: Hook = ([name], context) => ({
      act(socket) {
        const reply = context.honest();
        const before = written.get(socket) ?? Promise.resolve();
        const writing = before.then(async () => {
          if (name === 'HLEN') await new Promise((resolve) => setTimeout(resolve, 60));
          socket.write(reply);
        });
        written.set(socket, writing);
      },
    });
    const server = await hostile({ hook: drip, keys: relayKeys(90) });
    const { code, said } = await ask('audit', server, ['--timeout', '150ms']);
    expect(code).toBe(EXIT.partial);
    expect(said).toMatch(/so slowly that one pipeline was not done within 1\.5 s/);
  });
});

/** To HMGET of the application's own keys. */
const ofHashes = (answer: string): Hook => on('HMGET', (_, args) => (args[1] === 'meter:state' ? undefined : answer));

describe('fix-consistency', () => {
  test.each<[string, Hook, RegExp]>([
    ['a hash with a field too few', ofHashes(array([])), /answers HMGET/],
    ['a hash with a number for a text', ofHashes(array([':1\r\n'])), /answers HMGET/],
    ['a set whose cursor stands still', on('SSCAN', array([bulk('7'), texts(['a'])])), /SSCAN .* cursor 7 comes again/],
    ['a set without an end', on('SSCAN', ({ nth }) => array([bulk(String(nth)), array([])])), /SSCAN .* returned none/],
  ])('takes no part of %s for the whole', async (_, hook, says) => {
    const { code, said } = await ask('fix-consistency', await hostile({ hook }));
    expect(code).toBe(EXIT.partial);
    expect(says.test(said), said.slice(0, 600)).toBe(true);
  });
});

describe('measure --monitor', () => {
  test('does not wait for an answer that does not come', async () => {
    const { code, said } = await ask('measure', await hostile({ hook: on('MONITOR', HANG) }), [
      '--monitor',
      '--yes',
      '--seconds',
      '9',
      ...TIMEOUT,
    ]);
    expect(code).toBe(EXIT.connection);
    expect(said).toContain('did not answer MONITOR within 1 s');
  });

  test('keeps no more than the beginning of a line without an end', async () => {
    const endless = on('MONITOR', {
      act: (socket) => void socket.write(`+OK\r\n+1700000000.000001 [0 127.0.0.1:1] "SET" "${'x'.repeat(4 << 20)}`),
    });
    const { code } = await ask('measure', await hostile({ hook: endless }), ['--monitor', '--yes', '--seconds', '1']);
    expect([EXIT.ok, EXIT.partial]).toContain(code);
  });
});
