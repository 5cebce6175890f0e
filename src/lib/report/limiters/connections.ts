/** Connections that limiters need. */
import { formatDuration } from '../../format/duration.js';
import { formatCount, formatShare } from '../../format/number.js';
import type { PoolData, PoolLoad } from '../../limiters/model.js';
import type { Block, Column, List, Row, Table } from '../document.js';
import { en } from '../messages/en.js';

/** From this share of a pool on, requests that come in bursts wait for each other. */
const MUCH = 0.7;

export function connectionBlocks(pool: PoolData | null): Block[] {
  if (!pool) return [];
  return [loadsTable(pool), ...(pool.client === null ? [] : [clientList(pool.client)])];
}

const COLUMNS: readonly Column[] = [
  { id: 'rule', title: 'limit', type: 'id', only: 'machines' },
  { id: 'title', title: 'for', type: 'text' },
  { id: 'round_trips', title: 'trips', type: 'mean' },
  { id: 'busy', title: 'in use', type: 'mean' },
  { id: 'share', title: 'of all', type: 'share' },
  { id: 'waiting', title: 'wait', type: 'share' },
  { id: 'most_rate', title: 'most/s', type: 'count' },
];

function loadsTable(pool: PoolData): Table {
  const { limiters } = en;
  const { rate, rttSeconds, loads, shared } = pool;
  return {
    kind: 'table',
    id: 'connections',
    title: 'Connections',
    remark: `${formatCount(rate)} requests a second, ${formatDuration(rttSeconds)} a round trip`,
    columns: COLUMNS,
    rows: loads.map((load) => loadRow(load, shared)),
    none: 'No limiter has a key.',
    notes: [`${limiters.connections(pool)}; ${limiters.maxclients(pool)}.`, ...(shared ? [limiters.sharedPool] : [])],
  };
}

const loadRow = ({ rule, title, roundTrips, busy, share, waiting, mostRate }: PoolLoad, shared: boolean): Row => ({
  rule,
  title,
  round_trips: roundTrips,
  busy,
  share: shared ? null : { value: share, text: formatShare(share), ...(share >= MUCH && { tone: share >= 1 ? 'bad' : 'warn' }) },
  waiting: shared ? null : waiting,
  most_rate: shared ? null : Math.floor(mostRate),
});

function clientList(client: NonNullable<PoolData['client']>): List {
  const { settings, notes } = client;
  return {
    kind: 'list',
    id: 'client',
    title: 'Client and timeouts',
    items: [
      { texts: [en.limiters.client(client)] },
      ...settings.map((setting) => ({ texts: [`Without code: ${setting}`] })),
      ...notes.map((note) => ({ texts: [note] })),
    ],
  };
}
