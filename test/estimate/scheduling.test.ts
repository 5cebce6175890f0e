/** What a whole request sends by the kind of account that serves it, beside what MONITOR showed of the application with made-up accounts. */
import { describe, expect, test } from 'vitest';
import { loadOf } from '../../src/lib/estimate/totals.js';
import { flowsFor } from '../support/estimate.js';

interface Case {
  shares: Record<string, number>;
  accounts?: number;
  models?: number;
}

async function whole({ shares, accounts = 1, models = 1 }: Case): Promise<{ sent: number; inScripts: number }> {
  const flows = await flowsFor('claude-relay-service@1.1.314', { shares, accounts, models });
  const { wire, counted } = loadOf(flows).perRequest;
  return { sent: wire, inScripts: counted - wire };
}

const CONSOLE = { 'console-account': 1 };
const POOL = { ...CONSOLE, 'shared-pool': 1 };
const NEW = { ...POOL, 'new-conversation': 1 };
const CCR = { 'ccr-account': 1 };
const RESPONSES = { 'responses-account': 1 };

describe('a request through', () => {
  test.each<[string, Case, number, number]>([
    ['a console account that its key is bound to', { shares: CONSOLE }, 292, 10],
    ['one with a cap on concurrency', { shares: { ...CONSOLE, 'account-cap': 1 } }, 294, 18],
    ['a console account of the shared pool, conversation known', { shares: { ...POOL, 'account-cap': 1 }, accounts: 4 }, 316, 28],
    ['the same, four models used that day', { shares: { ...POOL, 'account-cap': 1 }, accounts: 3, models: 4 }, 319, 28],
    // Reads of what accounts used of each model are left out: 9 and 11 of them were seen.
    ['one of two, half with a cap', { shares: { ...NEW, 'account-cap': 0.5 }, accounts: 2, models: 0 }, 348 - 9, 34],
    ['one of four, half with a cap', { shares: { ...NEW, 'account-cap': 0.5 }, accounts: 4, models: 0 }, 393 - 11, 56],
    ['a CCR account, conversation known', { shares: CCR }, 291, 0],
    ['the only CCR account', { shares: { ...CCR, 'new-conversation': 1 } }, 292, 0],
    ['one of three CCR accounts', { shares: { ...CCR, 'new-conversation': 1 }, accounts: 3 }, 302, 0],
    ['a responses account that its key is bound to', { shares: RESPONSES }, 284, 0],
    ['one of three responses accounts', { shares: { ...RESPONSES, 'shared-pool': 1 }, accounts: 3 }, 291, 0],
  ])('%s', async (_what, which, sent, inScripts) => {
    expect(await whole(which)).toEqual({ sent, inScripts });
  });

  test('each kind in turn is a mean of those that are left', async () => {
    const [official, own, ccr] = await Promise.all([whole({ shares: {} }), whole({ shares: CONSOLE }), whole({ shares: CCR })]);
    const mixed = await whole({ shares: { 'console-account': 0.5, 'ccr-account': 0.5 } });
    expect(mixed.sent).toBeCloseTo(0.5 * own.sent + 0.25 * ccr.sent + 0.25 * official.sent, 9);
  });
});
