/** A list: each item with its lead, its title and the lines below it. */
import { safeText } from '../../format/terminal.js';
import { largest } from '../../format/largest.js';
import { displayWidth, padColumns } from '../../format/width.js';
import type { Item, List } from '../document.js';
import { INDENT, paragraph, sectionHead, tonePaint, type TextContext } from './lines.js';
import { severityPaint } from './style.js';

const MARKERS = { high: '●', medium: '◆', low: '○' } as const;

/** Each piece but the first begins with a new line. */
export function* listText(context: TextContext, list: List): Generator<string> {
  yield sectionHead(context, list).join('\n');
  let shown = 0;
  let left = 0;
  for (const item of list.items) {
    if (!context.all && list.shown !== undefined && shown >= list.shown) {
      left += 1;
      continue;
    }
    shown += 1;
    yield `\n${itemText(context, item)}`;
  }
  if (shown + left === 0 && list.none !== undefined) yield `\n${paragraph(context, list.none, INDENT, context.style.green)}`;
  if (left > 0) yield `\n${paragraph(context, context.words.more(list.rest ?? context.words.count(left), '--all'))}`;
}

function itemText(context: TextContext, item: Item): string {
  const { mark, width } = markOf(context, item);
  const body = INDENT + width;
  const { title, texts = [], details = [], command, advice } = item;
  const lines = [
    ...(title === undefined ? [] : [titleText(context, item, body)]),
    ...(command !== undefined && title === undefined ? [commandText(context, command, body)] : []),
    ...texts.map((each) =>
      typeof each === 'string'
        ? paragraph(context, each, body)
        : paragraph(context, each.text, body, tonePaint(context, each.tone)),
    ),
    ...(context.all ? details.map((text) => paragraph(context, text, body, context.style.dim)) : []),
    ...(command !== undefined && title !== undefined ? [commandText(context, command, body)] : []),
    ...(advice === undefined ? [] : [adviceText(context, advice, body)]),
  ];
  return `${' '.repeat(INDENT)}${mark}${lines.join('\n').slice(body)}`;
}

/** The marker before the first line, and its width in columns. */
function markOf({ style, words }: TextContext, { severity, lead }: Item): { mark: string; width: number } {
  if (severity !== undefined) {
    const text = `${MARKERS[severity]} ${padColumns(words.severities[severity], largest(Object.values(words.severities).map(displayWidth)))}`;
    return { mark: `${severityPaint(style, severity)(text)}  `, width: displayWidth(text) + 2 };
  }
  const text = lead === undefined ? '-' : safeText(lead);
  return {
    mark: `${style.dim(text)}${lead === undefined ? ' ' : '  '}`,
    width: displayWidth(text) + (lead === undefined ? 1 : 2),
  };
}

/** The title, then the code: beside it if there is room, else below if everything is shown. */
function titleText(context: TextContext, { title = '', code, tone, texts, severity }: Item, body: number): string {
  const strong = tone ?? (severity === undefined && (texts === undefined || texts.length === 0) ? undefined : 'strong');
  const block = paragraph(context, title, body, tonePaint(context, strong));
  if (code === undefined) return block;
  const fits = body + displayWidth(safeText(`${title}${code}`)) + 2 <= context.width;
  if (fits) return `${block}  ${context.style.dim(safeText(code))}`;
  return context.all ? `${block}\n${paragraph(context, code, body, context.style.dim)}` : block;
}

/** A command stays on one line of any length, so that it can be copied. */
const commandText = ({ style, words }: TextContext, { label, text }: NonNullable<Item['command']>, body: number): string =>
  `${' '.repeat(body)}${style.cyan(`${label === undefined ? '' : words.lead(label)}${safeText(text)}`)}`;

/** Advice, wrapped beside its label. */
function adviceText(context: TextContext, { label, text }: NonNullable<Item['advice']>, body: number): string {
  const { cyan } = context.style;
  const lead = label === undefined ? '' : context.words.lead(label);
  const column = body + displayWidth(lead);
  return `${' '.repeat(body)}${cyan(lead)}${paragraph(context, text, column, cyan).slice(column)}`;
}
