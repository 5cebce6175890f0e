/** The share of fine-grained statistics, then the whole keyspace by grain and by class. */
import { formatPlusMinus } from '../../format/number.js';
import { isLowerBound, sumFigures } from '../../audit/bytes-figure.js';
import type { AuditData, GroupRow } from '../../audit/model.js';
import type { Chart, Fact, Facts, Row, Table } from '../document.js';
import type { Messages } from '../messages/messages.js';
import { groupCharts } from './charts.js';
import { bytesText, sizeText } from './figures.js';

/** A line for each kind of statistics, and a table of all groups. */
export function groupBlocks(data: AuditData, messages: Messages): (Facts | Chart | Table)[] {
  const facts = statistics(data)
    .filter(({ group }) => group.share >= WORTH_SAYING)
    .map((one) => factOf(one, messages.audit.report.groups));
  return [
    ...(facts.length === 0 ? [] : [{ kind: 'facts', id: 'groups', facts } as const]),
    ...groupCharts(data, messages),
    groupsTable(data, messages),
  ];
}

/** Share of all keys. */
const WORTH_SAYING = 0.01;

interface Group {
  name: string;
  group: GroupRow;
}

function statistics({ fineGrained: { hourly, minute, perModel } }: AuditData): Group[] {
  return present({ hourly, 'per minute': minute, 'per model': perModel });
}

type Words = Messages['audit']['report']['groups'];

const factOf = ({ name, group }: Group, { labels, take }: Words): Fact => ({
  label: labels[name] ?? name,
  text: take(group.keys, group.share, sizeText(group)),
});

function groupsTable(data: AuditData, { audit, common }: Messages): Table {
  const words = audit.report.groups;
  const { heads } = words;
  const sum = sumFigures(data.families);
  // A share of a lower bound would be too large.
  const total = isLowerBound(sum) ? null : sum.bytes;
  const isUncertain = data.families.some(({ bytesLow, bytesHigh }) => bytesLow !== bytesHigh);
  return {
    kind: 'table',
    id: 'groups',
    title: words.title,
    remark: words.remark,
    detail: true,
    none: words.none,
    columns: [
      { id: 'by', title: heads.by, type: 'text' },
      { id: 'group', title: heads.group, type: 'text' },
      { id: 'families', title: heads.families, type: 'count' },
      { id: 'keys', title: heads.keys, type: 'count' },
      { id: 'share', title: heads.share, type: 'share' },
      { id: 'bytes', title: heads.bytes, type: 'bytes' },
      ...(isUncertain ? [{ id: 'plus_minus', title: '±', type: 'share', only: 'people' } as const] : []),
      { id: 'share_of_bytes', title: heads.share_of_bytes, type: 'share', ...(total === null && { only: 'machines' as const }) },
    ],
    rows: [
      ...rowsOf('statistics', statistics(data), total, words.by.statistics, (name) => words.names[name] ?? name),
      ...rowsOf('grain', present(data.byGrain), total, words.by.grain, common.grain),
      ...rowsOf('class', present(data.byClass), total, words.by.class, common.valueClass),
    ],
  };
}

/** Largest first, without empty groups. */
const present = (groups: Readonly<Partial<Record<string, GroupRow>>>): Group[] =>
  Object.entries(groups)
    .flatMap(([name, group]) => (group === undefined || group.keys === 0 ? [] : { name, group }))
    .toSorted((one, other) => (other.group.bytes ?? 0) - (one.group.bytes ?? 0) || other.group.keys - one.group.keys);

const rowsOf = (
  by: string,
  groups: readonly Group[],
  total: number | null,
  shownBy: string,
  nameOf: (name: string) => string,
): Row[] =>
  groups.map(({ name, group }, index) => ({
    by: { value: by, tone: 'quiet', text: index > 0 ? '' : shownBy },
    group: { value: name, text: nameOf(name) },
    families: group.families,
    keys: group.keys,
    share: group.share,
    bytes: { value: group.bytes, text: bytesText(group) },
    plus_minus: { value: null, text: formatPlusMinus(group.bytes, group.bytesLow, group.bytesHigh).slice(1) },
    share_of_bytes: total === null || total === 0 || group.bytes === null ? null : Math.min(1, group.bytes / total),
  }));
