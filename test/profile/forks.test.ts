/** Keys that only forks write: no profile may remove them. */
import { expect, test } from 'vitest';
import { allBuiltin } from '../../src/lib/profile/builtin/all.js';
import { compileProfile } from '../../src/lib/profile/classify.js';

const compiled = allBuiltin.map(compileProfile);

test.each([
  'usage:fable:total:k1',
  'usage:cost:v2:total:k1',
  'apikey_secret_registry',
  'grok:account:a1',
  'claude_headers_pool:available',
  'session_pool:last_switch',
  'management_api_key:m1',
  'management_api_key:hash_map',
  'request_active:item:r1',
  'deepseek:account:a1',
  'kimi_session_mapping:9f86d081',
  'enterprise_pack_member:u1',
  'token_cache:openai_responses:entry:9f86d081',
  'account_usage:key:daily:a1:2026-11-20:k1',
  'rateLimit:token:7:ip:203.0.113.9',
  'rateLimit:v2:email:EV:9f86d081',
])('%s', (name) => {
  const classes = compiled.map((profile) => profile.classify(name)?.family.valueClass);
  expect(classes.filter((found) => found === 'optional' || found === 'excess')).toEqual([]);
});
