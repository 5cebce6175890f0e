import { formatCount, formatPlusMinus, formatShare } from '../../format/number.js';
import { bytesText } from './figures.js';
import { isLowerBound, sumFigures } from '../../audit/bytes-figure.js';
import type { AuditData, GroupRow } from '../../audit/model.js';
import { renderTable, type Cell } from '../render/table.js';
import { heading, INDENT, type TextContext } from '../render/lines.js';

const BAR = 20;
/** Narrower terminals have no room for the bar. */
const BAR_FROM = 90;

/** What the fine-grained statistics take, then the whole keyspace by grain and by class. */
export async function groupsText(context: TextContext, data: AuditData): Promise<string> {
  const sum = sumFigures(data.families);
  // A share of a sum that leaves families out would be too large.
  const total = isLowerBound(sum) ? { ...sum, bytes: null } : sum;
  const { hourly, minute, perModel } = data.fineGrained;
  const isUncertain = data.families.some(({ bytesLow, bytesHigh }) => bytesLow !== bytesHigh);
  const head = [
    '',
    '',
    'families',
    'keys',
    'share',
    'bytes',
    ...(isUncertain ? ['±'] : []),
    ...(context.width >= BAR_FROM ? [total.bytes === null ? 'of keys' : 'of bytes'] : []),
  ];
  const rows = [
    ...section('statistics', present({ hourly, 'per minute': minute, 'per model': perModel })),
    ...section('grain', data.byGrain),
    ...section('class', data.byClass),
  ].map((line) => groupCells(context, line, total, isUncertain));
  const table = await renderTable(head, rows, {
    color: context.color,
    width: context.width,
    align: ['left', 'left', 'right', 'right', 'right', 'right', ...(isUncertain ? (['right'] as const) : []), 'left'],
    flexible: 1,
    indent: INDENT,
  });
  return `${heading(context, 'What the statistics take', 'the first three overlap')}\n${table}`;
}

/** A row of zeros says nothing. */
const present = (groups: Record<string, GroupRow>): Record<string, GroupRow> =>
  Object.fromEntries(Object.entries(groups).filter(([, { keys }]) => keys > 0));

interface Line {
  title: string;
  name: string;
  group: GroupRow;
}

function section(title: string, groups: Partial<Record<string, GroupRow>>): Line[] {
  const present = Object.entries(groups).flatMap(([name, group]) => (group === undefined ? [] : { name, group }));
  return present
    .toSorted((one, other) => (other.group.bytes ?? 0) - (one.group.bytes ?? 0) || other.group.keys - one.group.keys)
    .map((line, index) => ({ title: index === 0 ? title : '', ...line }));
}

function groupCells(
  context: TextContext,
  { title, name, group }: Line,
  total: { keys: number; bytes: number | null },
  isUncertain: boolean,
): Cell[] {
  const part = total.bytes === null ? share(group.keys, total.keys) : share(group.bytes ?? 0, total.bytes);
  return [
    { text: title, paint: context.style.dim },
    name,
    formatCount(group.families),
    formatCount(group.keys),
    formatShare(group.share),
    bytesText(group),
    ...(isUncertain ? [formatPlusMinus(group.bytes, group.bytesLow, group.bytesHigh).slice(1)] : []),
    ...(context.width >= BAR_FROM ? [{ text: bar(part), paint: context.style.blue }] : []),
  ];
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.min(1, part / whole));

/** Whole blocks, then one of an eighth's precision. */
function bar(part: number): string {
  const eighths = Math.round(part * BAR * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8];
}
