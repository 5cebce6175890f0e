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
const GEMINI = { 'gemini-account': 1 };
const GEMINI_API = { 'gemini-api-account': 1 };
const DROID = { 'droid-account': 1 };
const BEDROCK = { 'bedrock-account': 1 };
const shared = (shares: Record<string, number>) => ({ ...shares, 'shared-pool': 1 });
const first = (shares: Record<string, number>) => ({ ...shared(shares), 'new-conversation': 1 });

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
    ['a Gemini account that its key is bound to', { shares: GEMINI }, 275, 0],
    ['the only Gemini account', { shares: shared(GEMINI) }, 282, 0],
    ['one of three Gemini accounts', { shares: shared(GEMINI), accounts: 3 }, 290, 0],
    ['a Gemini API account that its key is bound to', { shares: GEMINI_API }, 275, 0],
    ['the only Gemini API account', { shares: shared(GEMINI_API) }, 283, 0],
    ['one of three Gemini API accounts', { shares: shared(GEMINI_API), accounts: 3 }, 293, 0],
    ['a Droid account that its key is bound to', { shares: DROID }, 283, 0],
    ['the only Droid account', { shares: first(DROID) }, 286, 0],
    ['one of three Droid accounts, conversation known', { shares: shared(DROID), accounts: 3 }, 290, 0],
    ['a Bedrock account that its key is bound to', { shares: BEDROCK }, 275, 0],
    ['a Bedrock account of the shared pool, conversation known', { shares: shared(BEDROCK), accounts: 3 }, 277, 0],
    ['the only Bedrock account', { shares: first(BEDROCK) }, 281, 0],
    ['one of three Bedrock accounts', { shares: first(BEDROCK), accounts: 3 }, 285, 0],
  ])('%s', async (_what, which, sent, inScripts) => {
    expect(await whole(which)).toEqual({ sent, inScripts });
  });

  test('each kind in turn is a mean of those that are left', async () => {
    const [official, own, ccr] = await Promise.all([whole({ shares: {} }), whole({ shares: CONSOLE }), whole({ shares: CCR })]);
    const mixed = await whole({ shares: { 'console-account': 0.5, 'ccr-account': 0.5 } });
    expect(mixed.sent).toBeCloseTo(0.5 * own.sent + 0.25 * ccr.sent + 0.25 * official.sent, 9);
  });
});
