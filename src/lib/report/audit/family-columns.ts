import type { ChalkInstance } from 'chalk';
import { formatBytes } from '../../format/bytes.js';
import { formatCount, formatPlusMinus, formatShare } from '../../format/number.js';
import { breaksTtlPromise, bytesText, classText, noTtlText, ttlText } from './figures.js';
import type { AuditData, FamilyRow } from '../../audit/model.js';
import type { Cell } from '../render/table.js';

export interface FamilyColumn {
  title: string;
  align: 'left' | 'right';
  /** On a narrow terminal the lowest number goes first; what has none stays. */
  drop?: number;
  cell(family: FamilyRow, style: ChalkInstance): Cell;
}

const UNCERTAINTY = '±';

const PROFILE: FamilyColumn = { title: 'profile', align: 'left', drop: 1, cell: (family) => family.profile ?? '-' };

const COLUMNS: readonly FamilyColumn[] = [
  {
    title: 'family',
    align: 'left',
    cell: (family, style) => (family.inferred ? { text: `? ${family.pattern}`, paint: style.yellow } : family.pattern),
  },
  { title: 'keys', align: 'right', cell: (family) => formatCount(family.keys) },
  { title: 'share', align: 'right', drop: 4, cell: (family) => formatShare(family.share) },
  { title: 'bytes', align: 'right', cell: (family) => bytesText(family) },
  {
    title: UNCERTAINTY,
    align: 'right',
    drop: 6,
    cell: (family) => formatPlusMinus(family.bytes, family.bytesLow, family.bytesHigh).slice(1),
  },
  { title: 'B/key', align: 'right', drop: 5, cell: (family) => formatBytes(family.bytesPerKey) },
  { title: 'type', align: 'left', drop: 3, cell: (family) => family.type ?? '-' },
  { title: 'TTL', align: 'right', drop: 9, cell: (family) => ttlText(family) },
  {
    title: 'no TTL',
    align: 'right',
    drop: 7,
    cell: (family, style) => ({ text: noTtlText(family), paint: breaksTtlPromise(family) ? style.red : (text) => text }),
  },
  {
    title: 'class',
    align: 'left',
    drop: 8,
    cell: (family, style) => ({ text: classText(family), paint: classPaint(style, family) }),
  },
  { title: 'grain', align: 'left', drop: 2, cell: (family) => family.grain },
];

function classPaint(style: ChalkInstance, family: FamilyRow): (text: string) => string {
  if (family.valueClass === 'excess') return style.yellow;
  if (family.valueClass === 'optional') return style.cyan;
  if (family.valueClass === 'secret') return style.magenta;
  return family.valueClass === 'required' ? (text) => text : style.dim;
}

/** The profile is named only where there are several, the interval only where something is uncertain. */
export function familyColumns({ profiles, families }: AuditData): FamilyColumn[] {
  const isUncertain = families.some(({ bytesLow, bytesHigh }) => bytesLow !== bytesHigh);
  const columns = COLUMNS.filter(({ title }) => title !== UNCERTAINTY || isUncertain);
  return profiles.length > 1 ? [...columns, PROFILE] : columns;
}
