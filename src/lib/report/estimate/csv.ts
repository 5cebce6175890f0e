import { guardCell } from '../../format/csv-cell.js';
import { safeText } from '../../format/terminal.js';
import type { EstimateData, GroupLoad } from '../../estimate/model.js';
import { NO_KEY } from '../audit/figures.js';
import type { Envelope } from '../envelope.js';

type Value = string | number | null;

interface CsvRow {
  section: string;
  id: string | null;
  title: string | null;
  sentPerRequest?: number;
  sentPerDay?: number;
  roundTripsPerRequest?: number;
  roundTripsPerDay?: number;
  billablePerRequest?: number;
  billablePerDay?: number | null;
  marginalPerRequest?: number;
  overlapPerRequest?: number;
  monthlyUsd?: number | null;
  bytesSentPerDay?: number | null;
  bytesReceivedPerDay?: number | null;
}

/** The columns and their order are part of the interface: new ones go to the end. */
const COLUMNS: Readonly<Record<string, (row: CsvRow) => Value>> = {
  section: (row) => row.section,
  id: (row) => row.id,
  title: (row) => row.title,
  sent_per_request: (row) => row.sentPerRequest ?? null,
  sent_per_day: (row) => row.sentPerDay ?? null,
  round_trips_per_request: (row) => row.roundTripsPerRequest ?? null,
  round_trips_per_day: (row) => row.roundTripsPerDay ?? null,
  billable_per_request: (row) => row.billablePerRequest ?? null,
  billable_per_day: (row) => row.billablePerDay ?? null,
  marginal_per_request: (row) => row.marginalPerRequest ?? null,
  overlap_per_request: (row) => row.overlapPerRequest ?? null,
  monthly_usd: (row) => row.monthlyUsd ?? null,
  bytes_sent_per_day: (row) => row.bytesSentPerDay ?? null,
  bytes_received_per_day: (row) => row.bytesReceivedPerDay ?? null,
};

/** One row for each line of the estimate, named by its section, under a header row; every figure as a plain number. */
export async function renderEstimateCsv({ data }: Envelope<EstimateData>): Promise<string> {
  const { stringify } = await import('csv-stringify/sync');
  const rows = rowsOf(data).map((row) => Object.values(COLUMNS).map((value) => csvCell(value(row))));
  return stringify([Object.keys(COLUMNS), ...rows]);
}

const csvCell = (value: Value): string | number => guardCell(typeof value === 'string' ? safeText(value) : value);

function rowsOf(data: EstimateData): CsvRow[] {
  const { total } = data;
  const group =
    (section: string, title: (row: GroupLoad) => string | null) =>
    (row: GroupLoad): CsvRow => ({
      section,
      id: row.id,
      title: title(row),
      sentPerRequest: row.perRequest,
      sentPerDay: row.perDay,
      billablePerRequest: row.billablePerRequest,
      billablePerDay: row.billablePerDay,
    });
  return [
    {
      section: 'total',
      id: null,
      title: data.profile.name,
      sentPerRequest: total.wirePerRequest,
      sentPerDay: total.wirePerDay,
      roundTripsPerRequest: total.roundTripsPerRequest,
      roundTripsPerDay: total.roundTripsPerDay,
      billablePerRequest: total.billablePerRequest,
      billablePerDay: total.billablePerDay,
      bytesSentPerDay: total.traffic?.perDay.sent ?? null,
      bytesReceivedPerDay: total.traffic?.perDay.received ?? null,
    },
    ...data.sources.map(({ perRequest, perDay, ...row }) => ({
      ...row,
      section: 'source',
      title: null,
      sentPerRequest: perRequest,
      sentPerDay: perDay,
    })),
    ...data.families.map((row) => group('family', () => row.pattern ?? NO_KEY)(row)),
    ...data.grains.map(group('grain', () => null)),
    ...data.dimensions.map(group('dimension', () => null)),
    ...data.switches.map(({ env, title, marginal, overlap }) => ({
      section: 'switch',
      id: env,
      title,
      marginalPerRequest: marginal,
      overlapPerRequest: overlap,
    })),
    ...data.scenarios.map(({ id, title, wirePerRequest, wirePerDay, roundTripsPerDay, billablePerDay, monthlyCost }) => ({
      section: 'scenario',
      id,
      title,
      sentPerRequest: wirePerRequest,
      sentPerDay: wirePerDay,
      roundTripsPerDay,
      billablePerDay,
      monthlyUsd: monthlyCost,
    })),
    ...data.billing.map(({ provider, plan, providerTitle, title, billablePerDay, monthlyCost }) => ({
      section: 'billing',
      id: `${provider}/${plan}`,
      title: `${providerTitle}, ${title}`,
      billablePerDay,
      monthlyUsd: monthlyCost,
    })),
  ];
}
