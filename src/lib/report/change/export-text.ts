/** What was copied into an archive. */
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import { formatCount } from '../../format/number.js';
import { shellQuote } from '../../format/shell.js';
import { safeText } from '../../format/terminal.js';
import type { Envelope } from '../envelope.js';
import { createStyle } from '../render/style.js';
import { renderTable } from '../render/table.js';
import { notesLines, spentText } from '../audit/closing.js';
import { heading, INDENT, labelled, labelledCommand, type TextContext } from '../render/lines.js';

export interface ExportData {
  /** Path of the archive. */
  archive: string;
  /** Bytes of the file. */
  bytes: number;
  keys: number;
  /** Keys looked at. */
  seen: number;
  /** Keys that no profile knows, copied or not. */
  unrecognised: number;
  /** Every key was looked at. */
  complete: boolean;
  /** `pattern`: `null` for keys that no profile knows. */
  families: { id: string; pattern: string | null; keys: number }[];
}

export async function renderExportText(
  { data, target, warnings, spent }: Envelope<ExportData>,
  options: { color: boolean; width: number; all: boolean },
): Promise<string> {
  const context: TextContext = { ...options, style: createStyle(options.color) };
  const { style } = context;
  const table = await renderTable(
    ['family', 'keys'],
    data.families.map(({ id, pattern, keys }) => [pattern ?? id, formatCount(keys)]),
    { ...context, align: ['left', 'right'], indent: INDENT },
  );
  const title = data.complete ? style.green('Exported') : style.yellow('Not finished');
  const sections = [
    [
      `${style.bold(title)}  ${style.bold.cyan(safeText(target?.name ?? ''))}`,
      '',
      labelled(
        context,
        'Keys',
        `${formatCount(data.keys)} of ${formatCount(data.seen)}, ${formatDuration(spent?.seconds ?? 0)}, ${formatCount(data.unrecognised)} that no profile knows`,
      ),
      labelled(context, 'Archive', `${safeText(data.archive)}, ${formatBytes(data.bytes)}`),
      labelledCommand(context, 'Import', `meter restore ${shellQuote(data.archive)} --url …`),
    ].join('\n'),
    ...(data.families.length === 0 ? [] : [`${heading(context, `Families  ${data.families.length}`)}\n${table}`]),
    ...(warnings.length === 0 ? [] : [notesLines(context, 'Notes', warnings)]),
    spentText(context, spent),
  ];
  return `${sections.join('\n\n')}\n`;
}
