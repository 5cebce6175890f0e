import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { targetTyped, withTarget } from '../../../src/lib/cli/base/target-typed.js';

test('no flag that leads to a server gives a password away', () => {
  const password = fc.stringMatching(/^[\w!$%^*()+=~-]{8,20}$/).map((text) => `S3${text}`);
  const url = fc
    .record({
      scheme: fc.constantFrom('redis://', 'rediss://', 'unix://', ''),
      user: fc.constantFrom('', 'default', 'relay'),
      secret: password,
      host: fc.constantFrom('localhost:6379/1', '/run/redis.sock', '[::1]:6379'),
    })
    .map(({ scheme, user, secret, host }) => ({ secret, url: `${scheme}${user}:${secret}@${host}` }));
  fc.assert(
    fc.property(url, password, password, ({ url: address, secret }, own, sentinels) => {
      const typed = targetTyped({ url: address, password: own, 'sentinel-password': sentinels });
      for (const each of [secret, own, sentinels]) expect(typed).not.toContain(each);
      expect(typed).toContain('--ask-password');
    }),
  );
});

describe('the flags that lead to the same server', () => {
  test.each([
    [{}, ''],
    [{ target: 'prod', url: 'redis://localhost:6379/2', password: 'x' }, ' --target prod'],
    [{ target: 'prod', db: '3' }, ' --target prod --db 3'],
    [{ url: 'redis://localhost:6379/2' }, ' --url redis://localhost:6379/2'],
    [{ url: 'rediss://relay:pw@h:6380' }, ' --url rediss://relay@h:6380 --ask-password'],
    [{ url: 'unix:///run/a.sock?password=x&db=1' }, " --url 'unix:///run/a.sock?db=1' --ask-password"],
    [{ host: 'h', port: 6380, tls: true, db: '3' }, ' --host h --port 6380 --db 3 --tls'],
    [{ 'env-file': '/opt/my relay/.env', db: 'all' }, " --env-file '/opt/my relay/.env'"],
    [
      { sentinel: 'a:1,b:2', 'master-name': 'm', user: 'u', 'ask-password': true },
      ' --user u --sentinel a:1,b:2 --master-name m --ask-password',
    ],
  ])('%j', (flags, typed) => {
    expect(targetTyped(flags)).toBe(typed);
  });

  test('are those of meter restore, whose --key is another', () => {
    expect(targetTyped({ host: 'h', key: 'client.pem' }, 'restore')).toBe(' --host h --tls-key client.pem');
  });

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
  ])('stand behind each command of "%s"', (sentence, expected) => {
    expect(withTarget(sentence, ' -T')).toBe(expected);
  });
});
