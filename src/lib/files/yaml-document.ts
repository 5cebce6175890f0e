/**
 * YAML of others: what nests deeply is refused before it is put together, which goes by recursion and ends the process where the stack does; so
 * are large collections, of which every member is compared with every other.
 */
import { Lexer, parseDocument, Parser, type Document, type LineCounter } from 'yaml';

/** Collections within each other. Profiles and price lists have less than ten. */
const DEEPEST = 64;
/** Members of one collection. */
const MOST_MEMBERS = 2000;

/** Beyond what is read; `offset`: at which character. */
export class UnboundedYaml extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Throws an UnboundedYaml; any other fault is one of the document's errors. */
export function yamlDocument(text: string, lineCounter?: LineCounter): Document {
  checkShape(text, lineCounter);
  return parseDocument(text, { prettyErrors: false, ...(lineCounter && { lineCounter }) });
}

function checkShape(text: string, lineCounter: LineCounter | undefined): void {
  const parser = new Parser(lineCounter?.addNewLine);
  lineCounter?.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme)) {
      // Only its shape is asked for.
    }
    const { stack, offset } = parser;
    if (stack.length > DEEPEST) throw new UnboundedYaml(`collections are nested more than ${DEEPEST} deep`, offset);
    const top = stack.at(-1);
    if (top && 'items' in top && top.items.length > MOST_MEMBERS)
      throw new UnboundedYaml(`a collection has more than ${MOST_MEMBERS} members`, offset);
  }
  // The document is about to tell them once more.
  if (lineCounter) lineCounter.lineStarts = [];
}
