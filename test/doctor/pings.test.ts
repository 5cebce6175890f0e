import { expect, test } from 'vitest';
import { pingNode, type PingTimes } from '../../src/lib/doctor/ask/pings.js';
import { connectControl } from '../../src/lib/redis/control.js';
import { bulkOptions } from '../support/connection.js';
import { CLOSE, startHostile, type Hook } from '../support/hostile-server.js';

const HELD_MS = 100;
const never = new AbortController().signal;

/** Sends PINGs to a server with this hook; the first PING is that of the login. */
async function pinged(hook: Hook, count: number, signal = never): Promise<PingTimes | null> {
  const server = await startHostile({ hook });
  try {
    const { target, address, guard, ledger } = await bulkOptions(server.port);
    const control = await connectControl(target, address, { guard, ledger });
    return await pingNode({ name: 'x', control }, count, signal).finally(() => control.close());
  } finally {
    await server.stop();
  }
}

test('PINGs are sent although earlier ones wait, so that a pause shows in many of them', async () => {
  const held: (() => void)[] = [];
  const hook: Hook = ([name], { nth }) => {
    if (name !== 'PING' || nth <= 5) return undefined;
    return {
      act(socket) {
        held.push(() => socket.write('+PONG\r\n'));
        // The answers come only when all of them have been sent, and a while later.
        if (nth === 16) setTimeout(() => held.forEach((answer) => answer()), HELD_MS);
      },
    };
  };
  const times = (await pinged(hook, 15))!;
  expect(times).toMatchObject({ node: 'x', sent: 15 });
  // In a closed loop only one of them would have waited, and none after it would have been sent.
  expect(times.maxSeconds).toBeGreaterThanOrEqual(0.09);
  expect(times.p50Seconds).toBeGreaterThanOrEqual(0.09);
  expect(times.p99Seconds).toBeLessThanOrEqual(times.maxSeconds);
});

test('a lost connection ends them with its error', async () => {
  const hook: Hook = ([name], { nth }) => (name === 'PING' && nth > 4 ? CLOSE : undefined);
  await expect(pinged(hook, 100)).rejects.toMatchObject({ name: 'MeterError' });
});

test('an interruption ends them', async () => {
  expect(await pinged(() => undefined, 100, AbortSignal.abort())).toBeNull();
});
