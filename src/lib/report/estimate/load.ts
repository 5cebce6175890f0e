/** Commands by source, by family and by entity. */
import { formatCounted } from '../../format/number.js';
import type { GroupLoad } from '../../estimate/model.js';
import { NO_KEY } from '../audit/figures.js';
import type { Cell, Column, Row, Table } from '../document.js';
import { withoutBilled } from './billed.js';
import type { EstimateReport } from './worded.js';

const SOURCE_COLUMNS: readonly Column[] = [
  { id: 'source', title: 'source', type: 'id' },
  { id: 'sent_per_request', title: 'sent', type: 'mean' },
  { id: 'round_trips_per_request', title: 'trips', type: 'mean', drop: 4 },
  { id: 'billable_per_request', title: 'billed', type: 'mean', drop: 3 },
  { id: 'sent_per_day', title: 'sent/day', type: 'count' },
  { id: 'round_trips_per_day', title: 'trips/day', type: 'count', drop: 6 },
  { id: 'billable_per_day', title: 'billed/day', type: 'count', drop: 7 },
];

const DOCUMENT_COLUMNS: readonly Column[] = [
  { id: 'documented_per_request', title: 'document', type: 'mean', drop: 5 },
  { id: 'documented_per_day', title: 'document/day', type: 'count', drop: 2 },
];

const strong = (value: number | string): Cell => ({ value, tone: 'strong' });
const quiet = (value: number | string | null, text?: string): Cell => ({
  value,
  tone: 'quiet',
  ...(text !== undefined && { text }),
});

export function sourcesTable(data: EstimateReport): Table {
  const { sources, total, documented, profile } = data;
  const compared = documented !== null && profile.version !== 'documented' ? documented : null;
  const others = (documented?.sources ?? []).filter(({ id }) => !sources.some((row) => row.id === id));
  return {
    kind: 'table',
    id: 'sources',
    title: 'Sources of commands',
    remark: 'with each request, and in a day',
    detail: true,
    columns: withoutBilled([...SOURCE_COLUMNS, ...(compared === null ? [] : DOCUMENT_COLUMNS)], data),
    rows: [
      ...sources.map((row): Row => {
        const mean = (value: number): number | Cell => (row.withRequests ? value : quiet(null, '-'));
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
        source: strong('total'),
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
    ...(compared !== null && { notes: [`document: what ${compared.profile} states for the same load`] }),
  };
}

const GROUP_COLUMNS: readonly Column[] = [
  { id: 'sent_per_request', title: 'sent', type: 'mean' },
  { id: 'sent_per_day', title: 'sent/day', type: 'count' },
  { id: 'billable_per_day', title: 'billed/day', type: 'count', drop: 1 },
  { id: 'share', title: 'share', type: 'share' },
];

export const familiesTable = (data: EstimateReport): Table => ({
  kind: 'table',
  id: 'families',
  title: 'Families',
  remark: `${formatCounted(data.families.length, 'family', 'families')}, by commands a day`,
  detail: true,
  columns: withoutBilled([{ id: 'pattern', title: 'family', type: 'id' }, ...GROUP_COLUMNS], data),
  rows: data.families.map((row) => ({
    pattern: row.id === null ? quiet(row.pattern, NO_KEY) : row.pattern,
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

const ENTITIES: Readonly<Record<string, string>> = { 'api-key': 'by API key', account: 'by account', model: 'by model' };
const GRAINS: Readonly<Record<string, string>> = { none: 'no statistics', total: 'totals' };

export function groupsTable(data: EstimateReport): Table {
  const rows = (kind: string, groups: readonly GroupLoad[], names: Readonly<Record<string, string>>): Row[] =>
    groups
      .toSorted((one, other) => other.perDay - one.perDay)
      .map((row, index) => {
        const id = row.id ?? 'none';
        return {
          kind: { value: kind, tone: 'quiet', ...(index > 0 && { text: '' }) },
          group: { value: id, text: names[id] ?? `by ${id}` },
          ...groupCells(row, data),
        };
      });
  return {
    kind: 'table',
    id: 'groups',
    title: 'By grain and by entity',
    ...(data.dimensions.length > 0 && { remark: 'entities overlap each other and the grains' }),
    detail: true,
    columns: withoutBilled(
      [{ id: 'kind', title: '', type: 'text' }, { id: 'group', title: '', type: 'text' }, ...GROUP_COLUMNS],
      data,
    ),
    rows: [...rows('grain', data.grains, GRAINS), ...rows('entity', data.dimensions, ENTITIES)],
  };
}
