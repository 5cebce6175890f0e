import { safeText } from '../../format/terminal.js';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes text so that Markdown shows it literally, in a paragraph or in a table cell: no markup, no HTML, no new column. */
export const escapeMarkdown = (text: string): string =>
  safeText(text)
    .replace(/[\\`*_[\]|~#]/g, String.raw`\$&`)
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);

/** A code span. Text that is not possible in one inside a table is escaped as plain text instead. */
export const codeSpan = (text: string): string =>
  text === '' || /[`|\\]/.test(safeText(text)) ? escapeMarkdown(text) : `\`${text}\``;

export interface MarkdownColumn {
  title: string;
  align?: 'right';
}

/** A table whose cells are Markdown already. */
export function markdownTable(columns: readonly MarkdownColumn[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ title }) => title)),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}
