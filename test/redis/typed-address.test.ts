import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressTyped } from '../../src/lib/redis/typed-address.js';

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
      const typed = addressTyped({ url: address, password: own, sentinelPassword: sentinels });
      for (const each of [secret, own, sentinels]) expect(typed).not.toContain(each);
      expect(typed).toContain('--ask-password');
    }),
  );
});

describe('the flags that lead to the same server', () => {
  test.each([
    [{}, ''],
    [{ target: 'prod', url: 'redis://localhost:6379/2', password: 'x' }, ' --target prod'],
    [{ target: 'prod', database: 3 }, ' --target prod --db 3'],
    [{ url: 'redis://localhost:6379/2' }, ' --url redis://localhost:6379/2'],
    [{ url: 'rediss://relay:pw@h:6380' }, ' --url rediss://relay@h:6380 --ask-password'],
    [{ url: 'unix:///run/a.sock?password=x&db=1' }, " --url 'unix:///run/a.sock?db=1' --ask-password"],
    [{ host: 'h', port: 6380, tls: true, database: 3 }, ' --host h --port 6380 --db 3 --tls'],
    [{ envFile: '/opt/my relay/.env', database: 'all' as const }, " --env-file '/opt/my relay/.env'"],
    [
      { sentinel: 'a:1,b:2', masterName: 'm', user: 'u', askPassword: true },
      ' --user u --sentinel a:1,b:2 --master-name m --ask-password',
    ],
  ])('%j', (flags, typed) => {
    expect(addressTyped(flags)).toBe(typed);
  });

  test('are those of meter restore, whose --key is another', () => {
    expect(addressTyped({ host: 'h', key: 'client.pem' }, 'restore')).toBe(' --host h --tls-key client.pem');
  });
});
