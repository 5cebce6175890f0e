/**
 * The report of a verb, as blocks. Each verb makes one Document of its result, and `render/` makes every format from it.
 * Texts contain no markup and no line breaks. Their secrets are already masked.
 */
import { says } from '../errors/command-line.js';
import type { Severity } from '../audit/severity.js';
import { usageError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';
import type { RenderMessages } from './messages/render.js';

/** The meaning of a text. A renderer without colours ignores it. */
export type Tone = 'strong' | 'quiet' | 'good' | 'warn' | 'bad' | 'name';

/**
 * The unit of a column's values. Figures are right-aligned, and machines get plain numbers: bytes, seconds, US dollars, shares 0
 * to 1.
 */
export type ColumnType = 'text' | 'id' | 'count' | 'mean' | 'bytes' | 'share' | 'money' | 'time';

export interface Column {
  /** The name in CSV. It is part of the interface: new columns are added at the end. */
  id: string;
  title: string;
  type: ColumnType;
  /** On a narrow terminal the column with the lowest number is left out first. A column without a number is kept. */
  drop?: number;
  /** `people`: not in CSV. `machines`: only in CSV. */
  only?: 'people' | 'machines';
  /** Shown in a terminal only with `--all` or `--section`. */
  detail?: boolean;
  /** Cut only if no other column can be left out or cut. */
  whole?: boolean;
  /** The figures of different rows may be added up. A page does so for rows that it has no room for. */
  adds?: boolean;
}

/** A figure or a text. `text`: what people see instead of the value as the column's type shows it. */
export interface Cell {
  value: string | number | boolean | null;
  text?: string;
  tone?: Tone;
}

export type CellValue = Cell | Cell['value'];

/** Cells by the id of their column. An absent cell is empty. */
export type Row = Readonly<Record<string, CellValue>>;

/** Properties of blocks with a heading. */
export interface Section {
  /** The name for `--section`. */
  id: string;
  title: string;
  /** Text after the title, in a quiet tone. */
  remark?: string;
  /** Shown only with `--all` or `--section`, because the answer does not need it. */
  detail?: boolean;
  /** A page has it above the other sections, where a terminal has it last, just above the prompt. */
  first?: boolean;
}

/** A label and its text. An empty label continues the fact above. */
export interface Fact {
  label: string;
  text: string;
  tone?: Tone;
  /** The text is a command. It stays on one line, so that it can be copied. */
  command?: boolean;
  /** `partial`: it says that the report is not complete, and a page has it above everything. `about`: a page has it at its foot. */
  place?: 'partial' | 'about';
}

export interface Facts extends Partial<Section> {
  kind: 'facts';
  facts: readonly Fact[];
}

export interface Table extends Section {
  kind: 'table';
  columns: readonly Column[];
  rows: readonly Row[];
  /** Sums of the rows, below them. Not in CSV, where they would be added up again. */
  foot?: readonly Row[];
  /** Number of rows on one screen; `--all` shows the others. Absent: all. */
  shown?: number;
  /** Text about the rows that are not shown. */
  rest?: string;
  /** The flag that shows them. Absent: `--all`. */
  showing?: string;
  /** Text if there are no rows; absent: the table is left out. */
  none?: string;
  /** Lines below the table. */
  notes?: readonly string[];
  /** Lines there if everything is shown. */
  details?: readonly string[];
  /** Only in CSV. */
  only?: 'machines';
}

/** Rows for CSV only. They are made one by one, because there can be hundreds of thousands. */
export interface Records extends Section {
  kind: 'records';
  columns: readonly Column[];
  rows: Iterable<Row>;
}

/** An item of a list: a title, lines about it, and its command. */
export interface Item {
  /** Text before the title, such as a number or a name. */
  lead?: string;
  severity?: Severity;
  title?: string;
  tone?: Tone;
  /** A short code after the title. */
  code?: string;
  texts?: readonly (string | { text: string; tone: Tone })[];
  /** Lines that are shown only if everything is. */
  details?: readonly string[];
  /** A command to copy. `label`: what it does, such as `fix`. */
  command?: { label?: string; text: string };
  /** What to do if no single command is enough. */
  advice?: { label?: string; text: string };
}

export interface List extends Section {
  kind: 'list';
  /** May be made one by one, because there can be hundreds of thousands. */
  items: Iterable<Item>;
  shown?: number;
  rest?: string;
  /** Text if there are no items. */
  none?: string;
}

/** Bars. Their lengths are relative to the largest. */
export interface Chart extends Section {
  kind: 'chart';
  type: ColumnType;
  /** In a terminal the bars are side by side, each above the end of its label, if there is room. */
  upright?: boolean;
  bars: readonly Bar[];
  /** Only on pages, because a table shows the same figures. */
  only?: 'pages';
}

export interface Bar {
  label: string;
  value: number;
  text?: string;
  /** What the bar is a part of. Bars of one group follow each other, and the group is named once. */
  group?: string;
}

/**
 * Values over time. A single line is drawn as a small line chart; several are drawn as sparklines in a terminal, one below the
 * other, and as lines of one chart on a page.
 */
export interface Lines extends Section {
  kind: 'lines';
  type: ColumnType;
  /** From left to right. `at`: the position, in any unit that rises, such as seconds. Distances may be unequal. */
  points: readonly { at: number; label: string }[];
  lines: readonly Line[];
  /** Values that the lines are seen against, such as maxmemory. */
  levels?: readonly { label: string; value: number; text?: string }[];
  /** Text if there are no points. */
  none?: string;
  /** Only on pages, because a table shows the same figures. */
  only?: 'pages';
}

export interface Line {
  label: string;
  /** One for each point; `null`: unknown, which leaves a gap. */
  values: readonly (number | null)[];
  /** Bounds of the values, one for each point; `null`: none there. */
  low?: readonly (number | null)[];
  high?: readonly (number | null)[];
  /** The index of the first point whose value is a forecast. The line is dashed from the point before it. */
  forecastFrom?: number;
}

/** Areas in proportion to values. Only on pages: a terminal has tables and bars for it. */
export interface Treemap extends Section {
  kind: 'treemap';
  type: ColumnType;
  /** Leaves of one group are side by side, in one colour. */
  leaves: readonly { label: string; value: number; text?: string; group: string }[];
}

export interface Note {
  kind: 'note';
  text: string;
  tone?: Tone;
}

/** A command for the next step. */
export interface Command {
  kind: 'command';
  label: string;
  text: string;
}

/** Lines that are neither wrapped nor cut, such as a diff. */
export interface Code extends Partial<Section> {
  kind: 'code';
  /** The name of the language in Markdown, such as `diff`. */
  language: string;
  lines: readonly { text: string; tone?: Tone }[];
}

export type Block = Facts | Table | Records | List | Chart | Lines | Treemap | Note | Command | Code;

export interface Document {
  /** Kind and subject of the report: `Audit of` `localhost:6379/0`. */
  title: { text: string; name?: string; remark?: string; tone?: Tone };
  blocks: readonly Block[];
  /** The answer in one line, at the end. */
  summary?: { text: string; tone?: Tone };
  /** The table for CSV if no section is named. Absent: the first. */
  csv?: string;
  /** What the renderers themselves say, in the language of the document. Absent: English. */
  words?: RenderMessages;
}

/** The blocks of one section, for people. Throws a usage error if there is none. */
export function sectionNamed(document: Document, id: string): Block[] {
  const readable = document.blocks.filter((block) => block.kind !== 'table' || block.only !== 'machines');
  const named = readable.filter((block) => 'id' in block && block.id === id);
  if (named.length > 0) return named;
  const ids = [...new Set(readable.flatMap((block) => ('id' in block && block.id !== undefined ? [block.id] : [])))];
  throw usageError(says('no-section', { section: safeText(id), known: ids }));
}

/** True for a block that people never see. Without items, a list would be its heading alone. */
export const isForMachines = (block: Block): boolean =>
  block.kind === 'records' ||
  (block.kind === 'list' && block.none === undefined && Array.isArray(block.items) && block.items.length === 0) ||
  (block.kind === 'table' && (block.only === 'machines' || (block.rows.length === 0 && block.none === undefined)));

/** True for a block that people do not see in a text. */
export const isLeftOut = (block: Block): boolean =>
  isForMachines(block) || block.kind === 'treemap' || ('only' in block && block.only === 'pages');

export const cellOf = (value: CellValue | undefined): Cell =>
  typeof value === 'object' && value !== null ? value : { value: value ?? null };
