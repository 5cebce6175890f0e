/** `meter flags` for people to read. */
import { formatCount, formatCounted, formatShare } from '../../format/number.js';
import { safeText } from '../../format/terminal.js';
import { wrapText } from '../../format/wrap.js';
import { estimatedText } from '../../recognise/words.js';
import type { FlagsEditData, FlagsListData, SwitchRow } from '../../switches/model.js';
import { createStyle } from '../render/style.js';
import { renderTable, type Cell } from '../render/table.js';

interface TextOptions {
  color: boolean;
  /** Columns of the terminal. */
  width: number;
}

const INDENT = 2;

export async function flagsListText(data: FlagsListData, warnings: readonly string[], options: TextOptions): Promise<string> {
  const style = createStyle(options.color);
  const { name, version } = data.profile;
  const where = data.file === null ? 'no file, all at their defaults' : safeText(data.file);
  const { on, off } = data.commandsPerDay;
  const heading = `${style.bold(`Switches of ${safeText(estimatedText({ name, version, releases: null }))}`)}  ${where}`;
  const explained = [
    `Commands a day that a switch spares at ${formatCount(data.requestsPerDay)} requests a day: alone, with everything else on; on top of ` +
      'those above it. They overlap, so only the second column adds up: ' +
      `${formatCount(on)} with all on, ${formatCount(off)} with all off${on > 0 ? ` (${formatShare((on - off) / on)} less)` : ''}.`,
    data.keys === null
      ? 'Jobs that walk over all keys are not counted, since the number of keys is not known: give it with --keys N.'
      : `Jobs walk over ${formatCounted(data.keys, 'key', 'keys')}.`,
    'A switch that the application does not read spares nothing.',
  ];
  return [
    heading,
    '',
    await switchTable(data, options),
    '',
    ...explained.flatMap((sentence) => indented(sentence, options.width)).map((line) => style.dim(line)),
    '',
    style.bold('What each takes away when it is off'),
    ...data.switches.flatMap((row) => lossText(row, options)),
    ...warningLines(warnings, options),
  ].join('\n');
}

function switchTable({ switches, keys }: FlagsListData, options: TextOptions): Promise<string> {
  const style = createStyle(options.color);
  const cells = switches.map((row): Cell[] => [
    row.env,
    row.value === null ? { text: `${row.default} (default)`, paint: style.dim } : row.value,
    savesText(row, row.savesPerDay.overlap, keys),
    savesText(row, row.savesPerDay.marginal, keys),
    { text: readWord(row), paint: row.reads === false ? style.yellow : (text) => text },
  ]);
  const align = ['left', 'left', 'right', 'right', 'left'] as const;
  return renderTable(['switch', 'value', 'alone', 'on top', 'read'], cells, { ...options, align, indent: INDENT });
}

/** What grows with the number of keys is told by the key where nobody knows how many there are. */
const savesText = ({ savesPerDay: { perKey } }: SwitchRow, perDay: number, keys: number | null): string =>
  keys !== null || perKey === 0
    ? formatCount(perDay)
    : `${perDay === 0 ? '' : `${formatCount(perDay)} + `}${perKey.toFixed(1)} a key`;

const readWord = ({ reads }: SwitchRow): string => (reads === null ? 'unknown' : reads ? 'yes' : 'no');

function lossText(row: SwitchRow, { color, width }: TextOptions): string[] {
  const { env, off, title, breaks, dark, readsBecause } = row;
  const style = createStyle(color);
  const screens = dark.length === 0 ? [] : [`Dark: ${dark.join(', ')}.`];
  return [
    `  ${style.cyan(`${env}=${off}`)}`,
    ...wrapText(safeText(title), width - 2 * INDENT).map((line) => `    ${style.dim(line)}`),
    ...[breaks, ...screens, `Read by the application: ${readWord(row)}, ${readsBecause}.`]
      .flatMap((sentence) => wrapText(safeText(sentence), width - 2 * INDENT))
      .map((line) => `    ${line}`),
  ];
}

/** The diff, what was asked for that is so already, and what to know before saying yes. */
export function flagsEditText(data: FlagsEditData, warnings: readonly string[], options: TextOptions): string {
  const { color } = options;
  if (data.printed !== null) return data.printed.text;
  const same = data.changes.filter(({ kind }) => kind === 'unchanged');
  const sentences = same.map(({ env, after }) => (after === null ? `${env} is not set anyway.` : `${env} is ${after} already.`));
  const diff = data.diff === '' ? [] : data.diff.split('\n').map((line) => paintLine(line, color));
  return [...diff, ...sentences.map((sentence) => `  ${sentence}`), ...warningLines(warnings, options)].join('\n').trim();
}

function paintLine(line: string, color: boolean): string {
  const style = createStyle(color);
  if (/^(?:---|\+\+\+) /.test(line)) return style.bold(line);
  if (line.startsWith('@@')) return style.cyan(line);
  if (line.startsWith('+')) return style.green(line);
  return line.startsWith('-') ? style.red(line) : line;
}

/** An empty line before the first. */
export function warningLines(warnings: readonly string[], { color, width }: TextOptions): string[] {
  const style = createStyle(color);
  const lines = warnings.flatMap((warning) =>
    wrapText(safeText(warning), width - 2 * INDENT).map((line, index) => `  ${index === 0 ? style.yellow('!') : ' '} ${line}`),
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

const indented = (sentence: string, width: number): string[] =>
  wrapText(sentence, width - INDENT).map((line) => `${' '.repeat(INDENT)}${line}`);
