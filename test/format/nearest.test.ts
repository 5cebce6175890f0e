import { expect, test } from 'vitest';
import { nearest } from '../../src/lib/format/nearest.js';

const NAMES = ['claude-relay-service', 'aiecs', 'new-api', 'one-api'];

test.each([
  ['newapi', ['new-api', 'one-api']],
  ['aeics', ['aiecs']],
  ['AIECS', ['aiecs']],
  ['claude', ['claude-relay-service']],
  ['on-api', ['one-api', 'new-api']],
  ['litellm', []],
  ['', []],
])('%s may have been meant for %j', (word, expected) => {
  expect(nearest(word, NAMES)).toEqual(expected);
});

test('two letters in the wrong order are one difference', () => {
  expect(nearest('kye', ['key', 'account', 'day'])).toEqual(['key']);
});

test('names at most three', () => {
  expect(nearest('key', ['key1', 'key2', 'key3', 'key4'])).toEqual(['key1', 'key2', 'key3']);
});
