/** A connection that a failed run leaves open would keep the program from ending for as long as the server likes. */
import type { Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyOf, error, on, startHostile, type Hook } from '../support/hostile-server.js';
import { runMeterInside } from '../support/meter-inside.js';
import { until } from '../support/waiting.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meter-closed-'));
});
afterAll(() => rm(folder, { recursive: true }));

const VERBS = [
  'audit',
  'estimate',
  'fix-consistency',
  'fix-consistency --apply --yes',
  'prune --hourly --yes',
  'migrate --rollup hourly:daily --yes',
  'export --all -o x.archive',
];
const TROUBLES: Record<string, Hook> = {
  'alien replies to SCAN': on('SCAN', ':1\r\n'),
  'alien replies to CONFIG': on('CONFIG', ':1\r\n'),
  'refusals of all that is read': (args) => (['INFO', 'SCAN', 'TYPE'].includes(args[0]!) ? error('NOPERM no') : undefined),
};

test.each(VERBS.flatMap((verb) => Object.keys(TROUBLES).map((trouble) => [verb, trouble] as const)))(
  '%s closes all its connections: %s',
  async (verb, trouble) => {
    const sockets: Socket[] = [];
    const seen: Hook = (args, context) => {
      if (args[0] !== 'PING') return undefined;
      const reply = context.honest();
      return {
        act(socket) {
          sockets.push(socket);
          socket.write(reply);
        },
      };
    };
    const server = await startHostile({ hook: anyOf(TROUBLES[trouble]!, seen) });
    try {
      await runMeterInside([...verb.split(' '), '-u', server.url, '--timeout', '1s'], {
        cwd: folder,
        env: { METER_RETRY: '50ms' },
      });
      expect(sockets).not.toHaveLength(0);
      await until(async () => sockets.every(({ destroyed }) => destroyed), 5);
    } finally {
      await server.stop();
      await rm(join(folder, 'x.archive'), { force: true });
    }
  },
);
