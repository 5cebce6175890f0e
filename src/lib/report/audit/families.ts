/** The families of keys: the largest for people, all figures of each for machines. */
import { formatBytes } from '../../format/bytes.js';
import { formatCounted, formatPlusMinus } from '../../format/number.js';
import { isGuess, sumFigures } from '../../audit/bytes-figure.js';
import type { AuditData, FamilyRow, SizeSource } from '../../audit/model.js';
import type { Column, Row, Table, Tone } from '../document.js';
import { amountText, breaksTtlPromise, bySize, bytesText, noTtlText, ttlText } from './figures.js';
import { FIGURES } from './family-figures.js';

const SHOWN = 5;

/** The table for machines comes first, because CSV takes the first table of a section. */
export const familyTables = (data: AuditData): Table[] => [machineTable(data), peopleTable(data)];

function machineTable({ families }: AuditData): Table {
  return {
    kind: 'table',
    id: 'families',
    title: 'Families',
    only: 'machines',
    columns: Object.keys(FIGURES).map((id) => ({ id, title: id, type: 'text' })),
    rows: bySize(families).map((family) =>
      Object.fromEntries(Object.entries(FIGURES).map(([id, figure]) => [id, figure(family)])),
    ),
  };
}

function peopleTable(data: AuditData): Table {
  const families = bySize(data.families);
  const order = families.some(({ bytes }) => bytes !== null) ? 'by bytes' : 'by keys';
  const hidden = families.slice(SHOWN);
  const rest = sumFigures(hidden);
  return {
    kind: 'table',
    id: 'families',
    title: 'Families',
    ...(families.length > 0 && { remark: `${families.length}, ${order}` }),
    columns: columnsOf(data),
    rows: families.map(rowOf),
    shown: SHOWN,
    rest: `${formatCounted(hidden.length, 'more family', 'more families')}: ${amountText(rest, formatCounted(rest.keys, 'key', 'keys'))}`,
    none: 'no keys',
    details: [legend(families, data.source.sizes)],
  };
}

/** Has the interval only if something is uncertain, and the profile only if there are several. */
function columnsOf({ profiles, families }: AuditData): Column[] {
  const isUncertain = families.some(({ bytesLow, bytesHigh }) => bytesLow !== bytesHigh);
  return [
    { id: 'pattern', title: 'family', type: 'id' },
    { id: 'keys', title: 'keys', type: 'count', adds: true },
    { id: 'share', title: 'share', type: 'share', drop: 4, adds: true },
    { id: 'bytes', title: 'bytes', type: 'bytes', adds: true },
    ...(isUncertain ? [{ id: 'plus_minus', title: '±', type: 'share', drop: 6, detail: true } as const] : []),
    { id: 'bytes_per_key', title: 'B/key', type: 'bytes', drop: 5, detail: true },
    { id: 'type', title: 'type', type: 'text', drop: 3, detail: true },
    { id: 'ttl', title: 'TTL left / full', type: 'time', drop: 9 },
    { id: 'no_ttl', title: 'no TTL', type: 'count', drop: 7, detail: true },
    { id: 'class', title: 'class', type: 'text', drop: 8 },
    { id: 'grain', title: 'grain', type: 'text', drop: 2, detail: true },
    ...(profiles.length > 1 ? [{ id: 'profile', title: 'profile', type: 'text', drop: 1, detail: true } as const] : []),
  ];
}

const CLASS_TONES: Partial<Record<string, Tone>> = { excess: 'warn', optional: 'name', secret: 'bad', operational: 'quiet' };

function rowOf(family: FamilyRow): Row {
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
    ttl: { value: family.ttlSeconds?.median ?? null, text: ttlText(family) },
    no_ttl: { value: family.noTtl, text: noTtlText(family), ...(breaksTtlPromise(family) && { tone: 'bad' as const }) },
    class: { value: valueClass ?? '-', ...(tone !== undefined && { tone }) },
    grain,
    profile: family.profile ?? '-',
  };
}

/** The signs that this table uses. */
function legend(families: readonly FamilyRow[], sizes: SizeSource): string {
  return [
    'TTL: the median of what is left, within 1 %, then what the family promises',
    families.some(({ bytesLow }) => bytesLow !== null) ? 'bytes: MEMORY USAGE, from 5 elements of a collection' : [],
    families.some(isGuess)
      ? sizes === 'snapshot'
        ? '~ computed as the server accounts its memory'
        : '~ guessed from types and lengths'
      : families.some((family) => bytesText(family).startsWith('~'))
        ? '~ estimated from a sample'
        : [],
    families.some(({ bytesLow, bytesHigh }) => bytesLow !== bytesHigh) ? '± half of the 95 % interval' : [],
    families.some(({ inferred }) => inferred) ? '? of no profile, inferred from the names' : [],
  ]
    .flat()
    .join(' · ');
}
