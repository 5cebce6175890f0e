import { expect, test } from 'vitest';
import { batchSize } from '../../../src/lib/change/prune/batch-size.js';

const MIB = 2 ** 20;

test.each([
  ['small keys', [{ action: 'delete', keys: 1000, bytes: 300_000 }], 512],
  ['unknown sizes', [{ action: 'delete', keys: 1000, bytes: null }], 512],
  ['no keys', [], 512],
  [
    'some large keys',
    [
      { action: 'delete', keys: 1000, bytes: 300_000 },
      { action: 'delete', keys: 10, bytes: MIB },
    ],
    40,
  ],
  ['keys larger than a batch', [{ action: 'expire', keys: 2, bytes: 100 * MIB }], 1],
  ['large lists that are trimmed', [{ action: 'trim', keys: 2, bytes: 100 * MIB }], 512],
] as const)('%s', (_, families, size) => {
  expect(batchSize(families)).toBe(size);
});
