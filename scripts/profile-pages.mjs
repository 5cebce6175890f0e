/** Makes docs/profiles/ of the built-in profiles: one page each, and a list of them. */

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
const code = (text) => `\`${cell(text)}\``;
const row = (cells) => `| ${cells.join(' | ')} |`;

/** Nothing, if there are no rows. */
function section(title, heads, rows, before = []) {
  if (rows.length === 0) return [];
  return ['', `## ${title}`, '', ...before, row(heads), row(heads.map(() => '---')), ...rows.map(row)];
}

const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

function span(seconds) {
  const [size, unit] = UNITS.find(([each]) => seconds % each === 0 && seconds >= each) ?? [1, 's'];
  return `${seconds / size} ${unit}`;
}

const REARMED = { 'each-write': 'each write renews it', 'each-use': 'each use renews it', never: 'never renewed' };

function ttlOf({ ttl }) {
  if (!ttl.expires) return 'none';
  return [ttl.seconds === undefined ? 'varies' : span(ttl.seconds), REARMED[ttl.rearmed], ...(ttl.note ? [ttl.note] : [])].join(
    '; ',
  );
}

const releases = ({ since, until }) =>
  since === undefined && until === undefined
    ? ''
    : until === undefined
      ? `from ${since}`
      : `${since ?? 'the oldest'} to ${until}`;

const familyRow = (family) => [
  code(family.pattern),
  family.id,
  [family.type, ...(family.alsoTypes ?? [])].join(', '),
  ttlOf(family),
  family.valueClass,
  cell(family.breaks),
  releases(family),
];

const switchRow = ({ env, title, default: usual, off, breaks, readBy, from }) => [
  code(env),
  cell(title),
  code(usual),
  code(off),
  cell(breaks),
  cell(
    readBy === 'documents-only'
      ? 'nothing; documents name it'
      : 'fork' in readBy
        ? `a fork of ${readBy.release}: ${readBy.fork}`
        : [releases(readBy), readBy.note].filter(Boolean).join('; ') || 'the application',
  ),
  cell(from),
];

const figureRow = ({ family, fields, value }) => [
  family,
  fields === undefined
    ? cell(value ?? '')
    : Object.entries(fields)
        .map(([metric, field]) => `${metric}: ${code(field)}`)
        .join(', '),
];

const periodOf = ({ kind }) => kind;

const limitRow = ({ id, title, dimension, family, field, period, where, ...own }) => [
  id,
  cell(title),
  dimension,
  code(`${family}.${field}`),
  periodOf(period),
  cell(where ?? ''),
  releases(own),
];

const limiterRows = ({ id, family, counting, checks, onError, faults = [], ...own }) => [
  id,
  family,
  counting.kind === 'other' ? cell(counting.note) : counting.kind,
  checks
    .map(
      ({ when, commands, inScript = [] }) =>
        `${cell(when)}: ${commands.length} sent, ${commands.length + inScript.length} counted`,
    )
    .join('; '),
  cell(onError.note),
  cell(faults.join(' ')),
  releases(own),
];

const invariantRow = ({ id, title, cause, ...own }) => [id, cell(title), cell(cause), releases(own)];

const eventRow = ({ title, every, transport, writes, evidence, ...own }) => [
  cell(title),
  every === 'request' ? 'each request' : 'perDay' in every ? 'a number of times a day' : `every ${every.minutes} min`,
  transport,
  [...new Set(writes.map(({ command, inScript }) => (inScript ? `(${command})` : command)))].join(', '),
  evidence,
  releases(own),
];

export function profilePage(profile) {
  const {
    name,
    title,
    readFrom,
    versions,
    families,
    switches = [],
    figures,
    limits,
    limiters = [],
    consistency,
    operations,
  } = profile;
  const lines = [
    `# ${title}`,
    '',
    `This page is made of the profile \`${name}\`: \`npm run docs\`. [profiles.md](../profiles.md) says what the words mean.`,
    '',
    `- read from: ${cell(readFrom)}`,
    ...(versions ? [`- releases: ${versions.oldest} to ${versions.newest}`] : []),
    ...(profile.usageElsewhere ? [`- usage: ${cell(profile.usageElsewhere)}`] : []),
    ...section('Families', ['key', 'id', 'type', 'TTL', 'class', 'without it', 'releases'], families.map(familyRow), [
      `${families.length} kinds of keys.`,
      '',
    ]),
    ...section('Figures', ['family', 'metrics'], (figures?.sets ?? []).map(figureRow)),
    ...section('Limits', ['id', 'limit', 'of', 'field', 'period', 'where', 'releases'], (limits?.list ?? []).map(limitRow)),
    ...section(
      'Limiters',
      ['id', 'family', 'counts by', 'a check', 'on an error', 'faults', 'releases'],
      limiters.map(limiterRows),
    ),
    ...section(
      'Invariants',
      ['id', 'relation', 'usual cause of a difference', 'releases'],
      (consistency?.invariants ?? []).map(invariantRow),
    ),
    ...section(
      'Switches',
      ['variable', 'title', 'usually', 'off', 'without it', 'read by', 'read from'],
      switches.map(switchRow),
    ),
    ...section(
      'What it sends',
      ['event', 'when', 'sent as', 'commands', 'evidence', 'releases'],
      (operations?.events ?? []).map(eventRow),
      ['Commands in brackets are called by a script. `meter estimate` computes their numbers.', ''],
    ),
  ];
  return `${lines.join('\n')}\n`;
}

export function profileList(profiles) {
  const lines = [
    '# Built-in profiles',
    '',
    'These pages are made of the profiles: `npm run docs`. `meter profile show NAME` shows the same of one family.',
    '',
    row(['profile', 'application', 'releases', 'families', 'read from']),
    row(['---', '---', '---', '---', '---']),
    ...profiles.map(({ name, title, versions, families, readFrom }) =>
      row([
        `[${name}](${name}.md)`,
        cell(title),
        versions ? `${versions.oldest} to ${versions.newest}` : '',
        families.length,
        cell(readFrom),
      ]),
    ),
  ];
  return `${lines.join('\n')}\n`;
}
