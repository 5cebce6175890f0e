import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aiecs } from '../../src/lib/profile/builtin/aiecs/index.js';
import { compileProfile } from '../../src/lib/profile/classify.js';
import { lintProfile } from '../../src/lib/profile/lint.js';

const profile = compileProfile(aiecs);
const familyOf = (name: string): string | null => profile.classify(name)?.family.id ?? null;

test('the profile is sound', () => {
  expect(lintProfile(aiecs)).toEqual([]);
});

test.each([
  ['token_usage:alice:2026-11-20', 'alice', '2026-11-20'],
  ['token_usage:tenant:7:alice:2026-11-20', 'tenant:7:alice', '2026-11-20'],
  ['token_usage:alice:cycle-2026Q4', 'alice', 'cycle-2026Q4'],
  ['token_usage:health_check_test_2:2026-11-20', 'health_check_test_2', '2026-11-20'],
])('%s: the user may hold colons and the period is the last segment', (name, user, period) => {
  expect(profile.classify(name)).toMatchObject({ family: { id: 'token-usage' }, captures: { user, period } });
});

test('any user and period without a colon in the period are told apart', () => {
  const user = fc
    .string({ minLength: 1 })
    .filter((text) => !text.startsWith('health_check_test') && text.split(':').every(Boolean));
  const period = fc.string({ minLength: 1 }).filter((text) => !text.includes(':'));
  fc.assert(
    fc.property(user, period, (user, period) => {
      expect(profile.classify(`token_usage:${user}:${period}`)?.captures).toEqual({ user, period });
    }),
  );
});

test.each([
  ['token_usage:health_check_test:2026-11-20', 'token-usage.health-check'],
  ['sessions', 'session'],
  ['task_contexts', 'task-context'],
  ['conversation_sessions', 'conversation-session'],
  ['conversation:c-1', 'conversation'],
  ['checkpoints:t-1', 'checkpoint'],
  ['checkpoint_writes:t-1', 'checkpoint.write'],
  ['token_usage:alice', null],
  ['sessions:1', null],
  ['token_usages:alice:2026-11-20', null],
])('%s belongs to %s', (name, family) => {
  expect(familyOf(name)).toBe(family);
});

test('names that others use too prove nothing; usage counters prove it by their fields', () => {
  const [usage, ...others] = aiecs.families.filter((family) => family.id !== 'token-usage.health-check');
  expect(others.every((family) => family.generic)).toBe(true);
  expect(usage).toMatchObject({ id: 'token-usage', type: 'hash', ttl: { expires: false }, valueClass: 'required' });
  expect(usage?.evidenceFields).toEqual(['prompt_tokens', 'completion_tokens', 'total_tokens']);
});
