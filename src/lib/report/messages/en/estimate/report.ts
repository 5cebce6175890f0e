/** Titles, heads, labels and cells of the report of an estimate. */
import { formatMoney } from '../../../../format/money.js';
import { formatCount, formatCounted } from '../../../../format/number.js';
import type { WorkloadCount } from '../../../../profile/operations.js';

const COUNTS: Readonly<Record<WorkloadCount, readonly [one: string, many: string]>> = {
  apiKeys: ['API key', 'API keys'],
  accounts: ['account', 'accounts'],
  models: ['model', 'models'],
  queues: ['queue', 'queues'],
  workers: ['worker', 'workers'],
};

const ENTITIES: Readonly<Record<string, string>> = { 'api-key': 'by API key', account: 'by account', model: 'by model' };
const GRAINS: Readonly<Record<string, string>> = { none: 'no statistics', total: 'totals' };

const TRANSPORTS: Readonly<Record<string, string>> = {
  pipeline: 'one pipeline',
  parallel: 'single commands, all at once',
  sequence: 'single commands, one after the other',
  transaction: 'one transaction',
  script: 'one script',
};

interface EffortText {
  short: string;
  whole: string;
}

const EFFORTS: Readonly<Record<string, EffortText>> = {
  none: { short: '', whole: 'Nothing to do.' },
  settings: { short: 'settings', whole: 'Takes settings only.' },
  'settings-if-read': {
    short: 'settings, if read',
    whole: 'Takes settings; it is not known whether the application reads all of them.',
  },
  'settings not read': {
    short: 'code and settings',
    whole: 'Takes settings, once the application is changed to read them.',
  },
  code: { short: 'code', whole: 'Takes a change of the application.' },
  'much code': { short: 'much code', whole: 'Takes a large change of the application.' },
  keys: { short: 'prune, migrate', whole: 'Takes meter prune and meter migrate.' },
  plan: { short: 'another plan', whole: 'Takes another plan of the provider.' },
};

