import { extname } from 'node:path';
import { usageError } from '../../format/errors.js';

/** What a file's ending says that it holds; a `.txt` may hold anything. */
const BY_ENDING = new Map([
  ['.json', 'json'],
  ['.csv', 'csv'],
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
] as const);

interface Asked<Format> {
  json: boolean;
  format: Format | undefined;
  output: string | undefined;
}

/** How a report is to be written: as asked for, else as the ending of its file says, else as a table. */
export function formatAsked<Format extends string>(
  { json, format, output }: Asked<Format>,
  formats: readonly Format[],
): Format | 'json' | 'table' {
  const asked = json ? 'json' : format;
  const ending = output === undefined ? '' : extname(output).toLowerCase();
  const ofFile = BY_ENDING.get(ending as '.json');
  if (ofFile === undefined) return asked ?? 'table';
  if (asked !== undefined && asked !== ofFile)
    throw usageError(
      `A file that ends in ${ending} is no place for ${asked === 'json' ? 'JSON' : `--format ${asked}`}.`,
      `Name another file, or ${formats.some((each) => each === ofFile) ? 'leave out how to print the report' : 'leave -o out'}.`,
    );
  const own = formats.find((each) => each === ofFile);
  if (own === undefined)
    throw usageError(`There is no report for files that end in ${ending}.`, `This command writes ${formats.join(', ')}.`);
  return own;
}

/** Fails where the ending of a file says that it holds something else than it would. */
export function checkEnding(output: string, holds: 'a plan' | 'an archive'): void {
  const ofFile = BY_ENDING.get(extname(output).toLowerCase() as '.json');
  if (ofFile === undefined || (ofFile === 'json' && holds === 'a plan')) return;
  throw usageError(
    `-o writes ${holds}, and the file ends in ${extname(output).toLowerCase()}.`,
    `Name another file: ${holds === 'a plan' ? 'plan.json' : 'relay.archive'}`,
  );
}
