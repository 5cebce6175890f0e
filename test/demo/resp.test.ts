import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCommand } from '../../src/lib/demo/entry.js';
import { loadKeyspace } from '../../src/lib/demo/load.js';
import { encodeChunks } from '../../src/lib/demo/resp.js';
import { CLOSED_PORT } from '../support/closed-port.js';
import { startRedis, type TestServer } from '../support/redis-server.js';

let server: TestServer;
const address = () => ({ host: '127.0.0.1', port: server.port });

beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

function* returning<Result>(commands: readonly DemoCommand[], result: Result): Generator<DemoCommand, Result> {
  yield* commands;
  return result;
}

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array).toString('latin1'));

describe('encodeChunks', () => {
  it('carries any bytes to the server unchanged', async () => {
    const client = server.client();
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 30 }), async (elements) => {
        await loadKeyspace(
          returning([['DEL', 'list'], ...elements.map((element) => ['RPUSH', 'list', element])], null),
          address(),
        );
        const held = await client.lrangeBuffer('list', 0, -1);
        expect(held.map((element) => element.toString('latin1'))).toEqual(elements);
      }),
      { numRuns: 60 },
    );
  });

  it('cuts a long stream into chunks of bounded size without losing a byte', () => {
    const commands = Array.from({ length: 5000 }, (_, index) => ['SET', `key:${index}`, 'x'.repeat(50)]);
    const chunks = [...encodeChunks(returning(commands, null))];
    const whole = commands.map((args) => `*3\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join('')}`).join('');
    expect(chunks.length).toBeGreaterThan(4);
    expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(256 * 1024);
    expect(Buffer.concat(chunks).toString('latin1')).toBe(whole);
  });
});

describe('loadKeyspace', () => {
  it('hands back what the generator returns, after the server has done everything', async () => {
    const commands = Array.from({ length: 20_000 }, (_, index) => ['SET', `many:${index}`, '1']);
    await expect(loadKeyspace(returning(commands, 'done'), address())).resolves.toBe('done');
    await expect(server.client().exists('many:19999')).resolves.toBe(1);
  });

  it('fails with the reason when the server refuses a command', async () => {
    await expect(loadKeyspace(returning([['HSET', 'half', 'field']], null), address())).rejects.toThrow(
      /wrong number of arguments/,
    );
  });

  it('fails when nothing listens', async () => {
    await expect(loadKeyspace(returning([['PING']], null), { host: '127.0.0.1', port: CLOSED_PORT })).rejects.toThrow(
      /ECONNREFUSED/,
    );
  });
});
