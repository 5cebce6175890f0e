import { expect, test } from 'vitest';
import { withTarget } from '../../../src/lib/cli/base/with-target.js';

test.each([
  ['meter prune --hourly', 'meter prune --hourly -T'],
  ['meter prune --hourly, or more memory', 'meter prune --hourly -T, or more memory'],
  ["meter audit --pattern 'a b:*' --type hash --show-ids", "meter audit --pattern 'a b:*' --type hash --show-ids -T"],
  [
    'fewer keys, fewer commands: meter prune --family x --trim-to 50',
    'fewer keys, fewer commands: meter prune --family x --trim-to 50 -T',
  ],
  ['see meter flags list', 'see meter flags list'],
  ['redis-cli CONFIG SET appendonly yes', 'redis-cli CONFIG SET appendonly yes'],
])('the target stands behind each command of "%s"', (sentence, expected) => {
  expect(withTarget(sentence, ' -T')).toBe(expected);
});
