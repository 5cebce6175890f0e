import { extname } from 'node:path';
import { usageError } from '../../format/errors.js';

/** What a file's ending says that it holds; a `.txt` may hold anything. */
const BY_ENDING = new Map([
  ['.json', 'json'],
  ['.csv', 'csv'],
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
] as const);

/** Fails where the ending of a file says that it holds something else than it would. */
export function checkEnding(output: string, holds: 'a plan' | 'an archive'): void {
  const ofFile = BY_ENDING.get(extname(output).toLowerCase() as '.json');
  if (ofFile === undefined || (ofFile === 'json' && holds === 'a plan')) return;
  throw usageError(
    `-o writes ${holds}, and the file ends in ${extname(output).toLowerCase()}.`,
    `Name another file: ${holds === 'a plan' ? 'plan.json' : 'relay.archive'}`,
  );
}
