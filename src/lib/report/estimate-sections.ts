/** The tables of an estimate, said once for every renderer. */
import { formatDuration } from '../format/duration.js';
import { formatMoney } from '../format/money.js';
import { formatCount, formatShare } from '../format/number.js';
import type { BillingRow, EstimateData, GroupLoad, ScenarioRow, SwitchLoad } from './estimate-model.js';

/** How a cell is meant; a renderer without colours leaves it aside. */
export type Tone = 'strong' | 'quiet' | 'good' | 'bad' | 'name';

export type SectionCell = string | { text: string; tone: Tone };

export interface SectionColumn {
  title: string;
  align?: 'right';
  /** On a narrow terminal the lowest number goes first; what has none stays. */
  drop?: number;
}

export interface Section {
  title: string;
  remark: string;
  columns: readonly SectionColumn[];
  rows: readonly (readonly SectionCell[])[];
  /** Rows left out, in words; `null`: none. */
  more: string | null;
  notes: readonly string[];
  /** What is to say of single rows. */
  items: readonly { lead: string; text: string }[];
}

const right = (title: string, drop?: number): SectionColumn => ({ title, align: 'right', ...(drop !== undefined && { drop }) });

const strong = (text: string): SectionCell => ({ text, tone: 'strong' });
const quiet = (text: string): SectionCell => ({ text, tone: 'quiet' });

/** Commands a request: a mean, so that it may not be whole. */
export const formatMean = (mean: number): string => {
  const [whole = '', part = ''] = mean.toFixed(2).split('.');
  const decimals = part.replace(/0+$/, '');
  if (mean > 0 && mean < 0.005) return '<0.01';
  return `${formatCount(Number(whole))}${decimals === '' ? '' : `.${decimals}`}`;
};

/** All sections but for the empty ones; only the commands behind one figure where that was asked for. */
export function estimateSections(data: EstimateData, all: boolean): Section[] {
  if (data.explain !== null) return [explainSection(data.explain)];
  return [
    sourcesSection(data),
    familiesSection(data, all),
    groupsSection(data),
    switchesSection(data),
    scenariosSection(data),
    billingSection(data, all),
    breakEvenSection(data),
    figuresSection(data, all),
    releasesSection(data),
  ]
    .filter(({ rows }) => rows.length > 0)
    .map((section) => (data.provider.unit === null ? withoutBilled(section) : section));
}

/** Where nobody charges by the command there is nothing to say of that. */
function withoutBilled(section: Section): Section {
  const kept = section.columns.flatMap(({ title }, index) => (title.startsWith('bill') ? [] : [index]));
  const only = <Item>(items: readonly Item[]): Item[] => kept.flatMap((index) => (index < items.length ? [items[index]!] : []));
  return { ...section, columns: only(section.columns), rows: section.rows.map(only) };
}

