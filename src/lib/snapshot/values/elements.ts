/** Values that the file holds element by element. */
import { content, LONGEST_INTEGER, MARGIN, nextString, skipContent, type ParseContext, type Steps } from '../parse-context.js';

/** One element, as the last call of `element` found it. */
export interface ElementFacts {
  /** Bytes; of an integer, its digits. */
  length: number;
  /** Known only where it was asked for. */
  isInteger: boolean;
  /** The integer, where it is one of 32 bits. */
  value: number;
  /** The element itself, where it was asked for and is not too long. */
  text: string | null;
}

/** Reads the next element into `facts`. With `classify` it is told whether a set would keep it as an integer. */
export function* element(context: ParseContext, facts: ElementFacts, show: boolean, classify: boolean): Steps {
  const { cursor, head } = context;
  if (cursor.left < MARGIN && !cursor.ended) yield;
  head.read();
  facts.length = head.length;
  facts.isInteger = head.kind === 'integer';
  facts.value = head.value;
  facts.text = null;
  if (show || (classify && head.kind === 'raw' && head.length <= LONGEST_INTEGER)) {
    const isRaw = head.kind === 'raw';
    facts.text = (yield* content(context, context.limits.shown))?.toString('latin1') ?? null;
    if (classify && isRaw && facts.text !== null) facts.isInteger = isInteger64(facts.text);
  } else if (head.kind === 'raw' && head.stored <= cursor.left) {
    cursor.at += head.stored;
  } else {
    yield* skipContent(context);
  }
}

export const newFacts = (): ElementFacts => ({ length: 0, isInteger: false, value: 0, text: null });

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** True for the canonical decimal form of a 64-bit integer. */
export function isInteger64(text: string): boolean {
  if (!/^(0|-?[1-9]\d{0,18})$/.test(text)) return false;
  const value = BigInt(text);
  return value >= MIN && value <= MAX;
}

/** Skips a string of no interest, and tells its length. */
export function* passString(context: ParseContext): Steps<number> {
  yield* nextString(context);
  const { length } = context.head;
  yield* skipContent(context);
  return length;
}
