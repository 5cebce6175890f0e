import { describe, expect, test } from 'vitest';
import { builtinNames, builtinProfile, compileProfile, lintProfile } from 'redis-meter';

describe('the package without its command line', () => {
  test('classifies key names', async () => {
    const profile = await builtinProfile('claude-relay-service');
    const found = compileProfile(profile!).classify('usage:k1:model:hourly:deepseek/deepseek-r1:free:2026-11-20:03');
    expect(found?.family.id).toBe('key-model.hourly');
    expect(found?.captures).toEqual({ keyId: 'k1', model: 'deepseek/deepseek-r1:free', hour: '2026-11-20:03' });
  });

  test('holds profiles that lint finds sound', async () => {
    for (const name of builtinNames) expect(lintProfile((await builtinProfile(name))!)).toEqual([]);
  });
});
