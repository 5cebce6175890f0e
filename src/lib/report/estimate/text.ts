import { safeText } from '../../format/terminal.js';
import { displayWidth } from '../../format/width.js';
import { largest } from '../../format/largest.js';
import type { EstimateData } from '../../estimate/model.js';
import { estimateHead, estimateName } from './header.js';
import type { Section, SectionCell, Tone } from './section.js';
import { estimateSections } from './sections.js';
import type { Envelope } from '../envelope.js';
import { createStyle } from '../render/style.js';
import { GAP, naturalWidths, renderTable, type Cell } from '../render/table.js';
import { notesLines, spentText } from '../audit/closing.js';
import { heading, INDENT, labelled, paragraph, type TextContext } from '../render/lines.js';

interface TextOptions {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Every row, where otherwise the largest are shown. */
  all: boolean;
}

/** The estimate as a person reads it in a terminal: the sum and the first advice, then what makes it up, what helps and what it costs. */
export async function renderEstimateText(envelope: Envelope<EstimateData>, options: TextOptions): Promise<string> {
  const { data, warnings, spent } = envelope;
  const context: TextContext = { ...options, style: createStyle(options.color) };
  const sections = [headText(context, data)];
  if (data.explain === null) sections.push(adviceText(context, data));
  for (const section of estimateSections(data, options.all)) sections.push(await sectionText(context, section));
  const others = warnings.filter((warning) => warning !== data.leftOut);
  if (others.length > 0 && data.explain === null) sections.push(notesLines(context, 'Mind', others));
  if (spent !== null) sections.push(spentText(context, spent));
  return `${sections.join('\n\n')}\n`;
}

function headText(context: TextContext, data: EstimateData): string {
  const { style } = context;
  return [
    `${style.bold('Estimate for')} ${style.bold.cyan(safeText(estimateName(data)))}`,
    '',
    ...(data.leftOut === null ? [] : [paragraph(context, data.leftOut, INDENT, style.yellow), '']),
    ...estimateHead(data).map(([label, text]) => labelled(context, label, text)),
  ].join('\n');
}

const adviceText = (context: TextContext, { advice }: EstimateData): string =>
  [heading(context, 'First of all'), ...advice.map((sentence) => paragraph(context, sentence, INDENT, context.style.green))].join(
    '\n',
  );

async function sectionText(context: TextContext, section: Section): Promise<string> {
  const { style } = context;
  const columns = fitting(context, section);
  const rows = section.rows.map((row) => columns.map((column) => paint(context, row[column] ?? '')));
  const table = await renderTable(
    columns.map((column) => section.columns[column]!.title),
    rows,
    {
      color: context.color,
      width: context.width,
      align: columns.map((column) => section.columns[column]!.align ?? 'left'),
      flexible: widestLeft(section, columns),
      indent: INDENT,
    },
  );
  return [
    ...titleLines(context, section),
    ...(section.rows.length === 0 ? [] : [table]),
    ...(section.more === null ? [] : [paragraph(context, section.more)]),
    ...section.notes.map((note) => paragraph(context, note, INDENT, style.dim)),
    ...section.items.map((item) => itemText(context, item)),
  ].join('\n');
}

/** The remark beside the title where there is room, else below. */
function titleLines(context: TextContext, { title, remark }: Section): string[] {
  if (displayWidth(title) + GAP + displayWidth(remark) <= context.width) return [heading(context, title, remark)];
  return [heading(context, title), paragraph(context, remark, INDENT, context.style.dim)];
}

/** A lead, and under its first line the rest. */
function itemText(context: TextContext, { lead, text }: Section['items'][number]): string {
  const { style } = context;
  const mark = `${safeText(lead)}: `;
  const block = paragraph(context, `${mark}${text}`, INDENT * 2).slice(INDENT * 2);
  const isWhole = block.startsWith(mark);
  return `  ${style.dim('-')} ${isWhole ? style.cyan(mark.trimEnd()) + block.slice(mark.trimEnd().length) : block}`;
}

const PAINTS: Readonly<Record<Tone, (context: TextContext) => (text: string) => string>> = {
  strong: ({ style }) => style.bold,
  quiet: ({ style }) => style.dim,
  good: ({ style }) => style.green,
  bad: ({ style }) => style.yellow,
  name: ({ style }) => style.cyan,
};

const paint = (context: TextContext, cell: SectionCell): Cell =>
  typeof cell === 'string' ? cell : { text: cell.text, paint: PAINTS[cell.tone](context) };

/** The first column that holds text gives way, where it is the widest of them. */
function widestLeft(section: Section, columns: readonly number[]): number {
  const widths = naturalWidths(
    columns.map((column) => section.columns[column]!.title),
    section.rows.map((row) => columns.map((column) => textOf(row[column] ?? ''))),
  );
  const left = columns.map((column, index) => (section.columns[column]!.align === 'right' ? 0 : (widths[index] ?? 0)));
  return left.indexOf(largest(left));
}

const textOf = (cell: SectionCell): string => (typeof cell === 'string' ? cell : cell.text);

/** Columns that one line has room for, the least telling left out; of a wide name some may be cut. */
function fitting({ width }: TextContext, section: Section): number[] {
  const widths = section.columns.map((column, index) =>
    Math.max(displayWidth(column.title), ...section.rows.map((row) => displayWidth(safeText(textOf(row[index] ?? ''))))),
  );
  const widest = largest(widths);
  const needed = (columns: readonly number[]): number =>
    columns.reduce(
      (sum, column) => sum + (widths[column] === widest ? Math.min(widest, SMALLEST_NAME) : (widths[column] ?? 0)) + GAP,
      INDENT - GAP,
    );
  let columns = section.columns.map((_, index) => index);
  while (needed(columns) > width) {
    const droppable = columns.filter((column) => section.columns[column]!.drop !== undefined);
    const [first] = droppable.toSorted((one, other) => section.columns[one]!.drop! - section.columns[other]!.drop!);
    if (first === undefined) break;
    columns = columns.filter((column) => column !== first);
  }
  return columns;
}

const SMALLEST_NAME = 34;
