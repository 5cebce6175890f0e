import fc from 'fast-check';
import type { ArchiveHead, ArchiveRecord } from '../../../../src/lib/change/archive/record.js';

export const HEAD: ArchiveHead = {
  meterVersion: '0.1.0',
  command: 'prune --hourly',
  createdAt: '2026-11-21T02:03:04.000Z',
  target: 'relay.example:6379/0',
  fingerprint: '5d7ce1d3b6f0f0a1c5b1f6e5d7a8b9c0d1e2f3a4',
  db: 0,
  server: '7.0.15',
  profile: 'claude-relay-service',
  utcOffset: 8,
};

/** Any bytes, as the inner byte strings have them. */
export const byteString = (maxLength = 40) => fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes).toString('latin1'));

const typed = fc.oneof(
  fc.record({ type: fc.constant('string' as const), value: byteString() }),
  fc.record({ type: fc.constant('set' as const), value: fc.array(byteString()) }),
  fc.record({
    type: fc.constant('zset' as const),
    value: fc.array(fc.record({ member: byteString(), score: fc.double({ noNaN: true }).map(String) })),
  }),
);

const value = fc.oneof(
  fc.constant({ form: 'absent' as const }),
  fc.record({ form: fc.constant('dump' as const), payload: byteString(600) }),
  typed.map((known) => ({ form: 'typed' as const, ...known })),
);

const decimal = fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String));

export const archiveRecord: fc.Arbitrary<ArchiveRecord> = fc.record(
  {
    db: fc.nat(2 ** 32 - 1),
    name: byteString(200),
    family: fc.constantFrom('key.hourly', 'key-model.hourly', 'account.hourly'),
    action: fc.constantFrom('delete', 'members', 'raise', 'expire'),
    value,
    expireAtMs: fc.option(fc.maxSafeInteger()),
    fields: fc.dictionary(byteString(), fc.record({ before: decimal, after: decimal }), { noNullPrototype: true }),
    details: fc.dictionary(byteString(), fc.oneof(byteString(), fc.array(byteString())), { noNullPrototype: true }),
  },
  { requiredKeys: ['db', 'name', 'family', 'action', 'value', 'expireAtMs'], noNullPrototype: true },
);

export const batches = fc.array(fc.array(archiveRecord, { maxLength: 6 }), { maxLength: 5 });
