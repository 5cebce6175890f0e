/** Server, application, clock, and how much was read. */
import { formatCounted } from '../../format/number.js';
import { ceilingReached, partial } from '../../audit/warnings.js';
import { applicationText, clockText, NO_APPLICATION, upgradedText } from '../../recognise/words.js';
import type { AuditData, ProfileRow } from '../../audit/model.js';
import type { Fact } from '../document.js';
import type { Notice } from '../messages/notices.js';
import { noticeText } from '../noticed.js';
import { filterText, readText, serverText, snapshotLines } from './figures.js';

export function headFacts(data: AuditData): Fact[] {
  const { source } = data;
  const filter = filterText(source.filter);
  const unread = textOf(ceilingReached(data));
  return [
    { label: 'Server', text: serverText(data.server) },
    ...snapshotLines(data).map((text) => ({ label: 'Snapshot', text })),
    ...profileFacts(data.profiles),
    { label: 'Clock', text: clockText(data.clock) },
    { label: 'Read', text: readText(data) },
    ...warning('', source.countProven ? null : `count not proven: ${source.countNote}`),
    ...warning('', unread),
    ...warning('Filter', filter),
    ...(data.databases.length > 1 ? [{ label: 'Databases', text: databasesText(data) }] : []),
    ...warning('PARTIAL', textOf(partial(data))).map((fact) => ({ ...fact, place: 'partial' as const })),
  ];
}

const textOf = (notice: Notice | null): string | null => (notice === null ? null : noticeText(notice));

const warning = (label: string, text: string | null): Fact[] => (text === null ? [] : [{ label, text, tone: 'warn' }]);

function profileFacts(profiles: readonly ProfileRow[]): Fact[] {
  if (profiles.length === 0) return warning('Profile', `${NO_APPLICATION}; families are inferred from the key names`);
  return profiles.map((profile) => ({ label: 'Profile', text: profileText(profile) }));
}

function profileText({ name, version, upTo, upgradedFrom, evidence, keys }: ProfileRow): string {
  const signs = [upgradedFrom === null ? [] : upgradedText(upgradedFrom), evidence[0] ?? []].flat();
  const why = signs.length === 0 ? '' : ` (${signs.join(', ')})`;
  return `${applicationText({ name, from: version, to: upTo })} · ${formatCounted(keys, 'key', 'keys')}${why}`;
}

const databasesText = (data: AuditData): string =>
  data.databases.map(({ db, keys }) => `db${db} ${formatCounted(keys, 'key', 'keys')}`).join(' · ');
