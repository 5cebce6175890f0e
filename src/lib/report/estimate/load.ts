/** Commands by source, by family and by entity. */
import type { GroupLoad } from '../../estimate/model.js';
import type { Cell, Column, Row, Table } from '../document.js';
import type { CommonMessages } from '../messages/en/common.js';
import type { EstimateReportMessages } from '../messages/en/estimate/report.js';
import { withoutBilled } from './billed.js';
import type { EstimateReport } from './worded.js';

type Heads = EstimateReportMessages['sources']['heads'];

const sourceColumns = (heads: Heads): Column[] => [
  { id: 'source', title: heads.source, type: 'id' },
  { id: 'sent_per_request', title: heads.sent, type: 'mean' },
  { id: 'round_trips_per_request', title: heads.trips, type: 'mean', drop: 4 },
  { id: 'billable_per_request', title: heads.billed, type: 'mean', drop: 3 },
  { id: 'sent_per_day', title: heads.sentPerDay, type: 'count' },
  { id: 'round_trips_per_day', title: heads.tripsPerDay, type: 'count', drop: 6 },
  { id: 'billable_per_day', title: heads.billedPerDay, type: 'count', drop: 7 },
];

const documentColumns = (heads: Heads): Column[] => [
  { id: 'documented_per_request', title: heads.document, type: 'mean', drop: 5 },
  { id: 'documented_per_day', title: heads.documentPerDay, type: 'count', drop: 2 },
];

const strong = (value: number | string, text?: string): Cell => ({
  value,
  tone: 'strong',
  ...(text !== undefined && { text }),
});
const quiet = (value: number | string | null, text?: string): Cell => ({
  value,
  tone: 'quiet',
  ...(text !== undefined && { text }),
});

export function sourcesTable(data: EstimateReport, { sources: words, total: totalText, none }: EstimateReportMessages): Table {
  const { sources, total, documented, profile } = data;
  const compared = documented !== null && profile.version !== 'documented' ? documented : null;
  const others = (documented?.sources ?? []).filter(({ id }) => !sources.some((row) => row.id === id));
  return {
    kind: 'table',
    id: 'sources',
    title: words.title,
    remark: words.remark,
    detail: true,
    columns: withoutBilled([...sourceColumns(words.heads), ...(compared === null ? [] : documentColumns(words.heads))], data),
    rows: [
      ...sources.map((row): Row => {
        const mean = (value: number): number | Cell => (row.withRequests ? value : quiet(null, none));
        return {
          source: row.withRequests ? row.id : quiet(row.id),
          sent_per_request: mean(row.perRequest),
          round_trips_per_request: mean(row.roundTripsPerRequest),
          billable_per_request: mean(row.billablePerRequest),
          sent_per_day: row.perDay,
          round_trips_per_day: row.roundTripsPerDay,
          billable_per_day: row.billablePerDay,
          documented_per_request: quiet(row.documented?.perRequest ?? null),
          documented_per_day: quiet(row.documented?.perDay ?? null),
        };
      }),
      ...others.map((row): Row => ({
        source: quiet(row.id),
        documented_per_request: quiet(row.perRequest),
        documented_per_day: quiet(row.perDay),
      })),
      {
        source: strong('total', totalText),
        sent_per_request: strong(total.wirePerRequest),
        round_trips_per_request: strong(total.roundTripsPerRequest),
        billable_per_request: strong(total.billablePerRequest),
        sent_per_day: strong(total.wirePerDay),
        round_trips_per_day: strong(total.roundTripsPerDay),
        billable_per_day: strong(total.billablePerDay),
        documented_per_request: quiet(documented?.perRequest ?? null),
        documented_per_day: quiet(documented?.perDay ?? null),
      },
    ],
    ...(compared !== null && { notes: [words.note(compared.profile)] }),
  };
}

const groupColumns = (heads: Heads): Column[] => [
  { id: 'sent_per_request', title: heads.sent, type: 'mean' },
  { id: 'sent_per_day', title: heads.sentPerDay, type: 'count' },
  { id: 'billable_per_day', title: heads.billedPerDay, type: 'count', drop: 1 },
  { id: 'share', title: heads.share, type: 'share' },
];

export const familiesTable = (
  data: EstimateReport,
  { families, sources: { heads } }: EstimateReportMessages,
  { noKey }: CommonMessages,
): Table => ({
  kind: 'table',
  id: 'families',
  title: families.title,
  remark: families.remark(data.families.length),
  detail: true,
  columns: withoutBilled([{ id: 'pattern', title: families.head, type: 'id' }, ...groupColumns(heads)], data),
  rows: data.families.map((row) => ({
    pattern: row.id === null ? quiet(row.pattern, noKey) : row.pattern,
    ...groupCells(row, data),
  })),
});

/** Commands for each request and each day, billable ones, and the share of the whole. */
function groupCells(row: GroupLoad, { provider, total }: EstimateReport): Row {
  const part = provider.unit === null ? row.perDay : row.billablePerDay;
  const whole = total.billablePerDay || total.wirePerDay;
  return {
    sent_per_request: row.perRequest,
    sent_per_day: row.perDay,
    billable_per_day: row.billablePerDay,
    share: whole === 0 ? 0 : Math.min(1, part / whole),
  };
}

export function groupsTable(data: EstimateReport, { groups: words, sources: { heads } }: EstimateReportMessages): Table {
  const { kinds } = words;
  const rows = (kind: 'grain' | 'entity', groups: readonly GroupLoad[], nameOf: (id: string) => string): Row[] =>
    groups
      .toSorted((one, other) => other.perDay - one.perDay)
      .map((row, index) => {
        const id = row.id ?? 'none';
        return {
          kind: { value: kind, tone: 'quiet', text: index > 0 ? '' : kinds[kind] },
          group: { value: id, text: nameOf(id) },
          ...groupCells(row, data),
        };
      });
  return {
    kind: 'table',
    id: 'groups',
    title: words.title,
    ...(data.dimensions.length > 0 && { remark: words.overlap }),
    detail: true,
    columns: withoutBilled(
      [{ id: 'kind', title: '', type: 'text' }, { id: 'group', title: '', type: 'text' }, ...groupColumns(heads)],
      data,
    ),
    rows: [...rows('grain', data.grains, words.grain), ...rows('entity', data.dimensions, words.entity)],
  };
}
