/**
 * Parses untrusted YAML. Rejects deep nesting before composing the document, because composing recurses and a stack overflow ends
 * the process. Rejects large collections, because the composer compares every member with every other.
 */
import { says } from '../errors/files.js';
import type { Saying } from '../format/errors.js';
import { Lexer, parseDocument, Parser, type Document, type LineCounter } from 'yaml';

/** Maximum nesting of collections. Profiles and price lists nest less than ten deep. */
const DEEPEST = 64;
/** Maximum members of one collection. */
const MOST_MEMBERS = 2000;

/** The document exceeds the limits at character `offset`. */
export class UnboundedYaml extends Error {
  constructor(
    readonly saying: Saying,
    readonly offset: number,
  ) {
    super(saying.english[0]);
  }
}

/** Throws an UnboundedYaml; every other fault is in the document's errors. */
export function yamlDocument(text: string, lineCounter?: LineCounter): Document {
  checkShape(text, lineCounter);
  return parseDocument(text, { prettyErrors: false, ...(lineCounter && { lineCounter }) });
}

function checkShape(text: string, lineCounter: LineCounter | undefined): void {
  const parser = new Parser(lineCounter?.addNewLine);
  lineCounter?.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme)) {
      // The values are not needed, only the shape.
    }
    const { stack, offset } = parser;
    if (stack.length > DEEPEST) throw new UnboundedYaml(says('yaml-deep', { deepest: DEEPEST }), offset);
    const top = stack.at(-1);
    if (top && 'items' in top && top.items.length > MOST_MEMBERS)
      throw new UnboundedYaml(says('yaml-members', { most: MOST_MEMBERS }), offset);
  }
  // Parsing the document records the line starts again.
  if (lineCounter) lineCounter.lineStarts = [];
}
