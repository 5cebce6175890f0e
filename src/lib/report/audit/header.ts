import { formatCounted } from '../../format/number.js';
import { safeText } from '../../format/terminal.js';
import { expiredText, filterText, readText, serverText, snapshotLines, sourceName } from './figures.js';
import { partialText, unreadText } from '../../audit/partial.js';
import { applicationText, clockText, NO_APPLICATION, upgradedText } from '../../recognise/words.js';
import type { AuditData, ProfileRow } from '../../audit/model.js';
import type { TargetInfo } from '../../redis/target-info.js';
import { labelled, type TextContext } from '../render/lines.js';

/** Which server, which application, which clock, and how much was read. */
export function headerText(context: TextContext, target: TargetInfo | null, data: AuditData): string {
  const { style } = context;
  const { source } = data;
  const filter = filterText(source.filter);
  const unread = unreadText(data);
  const expired = expiredText(data);
  return [
    `${style.bold('Audit of')} ${style.bold.cyan(safeText(sourceName(target, data)))}${target === null ? '' : style.dim(targetRemark(target))}`,
    '',
    labelled(context, 'Server', serverText(data.server)),
    snapshotLines(data).map((line, index) => labelled(context, index === 0 ? 'Snapshot' : '', line)),
    ...profileLines(context, data.profiles),
    labelled(context, 'Clock', clockText(data.clock)),
    labelled(context, 'Read', readText(data)),
    source.countProven ? [] : labelled(context, '', `count not proven: ${source.countNote}`, style.yellow),
    expired === null ? [] : labelled(context, '', expired),
    unread === null ? [] : labelled(context, '', unread, style.yellow),
    filter === null ? [] : labelled(context, 'Filter', filter, style.yellow),
    data.databases.length > 1 ? labelled(context, 'Databases', databasesText(data)) : [],
    source.partial === null ? [] : labelled(context, 'PARTIAL', partialText(source.partial), style.yellow.bold),
  ]
    .flat()
    .join('\n');
}

function targetRemark(target: TargetInfo): string {
  const remarks = [target.tls ? 'TLS' : [], target.replica ? 'read from a replica' : []].flat();
  return remarks.length === 0 ? '' : `  ${remarks.join(', ')}`;
}

function profileLines(context: TextContext, profiles: readonly ProfileRow[]): string[] {
  if (profiles.length === 0)
    return [labelled(context, 'Profile', `${NO_APPLICATION}; families are inferred from the key names`, context.style.yellow)];
  return profiles.flatMap((profile, index) => [
    labelled(context, index === 0 ? 'Profile' : '', profileText(profile)),
    ...[profile.upgradedFrom === null ? [] : upgradedText(profile.upgradedFrom), profile.evidence[0] ?? []]
      .flat()
      .map((line) => labelled(context, '', line, context.style.dim)),
  ]);
}

const profileText = ({ name, version, upTo, keys }: ProfileRow): string =>
  `${applicationText({ name, from: version, to: upTo })} · ${formatCounted(keys, 'key', 'keys')}`;

const databasesText = (data: AuditData): string =>
  data.databases.map(({ db, keys }) => `db${db} ${formatCounted(keys, 'key', 'keys')}`).join(' · ');
