/** Profiles for people to read. */
import { formatDuration } from '../../format/duration.js';
import { safeText } from '../../format/terminal.js';
import { wrapText } from '../../format/wrap.js';
import type { Family, Profile } from '../../profile/types.js';
import type { CheckedProfile, ProfileSummary } from './data.js';
import { createStyle } from '../render/style.js';
import { renderTable } from '../render/table.js';

interface ProfileTextOptions {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
}

export function profileListText(profiles: readonly ProfileSummary[], options: ProfileTextOptions): Promise<string> {
  const rows = profiles.map(({ name, versions, families, title }) => [
    name,
    versions ? `${versions.oldest} to ${versions.newest}` : '-',
    String(families),
    title,
  ]);
  const align = ['left', 'left', 'right'] as const;
  return renderTable(['profile', 'versions', 'families', 'application'], rows, { ...options, align, flexible: 3 });
}

/** What the profile is, then a row for each family. */
export async function profileText(profile: Profile, options: ProfileTextOptions): Promise<string> {
  const style = createStyle(options.color);
  const heading = `${style.bold(safeText(profile.title))}  ${profile.families.length} families`;
  const source = wrapText(`Read from ${safeText(profile.readFrom)}`, options.width).map((line) => style.dim(line));
  return [heading, ...source, '', await familyTable(profile.families, options)].join('\n');
}

function familyTable(families: readonly Family[], options: ProfileTextOptions): Promise<string> {
  const rows = families.map((family) => [
    family.id,
    family.pattern,
    [family.type, ...(family.alsoTypes ?? [])].join(', '),
    ttlText(family),
    family.valueClass,
    family.grain,
  ]);
  return renderTable(['family', 'pattern', 'type', 'TTL', 'class', 'grain'], rows, { ...options, flexible: 1 });
}

function ttlText({ ttl }: Family): string {
  if (!ttl.expires) return 'none';
  return ttl.seconds === undefined ? 'varies' : formatDuration(ttl.seconds);
}

const REARMED = { 'each-write': 'renewed by each write', 'each-use': 'renewed by each use', never: 'never renewed' };

/** Everything that is known of one family, a line for each fact. */
export function familyText(family: Family, { color, width }: ProfileTextOptions): string {
  const style = createStyle(color);
  const { ttl, keep, growth } = family;
  const facts: [string, string | undefined][] = [
    ['pattern', family.pattern],
    ['examples', family.examples.join('\n')],
    ['type', [family.type, ...(family.alsoTypes ?? [])].join(', ')],
    ['role', family.role],
    ['class', family.valueClass],
    ['grain', family.grain],
    ['TTL', ttl.expires ? [ttlText(family), REARMED[ttl.rearmed], ...(ttl.note ? [ttl.note] : [])].join('; ') : 'none'],
    ['keep', keep && `the newest ${keep.periods} periods, for ${keep.reader}`],
    ['breaks', family.breaks],
    ['growth', growth && `${growth.bound === 'none' ? 'without bound' : `up to ${growth.bound}`}: ${growth.note}`],
    ['since', family.since],
    ['until', family.until],
    ['value', family.value],
    ['fields', fieldLines(family.fields)],
    ['optional', fieldLines(family.optionalFields)],
    ['evidence', family.generic ? 'none: others use such names too' : family.evidenceFields?.join(' or ')],
  ];
  const lines = facts.flatMap(([label, text]) => (text ? block(style.dim(label.padEnd(LABEL)), text, width) : []));
  return [style.bold(safeText(family.id)), ...lines].join('\n');
}

const LABEL = 10;

const fieldLines = (fields: Family['fields']): string =>
  Object.entries(fields ?? {})
    .map(([name, unit]) => `${name} (${unit})`)
    .join('\n');

const block = (label: string, text: string, width: number): string[] =>
  text
    .split('\n')
    .flatMap((line) => wrapText(safeText(line), Math.max(20, width - LABEL - 2)))
    .map((line, index) => `  ${index === 0 ? label : ' '.repeat(LABEL)}${line}`);

/** One line for each profile and each problem. */
export function checkText(checked: readonly CheckedProfile[], { color }: ProfileTextOptions): string {
  const style = createStyle(color);
  return checked
    .flatMap(({ name, families, problems }) => [
      problems.length === 0
        ? `${style.green('sound')}  ${safeText(name)}, ${families} families`
        : `${style.red('wrong')}  ${safeText(name)}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
      ...problems.map(({ family, problem }) => `       ${family === null ? '' : `${safeText(family)}: `}${safeText(problem)}`),
    ])
    .join('\n');
}
