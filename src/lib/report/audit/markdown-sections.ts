import { formatBytes } from '../../format/bytes.js';
import { formatCount, formatCounted, formatPlusMinus, formatShare } from '../../format/number.js';
import {
  bySize,
  amountText,
  bytesText,
  classText,
  dimensionText,
  heldText,
  memoryLimitsText,
  noTtlText,
  ttlText,
  usedMemoryHow,
} from './figures.js';
import { codeSpan, escapeMarkdown, markdownTable, type MarkdownColumn } from '../render/markdown-text.js';
import type { AuditData, GroupRow } from '../../audit/model.js';

const right = (title: string): MarkdownColumn => ({ title, align: 'right' });
const left = (title: string): MarkdownColumn => ({ title });

export function familiesSection(data: AuditData): string {
  const columns = [
    left('family'),
    right('keys'),
    right('share'),
    right('bytes'),
    right('±'),
    right('B/key'),
    left('type'),
    right('TTL now / full life'),
    right('no TTL'),
    left('class'),
    left('grain'),
    left('profile'),
  ];
  const rows = bySize(data.families).map((family) => [
    codeSpan(family.pattern),
    formatCount(family.keys),
    escapeMarkdown(formatShare(family.share)),
    escapeMarkdown(bytesText(family)),
    escapeMarkdown(formatPlusMinus(family.bytes, family.bytesLow, family.bytesHigh).slice(1)),
    formatBytes(family.bytesPerKey),
    escapeMarkdown(family.type ?? '-'),
    ttlText(family),
    escapeMarkdown(noTtlText(family)),
    classText(family),
    family.grain,
    family.inferred ? '*inferred*' : escapeMarkdown(family.profile ?? '-'),
  ]);
  return `## Families\n\n${markdownTable(columns, rows)}`;
}

export function groupsSection(data: AuditData): string {
  const { hourly, minute, perModel } = data.fineGrained;
  const lines = (title: string, groups: Partial<Record<string, GroupRow>>) =>
    Object.entries(groups)
      .filter(([, group]) => (group?.keys ?? 0) > 0)
      .map(([name, group]) => [
        title,
        name,
        formatCount(group?.families ?? 0),
        formatCount(group?.keys ?? 0),
        escapeMarkdown(formatShare(group?.share ?? 0)),
        group === undefined ? '-' : escapeMarkdown(bytesText(group)),
      ]);
  const rows = [
    ...lines('statistics', { hourly, 'per minute': minute, 'per model': perModel }),
    ...lines('grain', data.byGrain),
    ...lines('class', data.byClass),
  ];
  const columns = [left('by'), left('what'), right('families'), right('keys'), right('share'), right('bytes')];
  return `## What the statistics take\n\nHourly, per minute and per model overlap.\n\n${markdownTable(columns, rows)}`;
}

export function topSection(dimension: AuditData['dimensions'][number]): string {
  const rows = dimension.top.map((row) => [
    codeSpan(row.value),
    `${dimension.approximate ? '≥ ' : ''}${formatCount(row.keys)}`,
    escapeMarkdown(heldText(row)),
  ]);
  const title = `Top ${escapeMarkdown(dimensionText(dimension.dimension))}`;
  return `## ${title}\n\n${markdownTable([left(escapeMarkdown(dimension.dimension)), right('keys'), right('bytes')], rows)}`;
}

export function largestSection(data: AuditData): string {
  const rows = data.largest.map(({ key, family, type, bytes, length }) => [
    codeSpan(key),
    formatBytes(bytes),
    escapeMarkdown(type ?? '-'),
    formatCount(length),
    codeSpan(family),
  ]);
  return `## Largest keys\n\n${markdownTable([left('key'), right('bytes'), left('type'), right('length'), left('family')], rows)}`;
}

export function unrecognisedSection({ unrecognised }: AuditData): string {
  const { keys, families } = unrecognised;
  const groups = formatCounted(families, 'inferred family', 'inferred families');
  const amount = escapeMarkdown(`${amountText(unrecognised, `${formatCounted(keys, 'key', 'keys')} in ${groups}`)}.`);
  return `## Unrecognised\n\n${keys === 0 ? 'None: every key belongs to a family of a profile.' : amount}`;
}

export function memorySection(data: AuditData): string {
  const rows = data.memory.parts.map(({ name, bytes, how }) => [escapeMarkdown(name), formatBytes(bytes), how]);
  const total = ['**used\\_memory**', `**${formatBytes(data.memory.usedMemory)}**`, usedMemoryHow(data)];
  const table = markdownTable([left('part'), right('bytes'), left('how')], [...rows, total]);
  const limits = memoryLimitsText(data);
  return `## Memory\n\n${table}${limits.length === 0 ? '' : `\n\n${escapeMarkdown(limits.join(' · '))}`}`;
}