export const report = {
  title: 'Estimate for',
  labels: {
    load: 'Load',
    data: 'Data',
    shares: 'Shares',
    deployed: 'Deployed',
    tried: 'Tried',
    request: 'Request',
    day: 'Day',
    month: 'Month',
    billed: 'Billed',
    prices: 'Prices',
    free: 'Free',
  },
  head: {
    perDay: (load: string, unit: 'requests' | 'jobs' | 'checks'): string => `${load} ${unit} a day`,
    count: (what: WorkloadCount, count: number): string => formatCounted(count, ...COUNTS[what]),
    keys: (keys: number | null): string => (keys === null ? 'number of keys unknown' : formatCounted(keys, 'key', 'keys')),
    assumed: (counts: readonly string[]): string => `assumed: ${counts.join(', ')}`,
    shares: (shares: string): string => `of requests: ${shares}`,
    /** `adviseCounts`: other numbers are assumed. */
    keysFrom: (from: string, adviseCounts: boolean): string =>
      `number of keys from ${from}${adviseCounts ? '; meter advise counts the others' : ''}`,
    countedIn: (from: string, size: string | null): string => `counted in ${from}${size === null ? '' : `, ${size}`}`,
    sent: (commands: string): string => `${commands} commands sent`,
    trips: (trips: string, isOne: boolean): string => `${trips} ${isOne ? 'round trip' : 'round trips'}`,
    billable: (commands: string, unit: string | null): string => `${commands} ${unit === 'ECPU' ? 'ECPU' : 'billable commands'}`,
    traffic: (size: string, days: number): string => `about ${size} of traffic in ${days} days`,
  },
  traffic: {
    title: 'Traffic',
    remark: 'RESP without TLS, computed',
    ways: (both: string, sent: string, received: string): string => `${both}: ${sent} sent, ${received} received`,
  },
  recommendation: 'Recommendation',
  total: 'total',
  none: '-',
  rest: {
    plans: (count: number): string => formatCounted(count, 'plan more', 'plans more'),
    commands: (count: number): string => formatCounted(count, 'command more', 'commands more'),
    needCode: (count: number): string =>
      formatCounted(count, 'remedy that needs a change of the application', 'remedies that need a change of the application'),
  },
  scenarios: {
    title: 'Remedies',
    remark: 'each by itself; a month is 30 days',
    heads: {
      remedy: 'remedy',
      takes: 'takes',
      sent: 'sent/day',
      jobs: 'by jobs',
      trips: 'trips/day',
      billed: 'billed/day',
      change: 'change',
      month: 'a month',
      plan: 'cheapest plan',
    },
    effort: (effort: string): EffortText => EFFORTS[effort] ?? { short: effort, whole: `${effort}.` },
    noPlan: 'none',
    planAt: (plan: string, dollars: number): string => `${plan}, ${formatMoney(dollars)}`,
    losses: 'What each remedy takes and loses',
    /** `sentences` are whole. */
    joined: (sentences: readonly string[]): string => sentences.join(' '),
    sameBill: 'Each command that a script calls is billed, so that the bill stays the same.',
    nothingLost: 'Nothing is lost.',
    noRemedy: 'No remedy is known.',
  },
  billing: {
    title: 'What it costs',
    remark: (provider: string): string => `${provider}, US dollars a month of 30 days, at this load`,
    heads: { provider: 'provider', plan: 'plan', month: 'a month', fits: 'takes the load', quota: 'quota lasts', note: 'note' },
    fits: 'yes',
    tooMuch: (what: string | null): string =>
      `no: too ${what === 'data' || what === 'traffic' ? `much ${what}` : 'many commands'}`,
    rules: 'What is billed',
    of: (provider: string, text: string): string => `${provider}: ${text}`,
    prices: (provider: string, asOf: string | null, source: string): string =>
      `${provider}: as of ${asOf ?? 'an unknown date'}, ${source}`,
    free: (providers: readonly string[]): string =>
      `Commands cost nothing with ${providers.join(', ')}. The price of their plans depends on the size.`,
  },
  breakEven: {
    title: 'From when a fixed plan costs less',
    remark: 'than paying by the command; storage and traffic not counted',
    heads: { plan: 'plan', metered: 'instead of', billable: 'billable/day', requests: 'requests/day' },
    never: 'never',
    always: 'always',
  },
  sources: {
    title: 'Sources of commands',
    remark: 'with each request, and in a day',
    heads: {
      source: 'source',
      sent: 'sent',
      trips: 'trips',
      billed: 'billed',
      sentPerDay: 'sent/day',
      tripsPerDay: 'trips/day',
      billedPerDay: 'billed/day',
      document: 'document',
      documentPerDay: 'document/day',
      share: 'share',
    },
    note: (document: string): string => `document: what ${document} states for the same load`,
  },
  families: {
    title: 'Families',
    remark: (count: number): string => `${formatCounted(count, 'family', 'families')}, by commands a day`,
    head: 'family',
  },
  groups: {
    title: 'By grain and by entity',
    overlap: 'entities overlap each other and the grains',
    kinds: { grain: 'grain', entity: 'entity' },
    grain: (id: string): string => GRAINS[id] ?? `by ${id}`,
    entity: (id: string): string => ENTITIES[id] ?? `by ${id}`,
  },
  switches: {
    title: 'What each switch would save',
    remark: 'if the application reads it; counted from everything on',
    heads: {
      switch: 'switch',
      alone: 'saves alone',
      inAddition: 'saves in addition',
      remaining: 'remaining',
      alonePerDay: 'alone/day',
      inAdditionPerDay: 'in addition/day',
      read: 'read',
    },
    otherReading: (title: string): string => `  or ${title}`,
    note:
      'Switches overlap: two switches can remove the same command. Do not add up what they save alone. What a switch saves in addition is counted ' +
      'with those above it off, so these figures add up. Remaining: commands that a request still sends then.',
  },
  figures: {
    title: 'What was measured and what the document states',
    remark: 'beside what this estimate computes for the same case',
    heads: { case: 'case', found: 'found', computed: 'computed', how: 'how' },
    how: (evidence: string, unexplained: number): string =>
      unexplained === 0 ? evidence : `${evidence}, ${unexplained} unexplained`,
    ofDocument: (_id: string, title: string): string => `the document: ${title}`,
    note: (document: string): string =>
      `the document: ${document}, for its own example of 3,000 requests a day; computed: the sum of its own parts`,
  },
  releases: {
    title: 'Commands that record a request, by release',
    remark: 'as the server counts them',
    heads: { releases: 'releases', recorded: 'recorded' },
    range: (from: string, to: string | null): string => (to === null ? `from ${from}` : to === from ? from : `${from} to ${to}`),
    document: 'the document',
  },
  explain: {
    title: (subject: string): string => `Commands of ${subject}`,
    /** `perRequest`: a mean. */
    remark: (perRequest: string, perDay: number): string => `${perRequest} a request, ${formatCount(perDay)} a day`,
    heads: {
      event: 'event',
      command: 'command',
      key: 'key',
      count: 'count',
      times: 'times',
      sent: 'sent',
      sentPerDay: 'sent/day',
    },
    note: 'times: how often the event happens with a request, as a mean of all requests',
    nothing: 'Nothing is sent for it at this load.',
    inScript: 'in script',
    timesPerDay: (times: number): string => `${formatCount(times)} a day`,
    events: 'Events',
    event: (of: { title: string; transport: string; evidence: string; from: string }): string =>
      `${of.title}; sent as ${TRANSPORTS[of.transport] ?? of.transport}. ${of.evidence}: ${of.from}.`,
    noEvent: 'No event sends anything for it.',
    summary: (subject: string, perRequest: string, perDay: number): string =>
      `${subject}: ${perRequest} commands a request, ${formatCount(perDay)} a day.`,
  },
  summary: {
    /** `isLeast`: jobs are missing. */
    free: (perDay: number, isLeast: boolean, provider: string): string =>
      `${isLeast ? 'At least ' : ''}${formatCount(perDay)} commands a day. ${provider} does not charge for commands.`,
    /** `dollars`: `null`: unknown. `cheapest`: a plan that costs less; `null`: none. */
    billed: (of: {
      perDay: number;
      isLeast: boolean;
      dollars: number | null;
      cheapest: { plan: string; dollars: number } | null;
    }): string => {
      const commands = `${of.isLeast ? 'At least ' : ''}${formatCount(of.perDay)} commands a day`;
      if (of.dollars === null) return `${commands}.`;
      const plan = of.cheapest === null ? '' : `; ${formatMoney(of.cheapest.dollars)} with the plan ${of.cheapest.plan}`;
      return `${commands} and ${formatMoney(of.dollars)} a month by the command${plan}.`;
    },
  },
};

export type EstimateReportMessages = typeof report;
