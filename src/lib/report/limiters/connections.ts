/** Connections that limiters need. */
import { formatDuration } from '../../format/duration.js';
import { formatCount, formatShare } from '../../format/number.js';
import type { PoolData, PoolLoad } from '../../limiters/model.js';
import type { Block, Column, List, Row, Table } from '../document.js';
import type { LimitersMessages } from '../messages/limiters.js';

/** From this share of a pool on, requests that come in bursts wait for each other. */
const MUCH = 0.7;

export function connectionBlocks(pool: PoolData | null, words: LimitersMessages): Block[] {
  if (!pool) return [];
  return [loadsTable(pool, words), ...(pool.client === null ? [] : [clientList(pool.client, words)])];
}

const columnsOf = ({ report: { heads } }: LimitersMessages): Column[] => [
  { id: 'rule', title: 'limit', type: 'id', only: 'machines' },
  { id: 'title', title: heads.for, type: 'text' },
  { id: 'round_trips', title: heads.trips, type: 'mean' },
  { id: 'busy', title: heads.busy, type: 'mean' },
  { id: 'share', title: heads.ofAll, type: 'share' },
  { id: 'waiting', title: heads.waiting, type: 'share' },
  { id: 'most_rate', title: heads.mostRate, type: 'count' },
];

function loadsTable(pool: PoolData, words: LimitersMessages): Table {
  const { report, connections, maxclients, sharedPool } = words;
  const { rate, rttSeconds, loads, shared } = pool;
  return {
    kind: 'table',
    id: 'connections',
    title: report.tables.connections,
    remark: report.load(formatCount(rate), formatDuration(rttSeconds)),
    columns: columnsOf(words),
    rows: loads.map((load) => loadRow(load, shared, words)),
    none: report.noLimiter,
    notes: [report.pool(connections(pool), maxclients(pool)), ...(shared ? [sharedPool] : [])],
  };
}

const loadRow = (
  { rule, title, roundTrips, busy, share, waiting, mostRate }: PoolLoad,
  shared: boolean,
  { report }: LimitersMessages,
): Row => ({
  rule,
  title: rule === null ? { value: title, text: report.wholeRequest } : title,
  round_trips: roundTrips,
  busy,
  share: shared ? null : { value: share, text: formatShare(share), ...(share >= MUCH && { tone: share >= 1 ? 'bad' : 'warn' }) },
  waiting: shared ? null : waiting,
  most_rate: shared ? null : Math.floor(mostRate),
});

function clientList(client: NonNullable<PoolData['client']>, { client: clientText, report }: LimitersMessages): List {
  const { settings, notes } = client;
  return {
    kind: 'list',
    id: 'client',
    title: report.tables.client,
    items: [
      { texts: [clientText(client)] },
      ...settings.map((setting) => ({ texts: [report.withoutCode(setting)] })),
      ...notes.map((note) => ({ texts: [note] })),
    ],
  };
}
