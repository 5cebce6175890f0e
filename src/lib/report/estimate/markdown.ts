import type { EstimateData } from '../../estimate/model.js';
import { estimateHead, estimateName } from './header.js';
import type { Section, SectionCell } from './section.js';
import { estimateSections } from './sections.js';
import { escapeMarkdown, markdownTable } from '../render/markdown-text.js';
import type { Envelope } from '../envelope.js';

/** The whole estimate for a ticket or a chat: every row, no colours. */
export function renderEstimateMarkdown({ data, warnings }: Envelope<EstimateData>): string {
  const others = warnings.filter((warning) => warning !== data.leftOut);
  const sections = [
    `# Estimate for ${escapeMarkdown(estimateName(data))}`,
    ...(data.leftOut === null ? [] : [escapeMarkdown(data.leftOut)]),
    list(estimateHead(data).map(([label, text]) => ({ lead: label, text }))),
    ...(data.explain === null ? [`## First of all\n\n${data.advice.map(escapeMarkdown).join('\n\n')}`] : []),
    ...estimateSections(data, true).map(sectionText),
    ...(others.length === 0 ? [] : [`## Mind\n\n${others.map((warning) => `- ${escapeMarkdown(warning)}`).join('\n')}`]),
  ];
  return `${sections.join('\n\n')}\n`;
}

const list = (items: Section['items']): string =>
  items.map(({ lead, text }) => `- **${escapeMarkdown(lead)}:** ${escapeMarkdown(text)}`).join('\n');

function sectionText({ title, remark, columns, rows, more, notes, items }: Section): string {
  return [
    `## ${escapeMarkdown(title)}`,
    ...(remark === '' ? [] : [escapeMarkdown(remark)]),
    ...(rows.length === 0
      ? []
      : [
          markdownTable(
            columns.map((column) => ({ title: escapeMarkdown(column.title), ...(column.align && { align: column.align }) })),
            rows.map((row) => row.map(cellText)),
          ),
        ]),
    ...(more === null ? [] : [escapeMarkdown(more)]),
    ...notes.map(escapeMarkdown),
    ...(items.length === 0 ? [] : [list(items)]),
  ].join('\n\n');
}

const cellText = (cell: SectionCell): string => {
  if (typeof cell === 'string') return escapeMarkdown(cell);
  return cell.tone === 'strong' ? `**${escapeMarkdown(cell.text)}**` : escapeMarkdown(cell.text);
};
