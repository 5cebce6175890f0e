import { expect, test } from 'vitest';
import { expiryTime, remainingTtl } from '../../src/lib/redis/remaining-ttl.js';
import { ReplyError } from '../../src/lib/redis/resp.js';

test.each([
  [-2, -2, null],
  [-1, -1, null],
  [0, 0, 1000],
  [17, 17, 1017],
  [10n ** 15n, 1e15, 1e15 + 1000],
  [9_223_372_036_854_775_807n, 2 ** 63, 9.2e18],
  ['17', null, null],
  [null, null, null],
  [undefined, null, null],
  [new ReplyError('ERR'), null, null],
])('of %s', (reply, left, end) => {
  expect(remainingTtl(reply)).toBe(left);
  expect(expiryTime(reply, 1000)).toBe(end);
});
