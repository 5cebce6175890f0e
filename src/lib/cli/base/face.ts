import { says } from '../../errors/command-line.js';
import { extname } from 'node:path';
import { usageError } from '../../format/errors.js';
import { safeText } from '../../format/terminal.js';
import { FACES, type Face } from '../flags/face.js';

/** The format that a file name's ending stands for. A `.txt` may have any format. */
const BY_ENDING: ReadonlyMap<string, Face> = new Map([
  ['.json', 'json'],
  ['.csv', 'csv'],
  ['.tsv', 'tsv'],
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.html', 'html'],
  ['.htm', 'html'],
  ['.prom', 'prometheus'],
]);

interface Asked {
  json: boolean;
  format?: Face | undefined;
  /** The file for the result; `undefined`: stdout. */
  file?: string | undefined;
}

/**
 * The format of a result: as requested, else by the ending of its file, else text. Throws a usage error if these contradict each
 * other, so call it before long work.
 */
export function faceOf({ json, format, file }: Asked): Face {
  if (json && format !== undefined && format !== 'json') throw usageError(says('json-and-format', { format }));
  const asked = json ? 'json' : format;
  const ending = file === undefined ? '' : extname(file).toLowerCase();
  const ofFile = BY_ENDING.get(ending);
  if (asked === undefined || ofFile === undefined || asked === ofFile) return asked ?? ofFile ?? 'text';
  throw usageError(says('ending-and-format', { ending, format: asked, known: FACES }));
}

/** Ids of the sections of a verb's document, and those that are tables. */
export interface Sections {
  all: readonly string[];
  tables: readonly string[];
}

/** Throws the usage errors that printing the result would throw, so that they come before long work. */
export function checkFace(asked: Asked & { section?: string | undefined }, sections: Sections): void {
  const face = faceOf(asked);
  const { section } = asked;
  if (section === undefined || face === 'json') return;
  if (!sections.all.includes(section)) throw usageError(says('no-section', { section: safeText(section), known: sections.all }));
  if ((face === 'csv' || face === 'tsv') && !sections.tables.includes(section))
    throw usageError(says('section-no-table', { section: safeText(section), known: sections.tables }));
}
