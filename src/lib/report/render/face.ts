import type { Document } from '../document.js';
import type { PageMessages } from '../messages/page.js';
import type { Provenance } from './html/page.js';
import type { TextOptions } from './text.js';

/** Formats that are made from a document. */
export type DrawnFormat = 'text' | 'csv' | 'tsv' | 'markdown' | 'html';

export interface DrawingOptions extends TextOptions {
  /** The words around the report on a page. Absent: English. */
  page?: PageMessages;
  /** For the foot of a page. */
  provenance?: Provenance;
}

const DELIMITERS = { csv: ',', tsv: '\t' } as const;

/** A document in a format, piece by piece. Loads only the renderer that is needed. */
export async function* drawnPieces(document: Document, format: DrawnFormat, options: DrawingOptions): AsyncGenerator<string> {
  switch (format) {
    case 'text':
      yield* await textOf(document, options);
      break;
    case 'markdown':
      yield* (await import('./markdown.js')).markdownPieces(document, options.section ?? null);
      break;
    case 'html':
      yield* await pageOf(document, options);
      break;
    case 'csv':
    case 'tsv':
      yield* (await import('./csv.js')).csvPieces(document, { section: options.section ?? null, delimiter: DELIMITERS[format] });
  }
}

async function textOf(document: Document, options: TextOptions): Promise<AsyncGenerator<string>> {
  const pieces = (await import('./text.js')).textPieces(document, options);
  return options.ascii === true ? inAscii(pieces) : pieces;
}

async function pageOf(document: Document, { section = null, provenance, page }: DrawingOptions): Promise<AsyncGenerator<string>> {
  return (await import('./html/page.js')).htmlPieces(document, { section, provenance, ...(page && { words: page }) });
}

async function* inAscii(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  const { asciiOf } = await import('./ascii.js');
  for await (const piece of pieces) yield asciiOf(piece);
}
