/** Titles, heads, labels and sentences of the report of an audit. */
import { formatCount, formatCounted, formatShare } from '../../../../format/number.js';
import type { CapabilityRow, MemoryReport, SnapshotRow } from '../../../../audit/model.js';
import type { Severity } from '../../../../audit/severity.js';

const keys = (count: number): string => formatCounted(count, 'key', 'keys');

const DIMENSIONS: Readonly<Record<string, string>> = {
  'api-key': 'API keys',
  account: 'accounts',
  model: 'models',
  user: 'users',
};

const CHECKSUM: Readonly<Record<SnapshotRow['checksum'], string>> = {
  ok: 'checksum ok',
  wrong: 'checksum WRONG',
  off: 'no checksum',
  none: 'no checksum in this format',
  unread: 'checksum not reached',
};

const REFUSAL: Readonly<Record<CapabilityRow['state'], (name: string) => string>> = {
  ok: (name) => name,
  missing: (name) => `this server has no ${name}`,
  denied: (name) => `this user may not run ${name}`,
  empty: (name) => `this server answers nothing to ${name}`,
};

const counts = (bySeverity: readonly { severity: Severity; count: number }[]): string =>
  bySeverity.map(({ severity, count }) => `${count} ${severity}`).join(', ');

export const report = {
  title: 'Audit of',
  replica: 'read from a replica',
  aSnapshot: 'a snapshot',
  standardInput: 'standard input',
  andOthers: (first: string, others: number): string =>
    `${first} and ${formatCounted(others, 'other snapshot', 'other snapshots')}`,
  next: 'meter advise, with the same target, ranks what can be done by what it saves',
  /** `size`: empty when unknown. */
  summary: (of: {
    partial: boolean;
    keys: number;
    size: string;
    used: string | null;
    findings: number;
    bySeverity: readonly { severity: Severity; count: number }[];
  }): string => {
    const size = of.size === '' ? '' : `, ${of.size}${of.used === null ? '' : ` of ${of.used} used`}`;
    const found =
      of.findings === 0 ? 'no findings' : `${formatCounted(of.findings, 'finding', 'findings')}: ${counts(of.bySeverity)}`;
    return `${of.partial ? 'Partial report: ' : ''}${keys(of.keys)}${size}; ${found}.`;
  },
  labels: {
    server: 'Server',
    snapshot: 'Snapshot',
    profile: 'Profile',
    clock: 'Clock',
    read: 'Read',
    filter: 'Filter',
    databases: 'Databases',
    partial: 'PARTIAL',
    next: 'Next',
    fix: 'fix',
  },
  head: {
    notProven: (note: string): string => `count not proven: ${note}`,
    noProfile: (none: string): string => `${none}; families are inferred from the key names`,
    /** `isDated`: the signs show a release. */
    profile: (application: string, count: number, signs: readonly string[], _isDated: boolean): string =>
      `${application} · ${keys(count)}${signs.length === 0 ? '' : ` (${signs.join(', ')})`}`,
    database: (db: number, count: number): string => `db${db} ${keys(count)}`,
    filter: (pattern: string | null, type: string | null): string =>
      `only ${[...(pattern === null ? [] : [`names like ${pattern}`]), ...(type === null ? [] : [`type ${type}`])].join(', ')}`,
    versionUnknown: '(version unknown)',
    nodes: (nodes: number): string => `${nodes} nodes`,
    mode: (mode: string): string => mode,
    role: (role: string): string => role,
    up: (duration: string): string => `up ${duration}`,
    formatUnknown: 'format unknown',
    saved: (at: string): string => `saved ${at} UTC`,
    checksum: (state: SnapshotRow['checksum']): string => CHECKSUM[state],
    named: (name: string, text: string): string => `${name}: ${text}`,
    read: (of: {
      keys: number;
      once: boolean;
      /** Keys whose metadata was read; `null`: of every key. */
      metadata: number | null;
      partial: boolean;
      vanished: number;
      refused: number;
      expired: number;
    }): string => {
      const metadata =
        of.metadata === null
          ? 'metadata of every key'
          : of.metadata === 0
            ? 'no metadata'
            : `metadata of ${formatCount(of.metadata)} ${of.partial ? 'read' : 'sampled'}`;
      const vanished = of.vanished > 0 ? `; ${formatCount(of.vanished)} vanished meanwhile` : '';
      const refused = of.refused > 0 ? `; ${formatCount(of.refused)} may not be read` : '';
      const expired = of.expired > 0 ? `; ${formatCounted(of.expired, 'more key has expired', 'more keys have expired')}` : '';
      return `${keys(of.keys)} counted${of.once ? ', each once' : ''}; ${metadata}${vanished}${refused}${expired}`;
    },
  },
  families: {
    title: 'Families',
    byBytes: (count: number): string => `${count}, by bytes`,
    byKeys: (count: number): string => `${count}, by keys`,
    /** With `held`: their keys and size. */
    rest: (families: number, held: string): string => `${formatCounted(families, 'more family', 'more families')}: ${held}`,
    none: 'no keys',
    heads: {
      pattern: 'family',
      keys: 'keys',
      share: 'share',
      bytes: 'bytes',
      bytes_per_key: 'B/key',
      type: 'type',
      ttl: 'TTL left / full',
      no_ttl: 'no TTL',
      class: 'class',
      grain: 'grain',
      profile: 'profile',
    },
    never: 'never',
    varies: 'varies',
    legend: {
      ttl: 'TTL: the median of what is left, within 1 %, then what the family promises',
      bytes: 'bytes: MEMORY USAGE, from 5 elements of a collection',
      computed: '~ computed as the server accounts its memory',
      guessed: '~ guessed from types and lengths',
      sampled: '~ estimated from a sample',
      interval: '± half of the 95 % interval',
      inferred: '? of no profile, inferred from the names',
    },
  },
  /** Keys with their bytes, if these are known. */
  held: (count: number, size: string): string => `${keys(count)}${size === '' ? '' : `, ${size}`}`,
  groups: {
    labels: { hourly: 'By hour', 'per minute': 'By minute', 'per model': 'By model' } as Readonly<Record<string, string>>,
    take: (count: number, share: number, size: string): string =>
      `statistics take ${keys(count)} (${formatShare(share)})${size === '' ? '' : `, ${size}`}`,
    title: 'What the statistics take',
    remark: 'hourly, per minute and per model overlap',
    none: 'no keys',
    heads: {
      by: 'by',
      group: 'group',
      families: 'families',
      keys: 'keys',
      share: 'share',
      bytes: 'bytes',
      share_of_bytes: 'of bytes',
    },
    by: { statistics: 'statistics', grain: 'grain', class: 'class' },
    names: {} as Readonly<Record<string, string>>,
  },
  charts: {
    bytesByFamily: 'Bytes by family',
    keysByFamily: 'Keys by family',
    colours: 'colours are value classes; the table below has the figures',
    bytesByGrain: 'Bytes by time grain',
    bytesByClass: 'Bytes by value class',
  },
  owners: {
    title: 'Keys by owner',
    remark: (counted: readonly string[]): string => `the largest of ${counted.join(', ')}`,
    none: 'no key names an owner',
    heads: { kind: 'kind', owner: 'owner', keys: 'keys', bytes: 'bytes' },
    dimension: (name: string): string => DIMENSIONS[name] ?? name,
    counted: (count: string, dimension: string): string => `${count} ${dimension}`,
  },
  largest: {
    title: 'Largest keys',
    sampled: 'among those that were sampled',
    none: 'no size of a key is known',
    heads: { key: 'key', bytes: 'bytes', type: 'type', length: 'length', family: 'family' },
  },
  unrecognised: {
    title: 'Unrecognised',
    remark: (count: number, families: number, size: string): string =>
      `${keys(count)} in ${formatCounted(families, 'inferred family', 'inferred families')}${size === '' ? '' : `, ${size}`}`,
    none: 'None: every key belongs to a family of a profile.',
    note: 'marked ? among the families; meter never removes what it does not recognise',
    heads: { pattern: 'inferred family', keys: 'keys', bytes: 'bytes', type: 'type' },
  },
  memory: {
    title: 'Memory',
    none: 'The snapshot does not say what its server used.',
    heads: { part: 'part', bytes: 'bytes', how: 'how' },
    part: (name: string): string => name,
    how: (how: MemoryReport['parts'][number]['how']): string => how,
    notReadable: 'not readable',
    server: 'server',
    serverWhenSaved: 'server, when it saved',
    maxmemoryUnknown: 'maxmemory unknown',
    noMaxmemory: 'no maxmemory',
    maxmemory: (size: string, left: string | null): string => `maxmemory ${size}${left === null ? '' : `, ${left} left`}`,
    eviction: (policy: string | null): string => `eviction ${policy ?? 'policy unknown'}`,
    peak: (size: string): string => `peak ${size}`,
    persistence: (how: string | null): string => `persistence ${how ?? 'unknown'}`,
  },
  notes: {
    title: 'Not in this report',
    none: 'nothing is left out',
    refused: ({ name, state }: CapabilityRow, effect: string): string => `${REFUSAL[state](name)}: ${effect}`,
    expired: (families: readonly { pattern: string | null; keys: number }[], more: boolean): string =>
      `expired keys: ${families.map(({ pattern, keys: count }) => `${pattern ?? 'of no profile'} ${formatCount(count)}`).join(', ')}${more ? ', …' : ''}`,
    notCheckable: (codes: readonly string[], why: string): string => `not checkable: ${codes.join(', ')} (${why})`,
  },
  findings: {
    title: 'Findings',
    counts,
    rest: (hidden: number): string => `${formatCounted(hidden, 'more finding', 'more findings')}, and what was seen of each`,
    none: 'none',
    andOthers: (title: string, families: number): string =>
      `${title}, and ${formatCounted(families, 'other family', 'other families')}`,
    seen: (title: string, evidence: string): string => `${title}: ${evidence}`,
    onServer: 'Run these commands on the server that made the snapshot. meter audit takes --rdb as well.',
    redisCli: 'redis-cli takes the target as -u, or as -h and -p',
  },
};

export type AuditReportMessages = typeof report;
