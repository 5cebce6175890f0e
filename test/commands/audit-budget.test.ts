import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../src/lib/demo/manifest.js';
import { auditInside, keysOf, loadRelay, NOW } from '../support/audit.js';
import { runMeterInside } from '../support/meter-inside.js';
import { startProxy, type Proxy } from '../support/proxy.js';
import { startRedis, type TestServer } from '../support/redis-server.js';
import { assertMatchesSchema } from '../support/schema.js';

let server: TestServer;
let manifest: Manifest;
let client: Redis;
let proxy: Proxy;
beforeAll(async () => {
  server = await startRedis();
  manifest = await loadRelay(server.port, true);
  client = server.client();
});
afterAll(async () => {
  await proxy.stop();
  await server.stop();
});

/** What the server has executed, and what it has refused without executing it, since the statistics were reset. */
async function counted(): Promise<number> {
  const stats = await client.info('stats');
  const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(stats)?.[1]);
  // CONFIG RESETSTAT counts itself.
  return field('total_commands_processed') - 1 + field('total_error_replies');
}

async function measured(args: readonly string[]) {
  await proxy?.stop();
  proxy = await startProxy(server.port);
  await client.config('RESETSTAT');
  const run = await auditInside(['-u', proxy.url, ...args]);
  return { ...run, server: await counted(), wire: proxy.commands, spent: run.envelope.spent?.commands ?? Number.NaN };
}

describe('what an audit says that it has spent', () => {
  test.each([[[]], [['--exact']], [['--db', 'all']]])('is what the server has counted: %j', async (args) => {
    const { server: told, wire, spent } = await measured(args);
    expect({ told, wire }).toEqual({ told: spent, wire: spent });
    expect(spent).toBeGreaterThan(1000);
  });
});

describe('--max-commands', () => {
  test.each([40, 100, 1000, 20_000])(
    '%d is never exceeded: all keys are counted, and the report says what it did not look at',
    async (ceiling) => {
      const { data, envelope, code, server: told, wire, spent } = await measured(['--max-commands', String(ceiling)]);
      expect(told).toBeLessThanOrEqual(ceiling);
      expect({ told, wire }).toEqual({ told: spent, wire: spent });
      expect({ code, partial: data.source.partial }).toEqual({ code: 6, partial: 'max-commands' });
      expect(data.keys).toBe(keysOf(manifest));
      expect(data.families.reduce((sum, family) => sum + family.sampled, 0)).toBeLessThan(data.keys);
      expect(data.source.exact).toBe(false);
      expect(envelope.warnings.join('\n')).toMatch(/--max-commands .*[\d,]+ keys/);
      expect(data.source.unread).toBeGreaterThan(0);
      const unsized = data.families.filter(({ bytes }) => bytes === null);
      for (const [grain, group] of Object.entries(data.byGrain)) {
        const members = data.families.filter((family) => family.grain === grain);
        const lacking = members.filter((family) => unsized.includes(family)).length;
        if (lacking === members.length) expect(group.bytes).toBeNull();
        else expect([grain, group.bytesHigh === null]).toEqual([grain, lacking > 0]);
      }
      await assertMatchesSchema('audit', envelope);
    },
  );

  test('what it has kept from the report stands at the top, and sums without it are lower bounds', async () => {
    const { stdout } = await runMeterInside(['audit', '-u', server.url, '--max-commands', '200', '--now', NOW]);
    const [head = '', rest = ''] = stdout.split('\nFamilies');
    expect(head.replace(/\s+/g, ' ')).toMatch(
      /--max-commands left .*[\d,]+ keys of the sample unread: of \d+ families no size is known, sums marked ≥ are without them/,
    );
    expect(rest).toMatch(/≥ \d/);
    expect(rest).not.toMatch(/[~≥] ?-/);
    expect(rest.replace(/\s+/g, ' ')).toMatch(/Notes .*heavy-optional-data could not be checked/);
  });

  test('enough for everything changes nothing', async () => {
    const { data, envelope } = await measured(['--max-commands', '100000']);
    expect(data.source).toMatchObject({ partial: null, countProven: true });
    expect(data.clock.offsetFrom).toBe('data');
    expect(envelope.warnings.join('\n')).not.toContain('--max-commands');
  });

  test('nothing is called gone for want of commands to ask for it', async () => {
    const { data } = await measured(['--max-commands', '100']);
    const gone = data.findings.filter(({ code }) => code === 'orphan-owner');
    expect(gone.every(({ count }) => count === 1)).toBe(true);
  });

  test('less than an audit can start with is a usage error', async () => {
    const { stdout, code } = await runMeterInside(['audit', '-u', server.url, '--max-commands', '39']);
    expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
  });

  test('--limit ends the scan, without a failure', async () => {
    const { data, code } = await measured(['--limit', '500']);
    expect(code).toBe(0);
    expect(data.keys).toBe(500);
    expect(data.source).toMatchObject({ partial: 'limit', countProven: false });
  });
});
