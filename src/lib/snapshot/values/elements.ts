/** Values that the file stores element by element. */
import { content, LONGEST_INTEGER, MARGIN, nextString, skipContent, type ParseContext, type Steps } from '../parse-context.js';

/** The last element that `element` read. */
export interface ElementFacts {
  /** Bytes; for an integer, its digits. */
  length: number;
  /** Valid only when asked for with `classify`. */
  isInteger: boolean;
  /** The integer, if it has at most 32 bits. */
  value: number;
  /** The element itself, if asked for and not too long. */
  text: string | null;
}

/** Reads the next element into `facts`. With `classify`, sets whether a set would store it as an integer. */
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

/** Skips a string and returns its length. */
export function* passString(context: ParseContext): Steps<number> {
  yield* nextString(context);
  const { length } = context.head;
  yield* skipContent(context);
  return length;
}
