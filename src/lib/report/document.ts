/**
 * What a verb has to say, as blocks. Each verb makes one Document of its result, and every format is drawn from it (`render/`).
 * Texts hold no markup and no line breaks. Their secrets are masked before they come here.
 */
import type { Severity } from '../audit/severity.js';
import { usageError } from '../format/errors.js';
import { safeText } from '../format/terminal.js';

/** How a text is meant. A renderer without colours leaves it aside. */
export type Tone = 'strong' | 'quiet' | 'good' | 'warn' | 'bad' | 'name';

/** What the values of a column are. Figures are right-aligned, and machines read them as plain numbers: bytes, seconds, US dollars, shares 0 to 1. */
export type ColumnType = 'text' | 'id' | 'count' | 'mean' | 'bytes' | 'share' | 'money' | 'time';

export interface Column {
  /** As CSV names it. Part of the interface: new columns are added at the end. */
  id: string;
  title: string;
  type: ColumnType;
  /** On a narrow terminal the lowest number is left out first; a column without one is kept. */
  drop?: number;
  /** Shown to people only, or written to CSV only. */
  only?: 'people' | 'machines';
  /** In a terminal shown only with `--all` or `--section`. */
  detail?: boolean;
  /** On one screen it is cut only where no other column can be left out or cut. */
  whole?: boolean;
}

/** A figure or a text. `text`: what people see, where it says more than the type of the column does. */
export interface Cell {
  value: string | number | boolean | null;
  text?: string;
  tone?: Tone;
}

export type CellValue = Cell | Cell['value'];

/** Cells by the id of their column; one that is absent is empty. */
export type Row = Readonly<Record<string, CellValue>>;

/** What blocks with a heading have in common. */
export interface Section {
  /** As `--section` names it. */
  id: string;
  title: string;
  /** Beside the title, in a quiet tone. */
  remark?: string;
  /** Shown only with `--all` or `--section`: the answer does not need it. */
  detail?: boolean;
}

/** A label and its text. An empty label continues the fact above. */
export interface Fact {
  label: string;
  text: string;
  tone?: Tone;
  /** The text is a command: it is kept on one line, so that it can be copied whole. */
  command?: boolean;
}

export interface Facts extends Partial<Section> {
  kind: 'facts';
  facts: readonly Fact[];
}

export interface Table extends Section {
  kind: 'table';
  columns: readonly Column[];
  rows: readonly Row[];
  /** Rows that one screen shows; the others need `--all`. Absent: all. */
  shown?: number;
  /** What is said of the rows that are not shown. */
  rest?: string;
  /** The flag that shows them. Absent: `--all`. */
  showing?: string;
  /** Said where there is no row; absent: such a table is left out. */
  none?: string;
  /** Said below the table. */
  notes?: readonly string[];
  /** Said there only where all is shown. */
  details?: readonly string[];
  /** Written as CSV only. */
  only?: 'machines';
}

/** Rows that only machines read, as CSV; made one by one, since there can be hundreds of thousands. */
export interface Records extends Section {
  kind: 'records';
  columns: readonly Column[];
  rows: Iterable<Row>;
}

/** One thing of a list: a title, what is said of it, and the command that goes with it. */
export interface Item {
  /** Before the title, such as a number or a name. */
  lead?: string;
  severity?: Severity;
  title?: string;
  tone?: Tone;
  /** A short code beside the title. */
  code?: string;
  texts?: readonly (string | { text: string; tone: Tone })[];
  /** Said only where all is shown. */
  details?: readonly string[];
  /** As it can be pasted. `label`: what the command does, such as `fix`. */
  command?: { label?: string; text: string };
  /** What to do where no single command does it. */
  advice?: { label?: string; text: string };
}

export interface List extends Section {
  kind: 'list';
  /** May be made one by one: there can be hundreds of thousands. */
  items: Iterable<Item>;
  shown?: number;
  rest?: string;
  /** Said where there is no item. */
  none?: string;
}

/** Bars, each as long as its share of the largest. */
export interface Chart extends Section {
  kind: 'chart';
  type: ColumnType;
  bars: readonly { label: string; value: number; text?: string }[];
}

export interface Note {
  kind: 'note';
  text: string;
  tone?: Tone;
}

/** A command to go on with. */
export interface Command {
  kind: 'command';
  label: string;
  text: string;
}

/** Lines as they are, such as a difference between files: they are neither wrapped nor cut. */
export interface Code extends Partial<Section> {
  kind: 'code';
  /** As Markdown names it, such as `diff`. */
  language: string;
  lines: readonly { text: string; tone?: Tone }[];
}

export type Block = Facts | Table | Records | List | Chart | Note | Command | Code;

export interface Document {
  /** What it is, and of what: `Audit of` `localhost:6379/0`. */
  title: { text: string; name?: string; remark?: string; tone?: Tone };
  blocks: readonly Block[];
  /** The answer in one line, at the end, where the eye is. */
  summary?: { text: string; tone?: Tone };
  /** The table that CSV holds where no section is named. Absent: the first. */
  csv?: string;
}

/** The blocks of one section, as people read it. Throws a usage error where there is none. */
export function sectionNamed(document: Document, id: string): Block[] {
  const readable = document.blocks.filter((block) => block.kind !== 'table' || block.only !== 'machines');
  const named = readable.filter((block) => 'id' in block && block.id === id);
  if (named.length > 0) return named;
  const ids = [...new Set(readable.flatMap((block) => ('id' in block && block.id !== undefined ? [block.id] : [])))];
  throw usageError(`There is no section ${safeText(id)}.`, `Sections: ${ids.join(', ')}.`);
}

/** Nothing for people to see. */
export const isLeftOut = (block: Block): boolean =>
  block.kind === 'records' ||
  (block.kind === 'table' && (block.only === 'machines' || (block.rows.length === 0 && block.none === undefined)));

export const cellOf = (value: CellValue | undefined): Cell =>
  typeof value === 'object' && value !== null ? value : { value: value ?? null };
