/** The families of a profile, or every detail of one family. */
import { formatDuration } from '../../format/duration.js';
import { formatCount } from '../../format/number.js';
import type { Family, Profile } from '../../profile/types.js';
import type { Document, Fact, Row } from '../document.js';
import { en } from '../messages/en.js';
import type { Messages } from '../messages/messages.js';

/** Number of families on one screen. */
const SHOWN = 25;

export const profileDocument = (
  { name, title, readFrom, families }: Profile,
  { profile: { show }, common }: Messages = en,
): Document => ({
  title: { text: show.titles.profile, name, remark: title },
  blocks: [
    { kind: 'facts', facts: [{ label: show.labels.readFrom, text: readFrom }] },
    {
      kind: 'table',
      id: 'families',
      title: show.families,
      remark: formatCount(families.length),
      columns: [
        { id: 'pattern', title: show.heads.pattern, type: 'id', whole: true },
        { id: 'family', title: show.heads.family, type: 'id' },
        { id: 'type', title: show.heads.type, type: 'text', drop: 3 },
        { id: 'ttl_seconds', title: show.heads.ttl, type: 'time', drop: 4 },
        { id: 'class', title: show.heads.class, type: 'text', drop: 2 },
        { id: 'grain', title: show.heads.grain, type: 'text', drop: 1 },
      ],
      rows: families.map((family): Row => ({
        pattern: family.pattern,
        family: family.id,
        type: typesOf(family),
        ttl_seconds: { value: (family.ttl.expires ? family.ttl.seconds : null) ?? null, text: ttlText(family, show) },
        class: { value: family.valueClass, text: common.valueClass(family.valueClass) },
        grain: { value: family.grain, text: common.grain(family.grain) },
      })),
      shown: SHOWN,
      rest: show.rest(families.length - SHOWN),
    },
  ],
  summary: { text: show.summary(families.length) },
});

type Show = Messages['profile']['show'];

const typesOf = ({ type, alsoTypes = [] }: Family): string => [type, ...alsoTypes].join(', ');

function ttlText({ ttl }: Family, { ttl: { none, varies } }: Show): string {
  if (!ttl.expires) return none;
  return ttl.seconds === undefined ? varies : formatDuration(ttl.seconds);
}

export function familyDocument(profile: Profile, family: Family, messages: Messages = en): Document {
  const { profile: words, common } = messages;
  const { show } = words;
  return {
    title: { text: show.titles.family, name: family.id, remark: show.of(profile.name) },
    blocks: [{ kind: 'facts', id: 'family', facts: familyFacts(family, messages) }],
    summary: {
      text: show.oneSummary({
        pattern: family.pattern,
        types: typesOf(family),
        ttl: ttlText(family, show),
        valueClass: common.valueClass(family.valueClass),
      }),
    },
  };
}

function familyFacts(family: Family, { profile: { show }, common }: Messages): Fact[] {
  const { ttl, keep, growth } = family;
  const { labels } = show;
  return [
    ...factOf(labels.pattern, family.pattern),
    ...factOf(labels.examples, ...family.examples),
    ...factOf(labels.type, typesOf(family)),
    ...factOf(labels.role, family.role),
    ...factOf(labels.class, common.valueClass(family.valueClass)),
    ...factOf(labels.grain, common.grain(family.grain)),
    ...factOf(labels.ttl, ttl.expires ? show.ttlText(ttlText(family, show), ttl.rearmed, ttl.note) : show.ttl.none),
    ...factOf(labels.keep, keep && show.keep(keep.periods, keep.reader)),
    ...factOf(labels.breaks, family.breaks),
    ...factOf(labels.growth, growth && show.growth(growth.bound, growth.note)),
    ...factOf(labels.since, family.since),
    ...factOf(labels.until, family.until),
    ...factOf(labels.value, family.value),
    ...factOf(labels.fields, ...fieldTexts(family.fields, show)),
    ...factOf(labels.optional, ...fieldTexts(family.optionalFields, show)),
    ...factOf(labels.evidence, family.generic ? show.generic : family.evidenceFields && show.anyOf(family.evidenceFields)),
  ];
}

/** A line for each text; empty if there is none. */
const factOf = (label: string, ...texts: readonly (string | undefined)[]): Fact[] =>
  texts.flatMap((text, index) => (text ? [{ label: index === 0 ? label : '', text }] : []));

const fieldTexts = (fields: Family['fields'], { field }: Show): string[] =>
  Object.entries(fields ?? {}).map(([name, unit]) => field(name, unit));
