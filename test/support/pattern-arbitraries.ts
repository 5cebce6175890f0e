/** Random patterns with values for their placeholders, for property tests of everything that reads patterns. */
import fc from 'fast-check';
import { escapeLiteral } from '../../src/lib/profile/pattern.js';
import type { Family, Placeholder, PlaceholderKind, Profile } from '../../src/lib/profile/types.js';

/** Any byte except the separator. */
const byte = fc.integer({ min: 0, max: 255 }).map((code) => (code === 58 ? '/' : String.fromCharCode(code)));
const odd = fc.constantFrom('[', ']', '*', '?', '\\', '^', '{', '}', ' ', '/', '.', '@', '-', 'a', '7', '\xff', '\0', '\n');

/** A byte string without `:`. */
export const segmentText = fc.string({ unit: fc.oneof(byte, odd), minLength: 1, maxLength: 12 });

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
const date = fc
  .tuple(fc.integer({ min: 1970, max: 2999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
  .map(([year, month, day]) => `${year}-${pad(month)}-${pad(day)}`);
const hourOfDay = fc.integer({ min: 0, max: 23 }).map((hour) => pad(hour));
const minuteOfHour = fc.integer({ min: 0, max: 59 }).map((minute) => pad(minute));
const week = fc
  .tuple(fc.integer({ min: 1970, max: 2999 }), fc.integer({ min: 1, max: 53 }))
  .map(([year, number]) => `${year}-W${pad(number)}`);
const dateHour = fc.tuple(date, hourOfDay).map(([day, hour]) => `${day}T${hour}`);

export const VALUES: Record<PlaceholderKind, fc.Arbitrary<string>> = {
  segment: segmentText,
  greedy: fc.oneof(
    fc.constantFrom('deepseek/deepseek-r1:free', 'claude-sonnet-4-5[1m]', 'a::b', 'tenant:7:alice'),
    fc.array(segmentText, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(':')),
  ),
  date,
  month: date.map((day) => day.slice(0, 7)),
  hour: fc.tuple(date, hourOfDay).map((parts) => parts.join(':')),
  'date-hour': dateHour,
  week,
  'week-start': fc.oneof(week, dateHour),
  minute: fc.integer({ min: 1_000_000, max: 999_999_999 }).map(String),
  'date-minute': fc.tuple(dateHour, minuteOfHour).map(([hour, minute]) => `${hour.replace('T', '-')}-${minute}`),
  'hour-minute': fc.tuple(hourOfDay, minuteOfHour).map((parts) => parts.join('-')),
  integer: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n }).map(String),
  uuid: fc.uuid(),
  sha256: fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdefABCDEF')), minLength: 64, maxLength: 64 }),
  hex: fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdefABCDEF')), minLength: 16, maxLength: 64 }),
  ip: fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('::1', '2001:db8::1', '::ffff:203.0.113.9', 'fe80::1%eth0')),
};

const KINDS = Object.keys(VALUES) as PlaceholderKind[];
const MANY: readonly PlaceholderKind[] = ['greedy', 'ip'];

export interface PatternCase {
  pattern: string;
  placeholders: Record<string, Placeholder>;
  values: Record<string, string>;
}

interface Part {
  before: string;
  after: string;
  kind: PlaceholderKind | null;
  value: string;
}

const around = fc.oneof(
  fc.constant(''),
  segmentText.filter((text) => text.length < 6),
);

const part = (kinds: readonly PlaceholderKind[]): fc.Arbitrary<Part> =>
  fc.constantFrom(...kinds).chain((kind) =>
    fc.record({
      // An hour is two segments, so it cannot have adjacent text.
      before: kind === 'hour' ? fc.constant('') : around,
      after: kind === 'hour' ? fc.constant('') : around,
      kind: fc.constant(kind),
      value: VALUES[kind],
    }),
  );

const literal: fc.Arbitrary<Part> = segmentText.map((before) => ({ before, after: '', kind: null, value: '' }));
const single = fc.oneof(literal, part(KINDS.filter((kind) => !MANY.includes(kind))));
const segments = fc.array(single, { maxLength: 4 });

/** A pattern with at most one placeholder of many segments, and one value for each placeholder. */
export const patternCase: fc.Arbitrary<PatternCase> = fc
  .tuple(segments, fc.option(part(MANY), { nil: null }), segments)
  .filter(([head, many, tail]) => head.length + tail.length > 0 || many !== null)
  .map(([head, many, tail]) => {
    const parts = [...head, ...(many ? [many] : []), ...tail];
    const texts = parts.map(
      ({ before, after, kind }, index) => `${escapeLiteral(before)}${kind ? `{p${index}}` : ''}${escapeLiteral(after)}`,
    );
    const named = parts.flatMap(({ kind, value }, index) => (kind ? [{ name: `p${index}`, kind, value }] : []));
    return {
      pattern: texts.join(':'),
      placeholders: Object.fromEntries(named.map(({ name, kind }) => [name, { kind }])),
      values: Object.fromEntries(named.map(({ name, value }) => [name, value])),
    };
  });

export const familyOf = (id: string, pattern: string, given: Partial<Family> = {}): Family => ({
  id,
  pattern,
  type: 'hash',
  ttl: { expires: false },
  grain: 'none',
  valueClass: 'operational',
  role: 'cache',
  breaks: 'nothing',
  examples: [],
  ...given,
});

export const profileOf = (
  families: readonly Family[],
  placeholders: Record<string, Placeholder> = {},
  given: Partial<Profile> = {},
): Profile => ({ name: 'test', title: 'Test', readFrom: 'nowhere', placeholders, families, ...given });
