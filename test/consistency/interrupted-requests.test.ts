/** Requests of which the later commands were never sent, as after kill -9. */
import { describe, expect, test } from 'vitest';
import { dayAgo } from '../support/clock.js';
import { checkHeld, type Held } from '../support/held-keys.js';

const DAY = dayAgo(24);
const MODEL = 'claude-sonnet-4-5';
const SUMS = ['A7', 'A8', 'A9'];

interface Counted {
  requests: number;
  inputTokens: number;
  outputTokens: number;
}

/** What is counted of all requests, and of those that came to their account statistics. */
function relay(all: Counted, ofAccounts: Counted): Held {
  const texts = ({ requests, inputTokens, outputTokens }: Counted): Record<string, string> => ({
    requests: String(requests),
    inputTokens: String(inputTokens),
    outputTokens: String(outputTokens),
    allTokens: String(inputTokens + outputTokens),
  });
  const [month, account] = [DAY.slice(0, 7), '00000000-0000-4000-8000-000000000002'];
  return new Map([
    [`usage:global:daily:${DAY}`, texts(all)],
    [`usage:global:monthly:${month}`, texts(all)],
    [`usage:model:daily:${MODEL}:${DAY}`, texts(all)],
    [`account_usage:daily:${account}:${DAY}`, texts(ofAccounts)],
    [`account_usage:monthly:${account}:${month}`, texts(ofAccounts)],
    [`account_usage:model:daily:${account}:${MODEL}:${DAY}`, texts(ofAccounts)],
  ]);
}

const ALL: Counted = { requests: 40, inputTokens: 4_000, outputTokens: 900 };

describe('account statistics', () => {
  test('that lack requests are partial, say how many they lack, and are not made up', async () => {
    const held = relay(ALL, { requests: 38, inputTokens: 3_900, outputTokens: 880 });
    for (const allowLower of [false, true]) {
      const { findings } = await checkHeld(held, SUMS, { allowLower });
      expect(findings.map(({ relation }) => relation.invariant.id)).toEqual(SUMS);
      for (const { class: kind, drift, cause, repair } of findings) {
        expect([kind, drift, repair.kind]).toEqual(['partial-write', null, 'none']);
        expect(cause).toMatch(/^2 requests have no account statistics: /);
      }
    }
  });

  test('that lack one request say so', async () => {
    const { findings } = await checkHeld(relay(ALL, { ...ALL, requests: 39 }), ['A7']);
    expect(findings[0]!.cause).toMatch(/^1 request has no account statistics: /);
  });

  test('that count the same requests with less output have another reason, and nothing is wrong', async () => {
    const { findings } = await checkHeld(relay(ALL, { ...ALL, outputTokens: 700 }), SUMS);
    expect(findings.map(({ class: kind, drift }) => [kind, drift])).toEqual(SUMS.map(() => ['known-drift', 'D6']));
  });

  test('that count fewer requests than could have used so much are corrupt', async () => {
    const { findings } = await checkHeld(relay({ ...ALL, inputTokens: 1e9 }, { ...ALL, requests: 39 }), ['A7']);
    expect(findings.map(({ class: kind }) => kind)).toEqual(['corruption']);
  });

  test('that count more than all requests are partial without an end that is known', async () => {
    const { findings } = await checkHeld(relay(ALL, { ...ALL, requests: 41 }), ['A7']);
    expect(findings.map(({ class: kind, cause }) => [kind, cause.includes('have no account')])).toEqual([
      ['partial-write', false],
    ]);
  });
});