function sourcesSection(data: EstimateData): Section {
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

function familiesSection(data: EstimateData, all: boolean): Section {
  const { families, total } = data;
  const shown = all ? families : families.slice(0, SHOWN_FAMILIES);
  const rest = families.slice(shown.length);
  const perDay = rest.reduce((sum, row) => sum + row.perDay, 0);
  return {
    title: 'Families',
    remark: `${formatCount(families.length)}, by commands a day`,
    columns: [{ title: 'family' }, right('sent'), right('sent/day'), right('billed/day', 1), right('share')],
    rows: shown.map((row) => groupCells(row, row.pattern ?? 'no key named', total.billablePerDay || total.wirePerDay, data)),
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

function groupsSection(data: EstimateData): Section {
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

function switchesSection(data: EstimateData): Section {
  const { switches } = data;
  const cells = (row: SwitchLoad): SectionCell[][] => {
    const line = (
      name: SectionCell,
      one: Pick<SwitchLoad, 'overlap' | 'overlapPerDay' | 'marginal' | 'marginalPerDay' | 'left'>,
    ) => [
      name,
      formatMean(one.overlap),
      formatMean(one.marginal),
      formatMean(one.left),
      formatCount(one.overlapPerDay),
      formatCount(one.marginalPerDay),
    ];
    const read =
      row.reads === null
        ? quiet('unknown')
        : row.reads
          ? { text: 'yes', tone: 'good' as const }
          : { text: 'no', tone: 'bad' as const };
    const { otherReading } = row;
    return [
      [...line(`${row.env}=${row.off}`, row), read],
      ...(otherReading === null ? [] : [[...line(quiet(`  or ${otherReading.title}`), otherReading), '']]),
    ];
  };
  return {
    title: 'What each switch would save',
    remark: 'counted from everything on',
    columns: [
      { title: 'switch' },
      right('alone'),
      right('on top'),
      right('left', 2),
      right('alone/day', 1),
      right('on top/day', 3),
      { title: 'read' },
    ],
    rows: switches.flatMap(cells),
    more: null,
    notes:
      switches.length === 0
        ? []
        : [
            'Switches overlap: a command that counts by hour and by model goes with either. So "alone" must not be added up, and neither may ' +
              'percentages; "on top" counts what a switch takes of what those above it leave.',
          ],
    items: [],
  };
}

const EFFORTS: Readonly<Record<string, string>> = {
  none: 'nothing to do',
  settings: 'settings only',
  'settings not read': 'settings, once the application is changed to read them',
  code: 'a change of the application',
  'much code': 'a large change of the application',
  plan: 'a change of the contract only',
};

/** What it takes, what it does not help, and what it loses. */
function remedyText({ id, effort, loses, wirePerDay, billablePerDay }: ScenarioRow, now: ScenarioRow | undefined): string {
  const isStillBilled =
    id === 'script' && now !== undefined && wirePerDay < now.wirePerDay && billablePerDay > 0.95 * now.billablePerDay;
  return [
    `${EFFORTS[effort] ?? effort}.`,
    ...(isStillBilled ? ['What a script calls is billed one by one, so that the bill stays.'] : []),
    ...(loses.length === 0 ? ['Nothing is lost.'] : loses),
  ].join(' ');
}

function scenariosSection(data: EstimateData): Section {
  const { scenarios, provider } = data;
  const [now] = scenarios;
  const change = (row: ScenarioRow): SectionCell => {
    const [before, after] =
      provider.unit === null ? [now?.wirePerDay ?? 0, row.wirePerDay] : [now?.billablePerDay ?? 0, row.billablePerDay];
    if (row === now || before === 0) return '';
    const percent = ((after - before) / before) * 100;
    if (Math.abs(percent) < 0.05) return quiet('=');
    return { text: `${percent > 0 ? '+' : '−'}${Math.abs(percent).toFixed(1)} %`, tone: percent > 0 ? 'bad' : 'good' };
  };
  const metered = scenarios.some(({ monthlyCost }) => monthlyCost !== null);
  return {
    title: 'Remedies',
    remark: 'each by itself; a month is 30 days',
    columns: [
      { title: 'remedy' },
      right('sent/day'),
      right('trips/day', 2),
      right('billed/day', 3),
      right('change'),
      ...(metered ? [right('a month'), { title: 'cheapest plan', drop: 1 }] : []),
    ],
    rows: scenarios.map((row): SectionCell[] => [
      row === now ? strong(row.title) : row.title,
      formatCount(row.wirePerDay),
      formatCount(row.roundTripsPerDay),
      formatCount(row.billablePerDay),
      change(row),
      ...(metered
        ? [
            formatMoney(row.monthlyCost),
            row.cheapest === null ? quiet('none') : `${row.cheapest.plan}, ${formatMoney(row.cheapest.monthlyCost)}`,
          ]
        : []),
    ]),
    more: null,
    notes: metered
      ? [`a month: by the command with ${provider.title}; the cheapest plan that takes the load stands beside it`]
      : [],
    items: scenarios.filter(({ id }) => id !== 'now').map((row) => ({ lead: row.title, text: remedyText(row, now) })),
  };
}

const SHOWN_FIXED = 2;

/** From how many requests on. */
function fromRequests(requests: number | null): SectionCell {
  if (requests === null) return quiet('never');
  return requests === 0 ? 'always' : formatCount(Math.ceil(requests));
}

function billingSection(data: EstimateData, all: boolean): Section {
  const { billing, provider } = data;
  const priced = billing.filter((row) => row.provider === provider.id || row.monthlyCost !== null);
  const shown = all ? priced : withoutLarger(priced);
  const free = [...new Set(billing.filter(({ unit }) => unit === null).map(({ providerTitle }) => providerTitle))];
  const fits = ({ fits: does, tooMuch }: (typeof billing)[number]): SectionCell =>
    does ? { text: 'yes', tone: 'good' } : { text: `no: too ${tooMuch === 'data' ? 'much data' : 'many commands'}`, tone: 'bad' };
  const sources = [...new Map(priced.map((row) => [row.providerTitle, row])).values()];
  return {
    title: 'What it costs',
    remark: 'US dollars a month of 30 days, at this load',
    columns: [
      { title: 'provider', drop: 2 },
      { title: 'plan' },
      right('a month'),
      { title: 'takes it' },
      right('quota lasts'),
      { title: '', drop: 1 },
    ],
    rows: shown.map((row, index): SectionCell[] => [
      quiet(row.providerTitle === shown[index - 1]?.providerTitle ? '' : row.providerTitle),
      row.title,
      `${row.atLeast ? '≥ ' : ''}${formatMoney(row.monthlyCost)}`,
      fits(row),
      row.quotaDays === null ? '' : formatDuration(row.quotaDays * 86_400),
      quiet(row.note ?? ''),
    ]),
    more: shown.length < priced.length ? `… and ${priced.length - shown.length} larger plans (--all shows them)` : null,
    notes: [
      ...sources.map(({ providerTitle, asOf, source }) => `${providerTitle}: as of ${asOf ?? 'an unknown date'}, ${source}`),
      ...(provider.note === null ? [] : [provider.note]),
      ...(free.length === 0
        ? []
        : [`Commands cost nothing with: ${free.join(', ')}. What their plans cost depends on their size.`]),
    ],
    items: [],
  };
}

/** Of the plans at a fixed price that take the load, only the smallest. */
function withoutLarger(rows: readonly BillingRow[]): BillingRow[] {
  const isFixed = (row: BillingRow): boolean => row.included === null && row.fits;
  return rows.filter((row, index) => {
    const smaller = rows.slice(0, index).filter((one) => one.provider === row.provider && isFixed(one));
    return !isFixed(row) || smaller.length < SHOWN_FIXED;
  });
}

const SHOWN_BREAK_EVENS = 4;

function breakEvenSection({ breakEven }: EstimateData): Section {
  return {
    title: 'From when a fixed plan costs less',
    remark: 'than paying by the command, storage left aside',
    columns: [{ title: 'plan' }, { title: 'instead of' }, right('billable/day'), right('requests/day')],
    rows: breakEven
      .slice(0, SHOWN_BREAK_EVENS)
      .map((row) => [row.fixed, row.metered, formatCount(row.billablePerDay), fromRequests(row.requestsPerDay)]),
    more: null,
    notes: [],
    items: [],
  };
}

/** What was computed, marked where it is something else than what was found. */
function beside(found: number, computed: number | null, format: (value: number) => string): SectionCell {
  if (computed === null) return quiet('-');
  return { text: format(computed), tone: Math.abs(computed - found) < 0.005 ? 'good' : 'bad' };
}

function figuresSection(data: EstimateData, all: boolean): Section {
  const { documented } = data;
  // What the document says of a day stands below, beside what its parts add up to.
  const figures = data.figures.filter(({ per }) => per !== 'day');
  const shown = figures.filter(
    ({ per, computed, sameCase, id }) => all || (per === 'request' && computed !== null && (sameCase || id.startsWith('whole'))),
  );
  const stated = documented?.figures ?? [];
  return {
    title: 'What was measured, and what the document says',
    remark: 'beside what this estimate computes for the same case',
    columns: [{ title: 'case' }, right('found'), right('computed'), { title: 'how', drop: 1 }],
    rows: [
      ...shown.map((row): SectionCell[] => [
        row.title,
        formatMean(row.commands),
        beside(row.commands, row.computed, formatMean),
        quiet(row.unexplained === 0 ? row.evidence : `${row.evidence}, ${row.unexplained} unexplained`),
      ]),
      ...stated.map((row): SectionCell[] => [
        `the document: ${row.title}`,
        formatCount(row.perDay),
        beside(row.perDay, row.computed, formatCount),
        quiet('documented'),
      ]),
    ],
    more: figures.length > shown.length ? `… and ${figures.length - shown.length} more cases (--all shows them)` : null,
    notes:
      stated.length === 0
        ? []
        : ["The document's statements are for its own example, 3,000 requests a day; computed: what its own parts add up to."],
    items: [],
  };
}

const SHOWN_SOURCES = 4;

function releasesSection({ releases, documented, sources }: EstimateData): Section {
  const present = new Set(releases.flatMap((row) => row.sources.map(({ id }) => id)));
  const names = sources.flatMap(({ id }) => (present.has(id) ? [id] : [])).slice(0, SHOWN_SOURCES);
  const of = (id: string, row: (typeof releases)[number]): string =>
    formatMean(row.sources.find((one) => one.id === id)?.perRequest ?? 0);
  const stated = (id: string): string => {
    const claim = sources.find((row) => row.id === id)?.documented;
    return claim ? formatMean(claim.perRequest) : '';
  };
  return {
    title: 'What a request leaves behind, by release',
    remark: 'commands as the server counts them',
    columns: [{ title: 'releases' }, ...names.map((id, index) => right(id, names.length - index)), right('recorded')],
    rows: [
      ...releases.map((row): SectionCell[] => {
        const name = row.to === null ? `from ${row.from}` : row.to === row.from ? row.from : `${row.from} to ${row.to}`;
        const cells = [name, ...names.map((id) => of(id, row)), formatMean(row.recorded)];
        return row.current ? cells.map(strong) : cells;
      }),
      ...(documented === null || releases.length === 0
        ? []
        : [[quiet('the document'), ...names.map((id) => quiet(stated(id))), quiet(formatMean(documented.perRequest))]]),
    ],
    more: null,
    notes: [],
    items: [],
  };
}

function explainSection(explain: NonNullable<EstimateData['explain']>): Section {
  const titles = new Map(
    explain.rows.map(({ event, title, transport, from, evidence }) => [event, { title, transport, from, evidence }]),
  );
  return {
    title: `What ${explain.subject} is made of`,
    remark: `${formatMean(explain.perRequest)} a request, ${formatCount(explain.perDay)} a day`,
    columns: [
      { title: 'event', drop: 2 },
      { title: 'command' },
      { title: 'key' },
      right('count'),
      right('times', 1),
      right('sent'),
      right('sent/day'),
    ],
    rows: explain.rows.map((row, index): SectionCell[] => [
      quiet(row.event === explain.rows[index - 1]?.event ? '' : row.event),
      { text: row.command, tone: 'name' },
      row.pattern ?? quiet('-'),
      formatMean(row.count),
      row.timesPerRequest === null ? `${formatCount(row.timesPerDay)} a day` : formatMean(row.timesPerRequest),
      row.inScript ? quiet('in script') : row.perRequest === null ? quiet('-') : formatMean(row.perRequest),
      row.inScript ? quiet('in script') : formatCount(row.perDay),
    ]),
    more: explain.rows.length === 0 ? 'Nothing is sent for it at this load.' : null,
    notes: ['times: how often the event happens with a request, as a mean over all'],
    items: Array.from(titles, ([event, { title, transport, from, evidence }]) => ({
      lead: event,
      text: `${title}; sent as ${TRANSPORTS[transport] ?? transport}. ${evidence}: ${from}.`,
    })),
  };
}

const TRANSPORTS: Readonly<Record<string, string>> = {
  pipeline: 'one pipeline',
  parallel: 'single commands, all at once',
  sequence: 'single commands, one after the other',
  transaction: 'one transaction',
  script: 'one script',
};
