/** A document as text for a terminal. */
import { safeText } from '../../format/terminal.js';
import { displayWidth } from '../../format/width.js';
import { isLeftOut, sectionNamed, type Block, type Code, type Document, type Facts, type Section } from '../document.js';
import { fact, INDENT, paragraph, sectionHead, tonePaint, type TextContext } from './lines.js';
import { render } from '../messages/en/render.js';
import { createStyle } from './style.js';
import { chartText } from './text-chart.js';
import { listText } from './text-list.js';
import { tableText } from './text-table.js';

export interface TextOptions {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** Show every row and section, not only one screen. */
  all: boolean;
  /** Show only this section, with all of its rows. */
  section?: string | null;
  /** Draws lines, bars and marks in ASCII. */
  ascii?: boolean;
}

export async function renderText(document: Document, options: TextOptions): Promise<string> {
  let text = '';
  for await (const piece of textPieces(document, options)) text += piece;
  return text;
}

/** The same piece by piece, for documents that are too long for memory. */
export async function* textPieces(document: Document, options: TextOptions): AsyncGenerator<string> {
  const section = options.section ?? null;
  const all = options.all || section !== null;
  const { color, width } = options;
  const context: TextContext = { color, width, all, style: createStyle(color), words: document.words ?? render };
  const blocks = section === null ? document.blocks.filter((block) => all || !isDetail(block)) : sectionNamed(document, section);
  yield titleText(context, document.title);
  let before: Block | null = null;
  for (const block of blocks) {
    if (isLeftOut(block)) continue;
    yield isClose(before, block) ? '\n' : '\n\n';
    yield* blockText(context, block);
    before = block;
  }
  if (document.summary !== undefined && section === null)
    yield `\n\n${paragraph(context, document.summary.text, 0, tonePaint(context, document.summary.tone ?? 'strong'))}`;
  yield '\n';
}

const isDetail = (block: Block): boolean => 'detail' in block && block.detail === true;

/** No empty line between facts without a heading, notes and commands. */
const isClose = (before: Block | null, block: Block): boolean => before !== null && isLoose(before) && isLoose(block);

const isLoose = (block: Block): boolean =>
  block.kind === 'note' || block.kind === 'command' || (block.kind === 'facts' && block.title === undefined);

/** The remark is beside the name if there is room, else below. */
function titleText(context: TextContext, { text, name = '', remark = '', tone }: Document['title']): string {
  const { style, width } = context;
  const first = [
    style.bold(tonePaint(context, tone)(safeText(text))),
    ...(name === '' ? [] : [style.bold.cyan(safeText(name))]),
  ].join(' ');
  if (remark === '') return first;
  if (displayWidth(safeText(`${text} ${name}  ${remark}`)) <= width) return `${first}  ${style.dim(safeText(remark))}`;
  return `${first}\n${paragraph(context, remark, INDENT, style.dim)}`;
}

async function* blockText(context: TextContext, block: Block): AsyncGenerator<string> {
  switch (block.kind) {
    case 'facts':
      yield factsText(context, block);
      break;
    case 'table':
      yield await tableText(context, block);
      break;
    case 'records':
    case 'treemap':
      break;
    case 'list':
      yield* listText(context, block);
      break;
    case 'chart':
      yield chartText(context, block);
      break;
    case 'lines':
      yield (await import('./text-lines.js')).linesText(context, block);
      break;
    case 'note':
      yield paragraph(context, block.text, undefined, tonePaint(context, block.tone));
      break;
    case 'code':
      yield codeText(context, block);
      break;
    case 'command':
      yield fact(context, { label: block.label, text: block.text, command: true });
  }
}

const codeText = (context: TextContext, { title, remark, lines }: Code): string =>
  [
    ...(title === undefined ? [] : sectionHead(context, { title, ...(remark !== undefined && { remark }) })),
    ...lines.map(({ text, tone }) => tonePaint(context, tone)(safeText(text))),
  ].join('\n');

const factsText = (context: TextContext, { title, remark, facts }: Facts): string =>
  [
    ...(title === undefined
      ? []
      : sectionHead(context, { title, ...(remark !== undefined && { remark }) } satisfies Partial<Section>)),
    ...facts.map((each) => fact(context, each)),
  ].join('\n');
