/** Server, application, clock, and how much was read. */
import { ceilingReached, partial } from '../../audit/warnings.js';
import type { AuditData, ProfileRow } from '../../audit/model.js';
import type { Fact } from '../document.js';
import type { Messages } from '../messages/messages.js';
import type { Notice } from '../messages/notices.js';
import { noticeText } from '../noticed.js';
import { filterText, readText, serverText, snapshotLines } from './figures.js';

export function headFacts(data: AuditData, messages: Messages): Fact[] {
  const { source } = data;
  const { report } = messages.audit;
  const { labels, head } = report;
  const filter = filterText(source.filter, report);
  const unread = textOf(ceilingReached(data), messages);
  return [
    { label: labels.server, text: serverText(data.server, report) },
    ...snapshotLines(data, report).map((text) => ({ label: labels.snapshot, text })),
    ...profileFacts(data.profiles, messages),
    { label: labels.clock, text: messages.recognise.clock(data.clock) },
    { label: labels.read, text: readText(data, report) },
    ...warning('', source.countProven ? null : head.notProven(source.countNote)),
    ...warning('', unread),
    ...warning(labels.filter, filter),
    ...(data.databases.length > 1 ? [{ label: labels.databases, text: databasesText(data, head) }] : []),
    ...warning(labels.partial, textOf(partial(data), messages)).map((fact) => ({ ...fact, place: 'partial' as const })),
  ];
}

const textOf = (notice: Notice | null, messages: Messages): string | null =>
  notice === null ? null : noticeText(notice, messages);

const warning = (label: string, text: string | null): Fact[] => (text === null ? [] : [{ label, text, tone: 'warn' }]);

function profileFacts(profiles: readonly ProfileRow[], messages: Messages): Fact[] {
  const { labels, head } = messages.audit.report;
  if (profiles.length === 0) return warning(labels.profile, head.noProfile(messages.recognise.none));
  return profiles.map((profile) => ({ label: labels.profile, text: profileText(profile, messages) }));
}

function profileText({ name, version, upTo, upgradedFrom, evidence, keys }: ProfileRow, { audit, recognise }: Messages): string {
  const signs = [upgradedFrom === null ? [] : recognise.upgraded(upgradedFrom), evidence[0] ?? []].flat();
  const application = recognise.application({ name, from: version, to: upTo });
  return audit.report.head.profile(application, keys, signs, version !== null || upTo !== null);
}

const databasesText = (data: AuditData, { database }: Messages['audit']['report']['head']): string =>
  data.databases.map(({ db, keys }) => database(db, keys)).join(' · ');
