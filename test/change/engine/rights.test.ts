import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkRights } from '../../../src/lib/change/engine/check-rights.js';
import { needsOf } from '../../../src/lib/change/engine/needs.js';
import { changingVerbs } from '../../../src/lib/change/engine/verb-needs.js';
import { changeGuard, readOnlyGuard } from '../../../src/lib/redis/guard.js';
import { openLedger } from '../../../src/lib/redis/ledger.js';
import { resolveTarget } from '../../../src/lib/redis/resolve-target.js';
import type { AskedCommand } from '../../../src/lib/redis/rights.js';
import { openSession } from '../../../src/lib/redis/topology.js';
import type { PlanFamily } from '../../../src/lib/change/plan/model.js';
import type { ErrorEnvelope } from '../../../src/lib/report/error-envelope.js';
import { LIMITS_RIGHTS, MIGRATE_RIGHTS, PRUNE_USER, REPAIR_USER, RESTORE_USER } from '../../support/change-access.js';
import { startHoldingProxy } from './support/holding-proxy.js';
import { runMeterInside } from '../../support/meter-inside.js';
import { startRedis, type TestServer } from '../../support/redis-server.js';
import { loadTinyRelay, TINY_CLOCK } from '../../support/tiny-relay.js';

const document = await readFile(new URL('../../../docs/redis-access.md', import.meta.url), 'utf8');

let server: TestServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

const plan = (command: string, actions: readonly string[], indexes = 0) => ({
  command,
  indexes,
  families: actions.map((action) => ({ action }) as PlanFamily),
});

/** Everything that each verb may send, with what its documented user may send. */
const USERS: Readonly<Record<string, string>> = {
  prune: PRUNE_USER,
  migrate: `${PRUNE_USER} ${MIGRATE_RIGHTS}`,
  'limits set': `${PRUNE_USER} ${LIMITS_RIGHTS}`,
  restore: RESTORE_USER,
  'fix-consistency --apply': REPAIR_USER,
};
const VERBS = changingVerbs().map(({ verb, ...needs }) => [verb, needs, USERS[verb]!] as const);

const grantOf = (command: AskedCommand): string => `+${command.toLowerCase().replace(' ', '|')}`;

async function become(...rules: string[]): Promise<string> {
  await server.client().call('ACL', 'SETUSER', 'meter', 'reset', 'on', '>pw', '~*', ...rules);
  return `redis://meter:pw@127.0.0.1:${server.port}`;
}

async function check(url: string, needs: ReturnType<typeof needsOf>): Promise<void> {
  const target = await resolveTarget({ url, retry: 300 }, {});
  const session = await openSession(target, { guard: readOnlyGuard(), ledger: openLedger() });
  await checkRights(session, { guard: changeGuard([]), ledger: openLedger(), db: 0 }, needs).finally(() => session.close());
}

describe.each(VERBS)('meter %s', (_, needs, user) => {
  const all = [...new Set([...needs.run, ...needs.undo])];

  test('takes no more than its documented user may send', async () => {
    const granted = user.split(' ');
    expect(all.filter((command) => !granted.includes(grantOf(command)))).toEqual([]);
    for (const line of user.split(' ').slice(4)) expect(document).toContain(line);
    await check(await become(...user.split(' ').slice(4)), needs);
  });

  test('is refused by the name of each command that is missing', async () => {
    for (const command of all) {
      const url = await become('+@all', grantOf(command).replace('+', '-'));
      const purpose = needs.run.includes(command) ? 'this run needs' : 'undoing this run needs';
      await expect(check(url, needs), command).rejects.toMatchObject({
        code: 'denied',
        exitCode: 4,
        message: `The user may not send ${command}, which ${purpose}: nothing was changed.`,
      });
    }
  });
});

test.each(['lose', 'close'] as const)(
  'a connection that is lost while rights are asked about is made again (%s)',
  async (fault) => {
    const needs = needsOf(plan('prune', ['delete']), true);
    const proxy = await startHoldingProxy(server.port, { fault, at: 'DISCARD', trials: true });
    const url = (await become('+@all')).replace(String(server.port), String(proxy.port));
    const checked = check(url, needs);
    if (fault === 'lose') await checked;
    else await expect(checked).rejects.toMatchObject({ code: 'connection-lost', exitCode: 6 });
    await proxy.stop();
  },
);

test('a run whose undo is not allowed is refused before anything is changed, unless no undo is wanted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'meter-rights-'));
  const client = server.client();
  await client.flushall();
  await loadTinyRelay(client);
  const before = await client.dbsize();
  const prune = async (...flags: string[]) =>
    runMeterInside(['prune', '--hourly', ...TINY_CLOCK, '-u', await become('+@all', '-restore'), '--yes', '--json', ...flags], {
      cwd: folder,
    });
  const refused = await prune();
  expect(refused.code).toBe(4);
  expect(refused.json<ErrorEnvelope>().error).toMatchObject({
    message: 'The user may not send RESTORE, which undoing this run needs: nothing was changed.',
    suggestions: ['Allow it: ACL SETUSER meter +restore', 'To go ahead without an undo: --no-archive'],
  });
  expect(await readdir(folder)).toEqual([]);
  expect(await client.dbsize()).toBe(before);
  expect((await prune('--no-archive')).code).toBe(0);
  await rm(folder, { recursive: true });
});
