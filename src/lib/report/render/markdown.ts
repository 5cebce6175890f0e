/** A document as Markdown: every section and row, no colours. */
import { largest } from '../../format/largest.js';
import { safeText } from '../../format/terminal.js';
import {
  cellOf,
  isLeftOut,
  sectionNamed,
  type Block,
  type Chart,
  type Code,
  type Document,
  type Fact,
  type Item,
  type Lines,
  type List,
  type Section,
  type Table,
} from '../document.js';
import { render } from '../messages/en/render.js';
import type { RenderMessages } from '../messages/render.js';
import { cellText, isFigure } from './cell-text.js';
import { codeSpan, escapeMarkdown, markdownTable } from './markdown-text.js';

export const renderMarkdown = (document: Document): string => [...markdownPieces(document, null)].join('');

/** The same piece by piece, for documents that are too long for memory. `section`: only this one. */
export function* markdownPieces(document: Document, section: string | null): Generator<string> {
  const { title, summary, words = render } = document;
  const blocks = section === null ? document.blocks : sectionNamed(document, section);
  yield `# ${[title.text, title.name, title.remark].flatMap((text) => (text ? [escapeMarkdown(text)] : [])).join(' ')}`;
  for (const block of blocks) {
    if (isLeftOut(block)) continue;
    yield '\n\n';
    yield* blockText(block, words);
  }
  if (summary !== undefined && section === null) yield `\n\n**${escapeMarkdown(summary.text)}**`;
  yield '\n';
}

function* blockText(block: Block, words: RenderMessages): Generator<string> {
  switch (block.kind) {
    case 'facts':
      yield [...head(block), factsText(block.facts)].join('\n\n');
      break;
    case 'table':
      yield tableText(block);
      break;
    case 'records':
    case 'treemap':
      break;
    case 'list':
      yield* listText(block, words);
      break;
    case 'chart':
      yield chartText(block);
      break;
    case 'lines':
      yield linesText(block);
      break;
    case 'note':
      yield escapeMarkdown(block.text);
      break;
    case 'code':
      yield [...head(block), codeText(block)].join('\n\n');
      break;
    case 'command':
      yield `**${escapeMarkdown(block.label)}:** ${codeSpan(block.text)}`;
  }
}

/** A block of code. Its fence is longer than any in the code. */
function codeText({ language, lines }: Code): string {
  const text = lines.map((line) => safeText(line.text)).join('\n');
  const longest = largest([2, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length)]);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

const head = ({ title, remark }: Partial<Section>): string[] => [
  ...(title === undefined ? [] : [`## ${escapeMarkdown(title)}`]),
  ...(remark === undefined || remark === '' ? [] : [escapeMarkdown(remark)]),
];

const factsText = (facts: readonly Fact[]): string =>
  facts
    .map(({ label, text, command }) => {
      const shown = command === true ? codeSpan(text) : escapeMarkdown(text);
      return label === '' ? `  ${shown}` : `- **${escapeMarkdown(label)}:** ${shown}`;
    })
    .join('\n');

function tableText(table: Table): string {
  if (table.rows.length === 0) return [...head(table), escapeMarkdown(table.none ?? '')].join('\n\n');
  const columns = table.columns.filter(({ only }) => only !== 'machines');
  const text = markdownTable(
    columns.map((column) => ({ title: escapeMarkdown(column.title), ...(isFigure(column) && { align: 'right' as const }) })),
    [...table.rows, ...(table.foot ?? [])].map((row) =>
      columns.map(({ id, type }) => {
        const shown = cellText(row[id], type);
        const safe = type === 'id' && shown !== '' ? codeSpan(shown) : escapeMarkdown(shown);
        return cellOf(row[id]).tone === 'strong' && safe !== '' ? `**${safe}**` : safe;
      }),
    ),
  );
  return [...head(table), text, ...[...(table.notes ?? []), ...(table.details ?? [])].map(escapeMarkdown)].join('\n\n');
}

function* listText(list: List, words: RenderMessages): Generator<string> {
  yield head(list).join('\n\n');
  let count = 0;
  for (const item of list.items) {
    yield `${count === 0 ? '\n\n' : '\n'}${itemText(item, words)}`;
    count += 1;
  }
  if (count === 0 && list.none !== undefined) yield `\n\n${escapeMarkdown(list.none)}`;
}

function itemText(
  { severity, lead, title, code, texts = [], details = [], command, advice }: Item,
  words: RenderMessages,
): string {
  const mark = severity === undefined ? (lead ?? null) : words.severities[severity];
  const first = [mark, title ?? null].flatMap((text) => (text === null ? [] : [escapeMarkdown(text)]));
  const rest = [...texts, ...details].map((each) => escapeMarkdown(typeof each === 'string' ? each : each.text));
  const heading =
    first.length === 0
      ? []
      : [
          `**${first.length < 2 ? first.join('') : `${words.lead(first[0]!)}${first[1]!}`}**${code === undefined ? '' : ` (${codeSpan(code)})`}`,
        ];
  const actions = [
    ...(command === undefined ? [] : [`${labelOf(command, words)}${codeSpan(command.text)}`]),
    ...(advice === undefined ? [] : [`${labelOf(advice, words)}${escapeMarkdown(advice.text)}`]),
  ];
  return `- ${[...heading, ...rest, ...actions].join('\n  ')}`;
}

const labelOf = ({ label }: { label?: string }, words: RenderMessages): string =>
  label === undefined ? '' : words.lead(escapeMarkdown(label));

const chartText = (chart: Chart): string =>
  [
    ...head(chart),
    markdownTable(
      [{ title: '' }, { title: '', align: 'right' }],
      chart.bars.map(({ label, value, text, group }) => [
        escapeMarkdown(group === undefined ? label : `${group} ${label}`),
        escapeMarkdown(text ?? cellText(value, chart.type)),
      ]),
    ),
  ].join('\n\n');

/** A row for each point, a column for each line and its bounds. */
function linesText({ points, lines, levels = [], type, none = 'none', ...section }: Lines): string {
  if (points.length === 0 || lines.length === 0) return [...head(section), escapeMarkdown(none)].join('\n\n');
  const series = lines.flatMap(({ label, values, low, high }) => [
    { label, values },
    ...(low === undefined ? [] : [{ label: `${label}, least`, values: low }]),
    ...(high === undefined ? [] : [{ label: `${label}, most`, values: high }]),
  ]);
  return [
    ...head(section),
    markdownTable(
      [{ title: '' }, ...series.map(({ label }) => ({ title: escapeMarkdown(label), align: 'right' as const }))],
      points.map((point, at) => [
        escapeMarkdown(point.label),
        ...series.map(({ values }) => escapeMarkdown(cellText(values[at], type))),
      ]),
    ),
    ...levels.map(({ label, value, text }) => escapeMarkdown(`${label}: ${text ?? cellText(value, type)}`)),
  ].join('\n\n');
}
