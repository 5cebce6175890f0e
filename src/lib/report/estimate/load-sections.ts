/** Where the commands come from, and what they are about. */
import { formatCount, formatShare } from '../../format/number.js';
import type { EstimateData, GroupLoad } from '../../estimate/model.js';
import { NO_KEY } from '../audit/figures.js';
import { formatMean } from '../../format/number.js';
import { quiet, right, strong, type Section, type SectionCell } from './section.js';

export function sourcesSection(data: EstimateData): Section {
  const { sources, total, documented } = data;
  const stated = documented !== null && data.profile.version !== 'documented';
  const claim = (one: number | undefined, format: (value: number) => string): SectionCell[] =>
    stated ? [quiet(one === undefined ? '' : format(one))] : [];
  const others = (documented?.sources ?? []).filter(({ id }) => !sources.some((row) => row.id === id));
  return {
    title: 'Where they come from',
    remark: data.provider.unit === null ? 'commands sent and round trips' : 'commands sent, round trips and billable commands',
    columns: [
      { title: 'source' },
      right('sent'),
      right('trips', 4),
      right('billed', 3),
      right('sent/day'),
      right('trips/day', 6),
      right('billed/day', 7),
      ...(stated ? [right('document', 5), right('document/day', 2)] : []),
    ],
    rows: [
      ...sources.map((row): SectionCell[] => [
        row.withRequests ? row.id : quiet(row.id),
        row.withRequests ? formatMean(row.perRequest) : quiet('-'),
        row.withRequests ? formatMean(row.roundTripsPerRequest) : quiet('-'),
        row.withRequests ? formatMean(row.billablePerRequest) : quiet('-'),
        formatCount(row.perDay),
        formatCount(row.roundTripsPerDay),
        formatCount(row.billablePerDay),
        ...claim(row.documented?.perRequest, formatMean),
        ...claim(row.documented?.perDay, formatCount),
      ]),
      ...others.map((row): SectionCell[] => [
        quiet(row.id),
        ...Array.from({ length: 6 }, () => ''),
        ...claim(row.perRequest, formatMean),
        ...claim(row.perDay, formatCount),
      ]),
      [
        strong('together'),
        strong(formatMean(total.wirePerRequest)),
        strong(formatMean(total.roundTripsPerRequest)),
        strong(formatMean(total.billablePerRequest)),
        strong(formatCount(total.wirePerDay)),
        strong(formatCount(total.roundTripsPerDay)),
        strong(formatCount(total.billablePerDay)),
        ...claim(documented?.perRequest, formatMean),
        ...claim(documented?.perDay, formatCount),
      ],
    ],
    more: null,
    notes: stated ? ['without /day: with each request · document: what it says for the same load'] : [],
    items: [],
  };
}

const SHOWN_FAMILIES = 12;

export function familiesSection(data: EstimateData, all: boolean): Section {
  const { families, total } = data;
  const shown = all ? families : families.slice(0, SHOWN_FAMILIES);
  const rest = families.slice(shown.length);
  const perDay = rest.reduce((sum, row) => sum + row.perDay, 0);
  return {
    title: 'Families',
    remark: `${formatCount(families.length)}, by commands a day`,
    columns: [{ title: 'family' }, right('sent'), right('sent/day'), right('billed/day', 1), right('share')],
    rows: shown.map((row) => groupCells(row, row.pattern ?? NO_KEY, total.billablePerDay || total.wirePerDay, data)),
    more: rest.length === 0 ? null : `… and ${formatCount(rest.length)} more: ${formatCount(perDay)} a day (--all shows them)`,
    notes: [],
    items: [],
  };
}

/** Name, commands a request and a day, billable ones, and the share of the whole. */
function groupCells(row: GroupLoad, name: string, whole: number, { provider }: EstimateData): SectionCell[] {
  const part = provider.unit === null ? row.perDay : row.billablePerDay;
  return [
    row.id === null ? quiet(name) : name,
    formatMean(row.perRequest),
    formatCount(row.perDay),
    formatCount(row.billablePerDay),
    formatShare(whole === 0 ? 0 : Math.min(1, part / whole)),
  ];
}

const ENTITIES: Readonly<Record<string, string>> = { 'api-key': 'by API key', account: 'by account', model: 'by model' };
const GRAINS: Readonly<Record<string, string>> = { none: 'no statistics', total: 'totals' };

export function groupsSection(data: EstimateData): Section {
  const whole = data.total.billablePerDay || data.total.wirePerDay;
  const rows = (kind: string, groups: readonly GroupLoad[], name: (id: string) => string): SectionCell[][] =>
    groups
      .toSorted((one, other) => other.perDay - one.perDay)
      .map((row, index) => [quiet(index === 0 ? kind : ''), ...groupCells(row, name(row.id ?? 'none'), whole, data)]);
  return {
    title: 'By grain and by entity',
    remark: data.dimensions.length > 0 ? 'entities overlap each other and the grains' : '',
    columns: [{ title: '' }, { title: '' }, right('sent'), right('sent/day'), right('billed/day', 1), right('share')],
    rows: [
      ...rows('grain', data.grains, (id) => GRAINS[id] ?? `by ${id}`),
      ...rows('entity', data.dimensions, (id) => ENTITIES[id] ?? `by ${id}`),
    ],
    more: null,
    notes: [],
    items: [],
  };
}
