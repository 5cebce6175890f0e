import { says } from '../../errors/command-line.js';
import { extname } from 'node:path';
import { usageError } from '../../format/errors.js';

/** The contents that a file name's ending stands for. A `.txt` may contain anything. */
const BY_ENDING = new Map([
  ['.json', 'json'],
  ['.csv', 'csv'],
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.html', 'html'],
  ['.htm', 'html'],
] as const);

/** Fails if the ending of the file name stands for other contents. */
export function checkEnding(output: string, holds: 'a plan' | 'an archive'): void {
  const ofFile = BY_ENDING.get(extname(output).toLowerCase() as '.json');
  if (ofFile === undefined || (ofFile === 'json' && holds === 'a plan')) return;
  throw usageError(says('output-ending', { holds, ending: extname(output).toLowerCase() }));
}
