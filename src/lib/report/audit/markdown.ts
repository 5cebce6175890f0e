import { formatDuration } from '../../format/duration.js';
import { formatCounted } from '../../format/number.js';
import {
  capabilityNotes,
  expiredText,
  filterText,
  notCheckableNotes,
  otherWarnings,
  readText,
  serverText,
  snapshotLines,
  sourceName,
  targetHint,
} from './figures.js';
import { partialText, unreadText } from '../../audit/partial.js';
import { applicationText, clockText, upgradedText } from '../../recognise/words.js';
import { codeSpan, escapeMarkdown } from '../render/markdown-text.js';
import type { AuditData, Finding } from '../../audit/model.js';
import type { Envelope, Spent } from '../envelope.js';
import {
  familiesSection,
  groupsSection,
  largestSection,
  memorySection,
  topSection,
  unrecognisedSection,
} from './markdown-sections.js';
import { SEVERITIES } from '../../audit/severity.js';

/** The whole report for a ticket or a chat: every family, no colours. */
export function renderAuditMarkdown(envelope: Envelope<AuditData>): string {
  const { data } = envelope;
  const sections = [
    `# Audit of ${escapeMarkdown(sourceName(envelope.target, data))}`,
    headerList(data),
    findingsSection(data.findings, targetHint(envelope.target, data.findings)),
    familiesSection(data),
    groupsSection(data),
    ...data.dimensions.filter(({ top }) => top.length > 0).map(topSection),
    ...(data.largest.length === 0 ? [] : [largestSection(data)]),
    unrecognisedSection(data),
    memorySection(data),
    ...notesSection(data, otherWarnings(data, envelope.warnings)),
    spentLine(envelope.spent),
  ];
  return `${sections.join('\n\n')}\n`;
}

function headerList(data: AuditData): string {
  const { source } = data;
  const filter = filterText(source.filter);
  const unread = unreadText(data);
  const expired = expiredText(data);
  return [
    ['Server', serverText(data.server)],
    ...snapshotLines(data).map((line) => ['Snapshot', line]),
    ...data.profiles.map((profile) => [
      'Profile',
      [
        applicationText({ name: profile.name, from: profile.version, to: profile.upTo }),
        profile.upgradedFrom === null ? [] : upgradedText(profile.upgradedFrom),
        profile.evidence[0] ?? [],
      ]
        .flat()
        .join(', '),
    ]),
    ['Clock', clockText(data.clock)],
    ['Read', readText(data)],
    ...(source.countProven ? [] : [['Count not proven', source.countNote]]),
    ...(expired === null ? [] : [['Expired', expired]]),
    ...(unread === null ? [] : [['Unread', unread]]),
    ...(filter === null ? [] : [['Filter', filter]]),
    ...(source.partial === null ? [] : [['Partial', partialText(source.partial)]]),
  ]
    .map(([label = '', text = '']) => `- **${label}:** ${escapeMarkdown(text)}`)
    .join('\n');
}

function findingsSection(findings: readonly Finding[], hint: string | null): string {
  const lines = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity)).map(
    (finding) =>
      `- **${finding.severity}: ${escapeMarkdown(finding.title)}** (${codeSpan(finding.code)})\n` +
      `  ${escapeMarkdown(finding.evidence)}\n` +
      `  Fix: ${/^(?:meter|redis-cli) /.test(finding.fix) ? codeSpan(finding.fix) : escapeMarkdown(finding.fix)}`,
  );
  return `## Findings\n\n${lines.length === 0 ? 'None.' : lines.join('\n')}${hint === null ? '' : `\n\n${escapeMarkdown(hint)}.`}`;
}

function notesSection(data: AuditData, warnings: readonly string[]): string[] {
  const notes = [...capabilityNotes(data.capabilities), ...notCheckableNotes(data), ...warnings].map(
    (note) => `- ${escapeMarkdown(note)}`,
  );
  return notes.length === 0 ? [] : [`## Notes\n\n${notes.join('\n')}`];
}

const spentLine = (spent: Spent | null): string =>
  spent === null || spent.commands === 0
    ? 'Spent: no command to any server.'
    : `Spent: ${formatCounted(spent.commands, 'command', 'commands')} in ${formatCounted(spent.roundTrips, 'round trip', 'round trips')}, ${formatDuration(spent.seconds)}.`;
