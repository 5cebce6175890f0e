/** Every line of an estimate in one long table, for CSV. */
import type { GroupLoad } from '../../estimate/model.js';
import { NO_KEY } from '../audit/figures.js';
import type { Column, ColumnType, Row, Table } from '../document.js';
import type { EstimateReport } from './worded.js';

export const LINES = 'lines';

/** Their order is part of the interface: new columns are added at the end. */
const COLUMNS: readonly (readonly [id: string, type: ColumnType])[] = [
  ['section', 'id'],
  ['id', 'id'],
  ['title', 'text'],
  ['sent_per_request', 'mean'],
  ['sent_per_day', 'count'],
  ['round_trips_per_request', 'mean'],
  ['round_trips_per_day', 'count'],
  ['billable_per_request', 'mean'],
  ['billable_per_day', 'count'],
  ['marginal_per_request', 'mean'],
  ['overlap_per_request', 'mean'],
  ['monthly_usd', 'money'],
  ['bytes_sent_per_day', 'bytes'],
  ['bytes_received_per_day', 'bytes'],
];

export const linesTable = (data: EstimateReport): Table => ({
  kind: 'table',
  id: LINES,
  title: 'Lines',
  only: 'machines',
  columns: COLUMNS.map(([id, type]): Column => ({ id, title: id, type })),
  rows: rowsOf(data),
});

function rowsOf(data: EstimateReport): Row[] {
  const { total } = data;
  const group = (section: string, row: GroupLoad, title: string | null): Row => ({
    section,
    id: row.id,
    title,
    sent_per_request: row.perRequest,
    sent_per_day: row.perDay,
    billable_per_request: row.billablePerRequest,
    billable_per_day: row.billablePerDay,
  });
  return [
    {
      section: 'total',
      title: data.profile.name,
      sent_per_request: total.wirePerRequest,
      sent_per_day: total.wirePerDay,
      round_trips_per_request: total.roundTripsPerRequest,
      round_trips_per_day: total.roundTripsPerDay,
      billable_per_request: total.billablePerRequest,
      billable_per_day: total.billablePerDay,
      bytes_sent_per_day: total.traffic?.perDay.sent ?? null,
      bytes_received_per_day: total.traffic?.perDay.received ?? null,
    },
    ...data.sources.map((row): Row => ({
      section: 'source',
      id: row.id,
      sent_per_request: row.perRequest,
      sent_per_day: row.perDay,
      round_trips_per_request: row.roundTripsPerRequest,
      round_trips_per_day: row.roundTripsPerDay,
      billable_per_request: row.billablePerRequest,
      billable_per_day: row.billablePerDay,
    })),
    ...data.families.map((row) => group('family', row, row.pattern ?? NO_KEY)),
    ...data.grains.map((row) => group('grain', row, null)),
    ...data.dimensions.map((row) => group('dimension', row, null)),
    ...data.switches.map((row): Row => ({
      section: 'switch',
      id: row.env,
      title: row.title,
      marginal_per_request: row.marginal,
      overlap_per_request: row.overlap,
    })),
    ...data.scenarios.map((row): Row => ({
      section: 'scenario',
      id: row.id,
      title: row.title,
      sent_per_request: row.wirePerRequest,
      sent_per_day: row.wirePerDay,
      round_trips_per_day: row.roundTripsPerDay,
      billable_per_day: row.billablePerDay,
      monthly_usd: row.monthlyCost,
    })),
    ...data.billing.map((row): Row => ({
      section: 'billing',
      id: `${row.provider}/${row.plan}`,
      title: `${row.providerTitle}, ${row.title}`,
      billable_per_day: row.billablePerDay,
      monthly_usd: row.monthlyCost,
    })),
  ];
}
