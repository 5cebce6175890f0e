/** Comparing results: what holds for any two, which are refused, and what a file may do. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparedResults, parsedResult } from '../../src/lib/diff/diff.js';
import { isMet, parseCondition } from '../../src/lib/diff/fail-on.js';
import type { Change, DiffData } from '../../src/lib/diff/model.js';
import { changeOf } from '../../src/lib/diff/quantity.js';
import { MeterError } from '../../src/lib/format/errors.js';
import type { AuditReport } from '../../src/lib/report/audit/worded.js';
import { type Envelope } from '../../src/lib/report/envelope.js';
import { printJson } from '../../src/lib/report/error-envelope.js';
import { auditEnvelope, familyRow } from '../support/audit-data.js';

const LATER = '2026-11-21T19:45:00.000Z';

type Changed = Partial<Omit<AuditReport, 'source'>> & { source?: Partial<AuditReport['source']> };

function auditOf({ source, ...changed }: Changed = {}, envelope: Partial<Envelope<AuditReport>> = {}): Envelope<AuditReport> {
  const base = auditEnvelope();
  const partial = { endedBecause: null, partial: null };
  return { ...base, ...envelope, data: { ...base.data, ...changed, source: { ...base.data.source, ...partial, ...source } } };
}

const resultOf = (envelope: Envelope<unknown>, name = 'a.json') => parsedResult(printJson(envelope), name);
const difference = (before: Envelope<unknown>, after: Envelope<unknown>): DiffData =>
  comparedResults(resultOf(before, 'before.json'), resultOf(after, 'after.json'));

const family = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'usage.daily', '__proto__', 'constructor'),
    keys: fc.nat(10_000),
    bytesPerKey: fc.option(fc.integer({ min: 1, max: 5_000 }), { nil: null }),
    exact: fc.boolean(),
  })
  .map((given) => familyRow({ ...given, pattern: `${given.id}:{x}` }));

const severity = fc.constantFrom('low' as const, 'medium' as const, 'high' as const);

const someAudit = fc
  .record({
    families: fc.uniqueArray(family, { selector: ({ id }) => id, maxLength: 8 }),
    chosen: fc.array(fc.record({ at: fc.nat(), severity, count: fc.nat(50) }), { maxLength: 6 }),
  })
  .map(({ families, chosen }) => {
    const { findings } = auditEnvelope().data;
    return auditOf({
      families,
      keys: families.reduce((sum, { keys }) => sum + keys, 0),
      findings: chosen.map(({ at, ...own }) => ({ ...findings[at % findings.length]!, ...own })),
    });
  });

const negated = ({ before, after, change, changeLow, changeHigh, counts }: Change) => ({
  before: after,
  after: before,
  change: change === null ? null : 0 - Number(change),
  changeLow: changeHigh === null ? null : 0 - changeHigh,
  changeHigh: changeLow === null ? null : 0 - changeLow,
  counts,
});
const plain = (given: Change) => {
  const { share, ...change } = { ...given, change: given.change === null ? null : Number(given.change) };
  return share === undefined ? null : change;
};

const MIRRORED = { new: 'gone', gone: 'new', grown: 'shrunk', shrunk: 'grown' } as const;

test('a result has not changed against itself', () => {
  fc.assert(
    fc.property(someAudit, (audit) => {
      const { totals, tables, findings, unlike } = difference(audit, audit);
      expect(totals.filter(({ counts }) => counts)).toEqual([]);
      expect(tables.flatMap(({ rows }) => rows)).toEqual([]);
      expect(tables[0]!.same).toBe(audit.data.families.length);
      expect(findings).toEqual({ new: [], cured: [], changed: [], same: audit.data.findings.length, unchecked: [] });
      expect(unlike.map(({ code }) => code)).not.toContain('order');
    }),
    { numRuns: 30 },
  );
});

test('there and back are mirror images', () => {
  fc.assert(
    fc.property(someAudit, someAudit, (one, other) => {
      const [there, back] = [difference(one, other), difference(other, one)];
      expect(back.totals.map(plain)).toEqual(
        there.totals.map((total) => ({ id: total.id, unit: total.unit, ...negated(total) })),
      );
      const mirrored = there.tables[0]!.rows.map(({ id, state, figures }) => [id, MIRRORED[state], figures.map(negated)]);
      const found = back.tables[0]!.rows.map(({ id, state, figures }) => [id, state, figures.map(plain)]);
      expect(new Map(found.map(([id, ...rest]) => [id, rest]))).toEqual(new Map(mirrored.map(([id, ...rest]) => [id, rest])));
      const codes = (list: { code: string }[]) => list.map(({ code }) => code).toSorted();
      expect(codes(back.findings!.new)).toEqual(codes(there.findings!.cured));
      expect(codes(back.findings!.cured)).toEqual(codes(there.findings!.new));
      expect(back.findings!.same).toBe(there.findings!.same);
    }),
    { numRuns: 40 },
  );
});

test('every family is in the rows, or has not changed', () => {
  fc.assert(
    fc.property(someAudit, someAudit, (one, other) => {
      const { rows, same } = difference(one, other).tables[0]!;
      const ids = new Set([...one.data.families, ...other.data.families].map(({ id }) => id));
      expect(rows.length + same).toBe(ids.size);
      for (const { id, state } of rows) {
        const [before, after] = [one, other].map(({ data }) =>
          data.families.find((row) => `claude-relay-service/${row.id}` === id),
        );
        if (state === 'new' || state === 'gone') expect(state === 'new' ? before : after).toBeUndefined();
        else if (before!.keys !== after!.keys) expect(state).toBe(after!.keys > before!.keys ? 'grown' : 'shrunk');
      }
    }),
    { numRuns: 30 },
  );
});

describe('a change counts', () => {
  test('exactly where figures are counted, beyond 2^53 and in fractions of a cent as well', () => {
    expect(changeOf({ value: '9007199254740993', half: 0 }, { value: '9007199254740994', half: 0 })).toMatchObject({
      change: '1',
      counts: true,
    });
    expect(changeOf({ value: '0.1', half: 0 }, { value: '0.30000000000000004', half: 0 }).change).toBe('0.20000000000000004');
    expect(changeOf({ value: 5, half: 0 }, { value: 5, half: 0 })).toMatchObject({ change: 0, share: 0, counts: false });
    expect(changeOf(undefined, { value: 5, half: 0 })).toMatchObject({ before: 0, change: 5, share: null, counts: true });
    expect(changeOf({ value: null, half: null }, { value: 5, half: 0 })).toMatchObject({ change: null, counts: false });
  });

  test('of sampled figures only outside the interval of the change', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.nat(1e5), fc.nat(1e5), (before, after, a, b) => {
        const { counts, changeLow, changeHigh } = changeOf({ value: before, half: a }, { value: after, half: b });
        expect(counts).toBe(Math.abs(after - before) > Math.hypot(a, b));
        if (a + b > 0) expect(counts).toBe(changeLow! > 0 || changeHigh! < 0);
      }),
    );
    expect(changeOf({ value: 1, half: null }, { value: 9e9, half: 0 }).counts).toBe(false);
  });
});

describe('like with like', () => {
  const refused: [string, Envelope<unknown>, string][] = [
    ['another command', { ...auditOf(), command: 'usage' }, 'is a result of audit'],
    ['a command that failed', { ...auditOf(), ok: false }, 'a command that failed'],
    ['another schema', { ...auditOf(), schemaVersion: 2 as 1 }, 'another schema: 2'],
    ['other keys', auditOf({ source: { filter: { pattern: 'a*', type: null } } }), '--pattern or --type'],
    ['a part of the keys', auditOf({ source: { partial: 'limit', endedBecause: 'limit' } }), 'of a part of the data (limit)'],
    ['another database', auditOf({}, { target: { ...auditEnvelope().target!, db: 7 } }), 'other databases: 0 and 7'],
    [
      'another application',
      auditOf({ profiles: [{ ...auditEnvelope().data.profiles[0]!, name: 'aiecs' }] }),
      'One result is of claude-relay-service',
    ],
    ['a command without comparison', { ...auditOf(), command: 'prune' }, 'a result of prune, which cannot be compared'],
  ];
  test.each(refused)('%s is refused in one sentence', (_, other, words) => {
    let refusal: unknown;
    try {
      difference(auditOf(), other);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(MeterError);
    expect(refusal).toMatchObject({ exitCode: 2 });
    expect((refusal as MeterError).message).toContain(words);
    expect((refusal as MeterError).message).toMatch(/^[^\n]+\.$/);
  });

  test('what else differs is said', () => {
    const [base] = [auditEnvelope()];
    const other = auditOf(
      {
        clock: { ...base.data.clock, now: '2026-01-01T00:00:00.000Z', utcOffset: 3 },
        source: { countProven: false, exact: true, kind: 'snapshot', sizes: 'snapshot' },
        profiles: base.data.profiles.map((profile) => ({ ...profile, version: '9.9.9' })),
      },
      { target: { ...base.target!, name: 'other:6379/0' } },
    );
    const { unlike, totals } = difference(auditOf(), other);
    expect(unlike.map(({ code }) => code).toSorted()).toEqual(
      ['order', 'target', 'release', 'source', 'mode', 'sizes', 'offset', 'unproven'].toSorted(),
    );
    expect(totals.find(({ id }) => id === 'bytes')).toMatchObject({ before: null, after: null, counts: false });
  });

  test('a finding that could not be looked for is not cured', () => {
    const [finding] = auditEnvelope().data.findings;
    const before = auditOf({ findings: [finding!] });
    const after = auditOf({ findings: [], notCheckable: [{ codes: [finding!.code], why: 'no INFO' }] });
    expect(difference(before, after).findings).toMatchObject({ cured: [], unchecked: [{ code: finding!.code }] });
    const unanswered = auditOf({ findings: [], source: { partial: 'max-commands' } });
    expect(difference(before, unanswered).findings).toMatchObject({ cured: [], unchecked: [{ code: finding!.code }] });
    expect(difference(before, auditOf({ findings: [] })).findings).toMatchObject({ cured: [{ code: finding!.code }] });
  });
});

describe('--fail-on', () => {
  const [before] = [auditOf({ families: [], keys: 1_000, findings: [] })];
  const grown = difference(before, auditOf({ families: [], keys: 1_100, findings: auditEnvelope().data.findings.slice(0, 1) }));
  const { severity: found } = auditEnvelope().data.findings[0]!;

  test.each([
    ['growth=10%', true],
    ['growth=10.1%', false],
    ['keys=5%', true],
    ['used-memory=0%', false],
    ['new-findings', true],
    [`new-findings=${found}`, true],
  ])('%s: %s', (text, met) => {
    expect(isMet(grown, [parseCondition(text)!])).toBe(met);
    expect(isMet(difference(before, before), [parseCondition(text)!])).toBe(false);
  });

  test.each(['', 'growth', 'growth=10', 'growth=-1%', 'new-findings=bad', 'GROWTH=1%', 'growth=1%%', 'a b=1%'])(
    '%j is none',
    (text) => {
      expect(parseCondition(text)).toBeNull();
    },
  );
});

describe('a file with the shape of a result', () => {
  const [row] = auditEnvelope().data.families;
  const many = (families: number): Envelope<AuditReport> =>
    auditOf({ families: Array.from({ length: families }, (_, at) => ({ ...row!, id: `inferred.${at}` })) });

  test.each<[string, Envelope<unknown>, string]>([
    ['a family twice', auditOf({ families: [row!, { ...row!, keys: row!.keys + 1 }] }), 'families has a row twice.'],
    ['more families than any audit', many(20_001), 'families has more than 20,000 rows.'],
    [
      'a figure that is too large',
      auditOf({ families: [{ ...row!, bytes: 1.7e308 }] }),
      'families.0.bytes is too large a number.',
    ],
    ['a count that is not whole', auditOf({ keys: 1.5 }), 'of audit: keys.'],
    ['bytes below 0', auditOf({ families: [{ ...row!, bytes: -1 }] }), 'of audit: families.0.bytes.'],
  ])('is refused with %s', (_, envelope, words) => {
    let refusal: unknown;
    try {
      difference(auditOf(), envelope);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ exitCode: 2, message: expect.stringContaining(words) as string });
  });

  test('may have a byte order mark, and as many families as the limit', () => {
    const marked = parsedResult(`\ufeff${printJson(many(20_000))}`, 'a.json');
    expect(comparedResults(marked, marked).tables[0]!.same).toBe(20_000);
  });

  test('is refused or has finite differences, whatever its numbers are', () => {
    const text = printJson(auditOf());
    const places = [...text.matchAll(/(?<=: )-?\d[\d.e+-]*(?=,?\n)/g)];
    const number = fc.constantFrom('1.7e308', '9007199254740991', '5e-324');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), number), { minLength: 1, maxLength: 20, size: 'max' }), (changes) => {
        let changed = text;
        for (const [at, by] of changes.toSorted(([a], [b]) => (b % places.length) - (a % places.length))) {
          const { index, 0: old } = places[at % places.length]!;
          changed = changed.slice(0, index) + by + changed.slice(index + old.length);
        }
        try {
          const [base, other] = [resultOf(auditOf()), parsedResult(changed, 'x.json')];
          for (const { totals, tables } of [comparedResults(base, other), comparedResults(other, base)])
            for (const { before, after, change, share } of [
              ...totals,
              ...tables.flatMap(({ rows }) => rows.flatMap((each) => each.figures)),
            ])
              expect([before, after, change, share].map(Number).every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ name: 'MeterError', exitCode: 2 });
        }
      }),
      { numRuns: 200 },
    );
  });
});

test('a share of next to nothing is none, as a share of 0 is', () => {
  expect(changeOf({ value: 5e-324, half: 0 }, { value: 9, half: 0 }).share).toBeNull();
});

test('findings that are the same are compared one by one', () => {
  const [finding] = auditEnvelope().data.findings;
  const same = (count: number): Envelope<AuditReport> => auditOf({ findings: Array.from({ length: count }, () => finding!) });
  expect(difference(same(20_000), same(19_999)).findings).toMatchObject({ same: 19_999, cured: [{ code: finding!.code }] });
});

test('whatever a file holds, it is a result or refused in one sentence', () => {
  const texts = fc.oneof(fc.json(), fc.string(), fc.constant('['.repeat(5_000)), fc.constant('{"a":'.repeat(40)));
  const damaged = fc
    .tuple(fc.nat(), fc.nat(), fc.constantFrom('null', '[]', '{}', '"x"', '-1', '1e400'))
    .map(([at, length, by]) => {
      const text = printJson(auditOf());
      const start = at % text.length;
      return text.slice(0, start) + by + text.slice(start + (length % 40));
    });
  fc.assert(
    fc.property(fc.oneof(texts, damaged), (text) => {
      try {
        comparedResults(parsedResult(text, 'x.json'), resultOf(auditOf()));
      } catch (error) {
        expect(error).toBeInstanceOf(MeterError);
        expect((error as MeterError).exitCode).toBe(2);
        expect((error as MeterError).message).toMatch(/^.{10,300}\.$/u);
      }
    }),
    { numRuns: 300 },
  );
});

test('the second result is the later one', () => {
  const later = auditOf({ clock: { ...auditEnvelope().data.clock, now: LATER } });
  expect(difference(auditOf(), later).unlike.map(({ code }) => code)).not.toContain('order');
  expect(difference(later, auditOf()).unlike.map(({ code }) => code)).toContain('order');
});
