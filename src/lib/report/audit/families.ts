/** The families of keys: the largest for people, all figures of each for machines. */
import { formatBytes } from '../../format/bytes.js';
import { formatPlusMinus } from '../../format/number.js';
import { isGuess, sumFigures } from '../../audit/bytes-figure.js';
import type { AuditData, FamilyRow, SizeSource } from '../../audit/model.js';
import type { Column, Row, Table, Tone } from '../document.js';
import type { Messages } from '../messages/messages.js';
import { breaksTtlPromise, bySize, bytesText, noTtlText, sizeText, ttlText } from './figures.js';
import { FIGURES } from './family-figures.js';

const SHOWN = 5;
/** A report on a part says more about itself. */
const SHOWN_OF_PART = 3;

/** The table for machines comes first, because CSV takes the first table of a section. */
export const familyTables = (data: AuditData, messages: Messages): Table[] => [machineTable(data), peopleTable(data, messages)];

function machineTable({ families }: AuditData): Table {
  return {
    kind: 'table',
    id: 'families',
    title: 'families',
    only: 'machines',
    columns: Object.keys(FIGURES).map((id) => ({ id, title: id, type: 'text' })),
    rows: bySize(families).map((family) =>
      Object.fromEntries(Object.entries(FIGURES).map(([id, figure]) => [id, figure(family)])),
    ),
  };
}

function peopleTable(data: AuditData, messages: Messages): Table {
  const { report } = messages.audit;
  const families = bySize(data.families);
  const remark = families.some(({ bytes }) => bytes !== null) ? report.families.byBytes : report.families.byKeys;
  const shown = data.source.partial === null ? SHOWN : SHOWN_OF_PART;
  const hidden = families.slice(shown);
  const rest = sumFigures(hidden);
  return {
    kind: 'table',
    id: 'families',
    title: report.families.title,
    ...(families.length > 0 && { remark: remark(families.length) }),
    columns: columnsOf(data, report.families.heads),
    rows: families.map((family) => rowOf(family, messages)),
    shown,
    rest: report.families.rest(hidden.length, report.held(rest.keys, sizeText(rest))),
    none: report.families.none,
    details: [legend(families, data.source.sizes, report.families.legend)],
  };
}

/** Has the interval only if something is uncertain, and the profile only if there are several. */
function columnsOf({ profiles, families }: AuditData, heads: Messages['audit']['report']['families']['heads']): Column[] {
  const isUncertain = families.some(({ bytesLow, bytesHigh }) => bytesLow !== bytesHigh);
  return [
    { id: 'pattern', title: heads.pattern, type: 'id' },
    { id: 'keys', title: heads.keys, type: 'count', adds: true },
    { id: 'share', title: heads.share, type: 'share', drop: 4, adds: true },
    { id: 'bytes', title: heads.bytes, type: 'bytes', adds: true },
    ...(isUncertain ? [{ id: 'plus_minus', title: '±', type: 'share', drop: 6, detail: true } as const] : []),
    { id: 'bytes_per_key', title: heads.bytes_per_key, type: 'bytes', drop: 5, detail: true },
    { id: 'type', title: heads.type, type: 'text', drop: 3, detail: true },
    { id: 'ttl', title: heads.ttl, type: 'time', drop: 9 },
    { id: 'no_ttl', title: heads.no_ttl, type: 'count', drop: 7, detail: true },
    { id: 'class', title: heads.class, type: 'text', drop: 8 },
    { id: 'grain', title: heads.grain, type: 'text', drop: 2, detail: true },
    ...(profiles.length > 1 ? [{ id: 'profile', title: heads.profile, type: 'text', drop: 1, detail: true } as const] : []),
  ];
}

const CLASS_TONES: Partial<Record<string, Tone>> = { excess: 'warn', optional: 'name', secret: 'bad', operational: 'quiet' };

function rowOf(family: FamilyRow, { common, audit: { report } }: Messages): Row {
  const { pattern, inferred, keys, share, bytes, bytesLow, bytesHigh, bytesPerKey, valueClass, grain } = family;
  const tone = valueClass === null ? 'quiet' : CLASS_TONES[valueClass];
  return {
    pattern: inferred ? { value: pattern, text: `? ${pattern}`, tone: 'warn' } : pattern,
    keys,
    share,
    bytes: { value: bytes, text: bytesText(family) },
    plus_minus: { value: null, text: formatPlusMinus(bytes, bytesLow, bytesHigh).slice(1) },
    bytes_per_key: { value: bytesPerKey, text: formatBytes(bytesPerKey) },
    type: family.type ?? '-',
    ttl: { value: family.ttlSeconds?.median ?? null, text: ttlText(family, report.families) },
    no_ttl: { value: family.noTtl, text: noTtlText(family), ...(breaksTtlPromise(family) && { tone: 'bad' as const }) },
    class: {
      value: valueClass ?? '-',
      text: valueClass === null ? '-' : common.valueClass(valueClass),
      ...(tone !== undefined && { tone }),
    },
    grain: { value: grain, text: common.grain(grain) },
    profile: family.profile ?? '-',
  };
}

/** The signs that this table uses. */
function legend(
  families: readonly FamilyRow[],
  sizes: SizeSource,
  words: Messages['audit']['report']['families']['legend'],
): string {
  return [
    words.ttl,
    families.some(({ bytesLow }) => bytesLow !== null) ? words.bytes : [],
    families.some(isGuess)
      ? sizes === 'snapshot'
        ? words.computed
        : words.guessed
      : families.some((family) => bytesText(family).startsWith('~'))
        ? words.sampled
        : [],
    families.some(({ bytesLow, bytesHigh }) => bytesLow !== bytesHigh) ? words.interval : [],
    families.some(({ inferred }) => inferred) ? words.inferred : [],
  ]
    .flat()
    .join(' · ');
}
