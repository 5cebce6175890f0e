/** The families of a profile, or every detail of one family. */
import { formatDuration } from '../../format/duration.js';
import { formatCount, formatCounted } from '../../format/number.js';
import type { Family, Profile } from '../../profile/types.js';
import type { Document, Fact, Row } from '../document.js';

/** Number of families on one screen. */
const SHOWN = 25;

export const profileDocument = ({ name, title, readFrom, families }: Profile): Document => ({
  title: { text: 'Profile', name, remark: title },
  blocks: [
    { kind: 'facts', facts: [{ label: 'Read from', text: readFrom }] },
    {
      kind: 'table',
      id: 'families',
      title: 'Families',
      remark: formatCount(families.length),
      columns: [
        { id: 'pattern', title: 'pattern', type: 'id', whole: true },
        { id: 'family', title: 'family', type: 'id' },
        { id: 'type', title: 'type', type: 'text', drop: 3 },
        { id: 'ttl_seconds', title: 'TTL', type: 'time', drop: 4 },
        { id: 'class', title: 'class', type: 'text', drop: 2 },
        { id: 'grain', title: 'grain', type: 'text', drop: 1 },
      ],
      rows: families.map(rowOf),
      shown: SHOWN,
      rest: formatCounted(families.length - SHOWN, 'family more', 'families more'),
    },
  ],
  summary: { text: `${formatCounted(families.length, 'family', 'families')}; --family ID shows all that is known of one.` },
});

const rowOf = (family: Family): Row => ({
  pattern: family.pattern,
  family: family.id,
  type: typesOf(family),
  ttl_seconds: { value: (family.ttl.expires ? family.ttl.seconds : null) ?? null, text: ttlText(family) },
  class: family.valueClass,
  grain: family.grain,
});

const typesOf = ({ type, alsoTypes = [] }: Family): string => [type, ...alsoTypes].join(', ');

function ttlText({ ttl }: Family): string {
  if (!ttl.expires) return 'none';
  return ttl.seconds === undefined ? 'varies' : formatDuration(ttl.seconds);
}

const REARMED = { 'each-write': 'renewed by each write', 'each-use': 'renewed by each use', never: 'never renewed' };

export const familyDocument = (profile: Profile, family: Family): Document => ({
  title: { text: 'Family', name: family.id, remark: `of ${profile.name}` },
  blocks: [{ kind: 'facts', id: 'family', facts: familyFacts(family) }],
  summary: { text: `${family.pattern}: ${typesOf(family)}, TTL ${ttlText(family)}, ${family.valueClass}.` },
});

function familyFacts(family: Family): Fact[] {
  const { ttl, keep, growth } = family;
  return [
    ...factOf('Pattern', family.pattern),
    ...factOf('Examples', ...family.examples),
    ...factOf('Type', typesOf(family)),
    ...factOf('Role', family.role),
    ...factOf('Class', family.valueClass),
    ...factOf('Grain', family.grain),
    ...factOf('TTL', ttl.expires ? [ttlText(family), REARMED[ttl.rearmed], ...(ttl.note ? [ttl.note] : [])].join('; ') : 'none'),
    ...factOf('Keep', keep && `the newest ${formatCount(keep.periods)} periods, for ${keep.reader}`),
    ...factOf('Breaks', family.breaks),
    ...factOf(
      'Growth',
      growth && `${growth.bound === 'none' ? 'without bound' : `up to ${formatCount(growth.bound)}`}: ${growth.note}`,
    ),
    ...factOf('Since', family.since),
    ...factOf('Until', family.until),
    ...factOf('Value', family.value),
    ...factOf('Fields', ...fieldTexts(family.fields)),
    ...factOf('Optional', ...fieldTexts(family.optionalFields)),
    ...factOf('Evidence', family.generic ? 'none: others use such names too' : family.evidenceFields?.join(' or ')),
  ];
}

/** A line for each text; empty if there is none. */
const factOf = (label: string, ...texts: readonly (string | undefined)[]): Fact[] =>
  texts.flatMap((text, index) => (text ? [{ label: index === 0 ? label : '', text }] : []));

const fieldTexts = (fields: Family['fields']): string[] =>
  Object.entries(fields ?? {}).map(([name, unit]) => `${name} (${unit})`);
