/** One family of a draft, from its pattern and what was read of a few keys. */
import { fillPattern, parsePattern } from '../../profile/pattern.js';
import type { Family, Grain, Placeholder, RedisType, TtlPolicy, Unit } from '../../profile/types.js';
import { unitOf } from './guessed-units.js';
import { madeUp, type NamedPattern } from './named-pattern.js';
import type { Sampled } from './sampled.js';

const GRAINS: readonly (readonly [kind: Placeholder['kind'], grain: Grain])[] = [
  ['hour', 'hour'],
  ['date', 'day'],
  ['month', 'month'],
];

/** TTLs that applications set, in seconds. */
const USUAL = [
  30, 60, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400, 172_800, 604_800, 1_209_600, 2_592_000, 2_764_800, 7_776_000,
  31_536_000,
];
/** Hashes with more fields have names in them, which no list of fields covers. */
const MOST_FIELDS = 40;
const FIELD = /^[A-Za-z_][\w.-]{0,60}$/;

export function draftFamily(id: string, { pattern, placeholders }: NamedPattern, read: Sampled): Family {
  const type = mostOften(read.types) ?? 'string';
  const kinds = Object.values(placeholders).map(({ kind }) => kind);
  return {
    id,
    pattern,
    ...(Object.keys(placeholders).length > 0 && { placeholders }),
    type,
    ...fieldsOf(type, read),
    ...(type === 'string' && read.texts.length > 0 && { value: unitOf(lastWord(pattern), read.texts) }),
    ttl: ttlOf(read.ttls),
    grain: GRAINS.find(([kind]) => kinds.includes(kind))?.[1] ?? 'none',
    valueClass: 'operational',
    role: read.ttls.some((ttl) => ttl >= 0) ? 'cache' : 'entity',
    breaks: 'Not known: say what stops working without these keys.',
    examples: [fillPattern(pattern, Object.fromEntries(Object.entries(placeholders).map(([name, one]) => [name, madeUp(one)])))],
  };
}

function mostOften(types: readonly RedisType[]): RedisType | null {
  const counts = new Map<RedisType, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** Fields that all hashes have, and those that some have. */
function fieldsOf(type: RedisType, { fields, hashes }: Sampled): Pick<Family, 'fields' | 'optionalFields'> {
  const named = [...fields].filter(([field]) => FIELD.test(field));
  if (type !== 'hash' || named.length === 0 || fields.size > MOST_FIELDS) return {};
  const units = (wanted: boolean): Record<string, Unit> =>
    Object.fromEntries(
      named
        .filter(([, values]) => (values.length === hashes) === wanted)
        .map(([field, values]) => [field, unitOf(field, values)]),
    );
  const [always, sometimes] = [units(true), units(false)];
  return {
    ...(Object.keys(always).length > 0 && { fields: always }),
    ...(Object.keys(sometimes).length > 0 && { optionalFields: sometimes }),
  };
}

function ttlOf(ttls: readonly number[]): TtlPolicy {
  const expiring = ttls.filter((ttl) => ttl >= 0);
  if (expiring.length === 0) return { expires: false };
  const longest = expiring.reduce((most, ttl) => Math.max(most, ttl), 0) / 1000;
  const seconds = USUAL.find((usual) => usual >= longest);
  return {
    expires: true,
    ...(seconds !== undefined && { seconds }),
    rearmed: 'each-write',
    ...(expiring.length < ttls.length && { orStays: true }),
    note: 'sampled: the longest TTL seen, rounded up',
  };
}

const lastWord = (pattern: string): string => {
  const texts = parsePattern(pattern).flatMap((part) => ('literal' in part ? part.literal.split(':') : []));
  return texts.findLast((text) => text !== '') ?? '';
};

/** Kebab-case words of the pattern's text, joined by dots; `taken`: ids of other families. */
export function familyId(pattern: string, taken: ReadonlySet<string>): string {
  const words = parsePattern(pattern)
    .flatMap((part) => ('literal' in part ? part.literal.split(':') : []))
    .map((text) =>
      text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, ''),
    )
    .filter((text) => text !== '');
  const base = words.length === 0 ? 'keys' : words.slice(0, 4).join('.');
  let id = base;
  for (let number = 2; taken.has(id); number++) id = `${base}-${number}`;
  return id;
}
