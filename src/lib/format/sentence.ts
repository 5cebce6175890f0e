/** Drops the full stop, so that the sentence can continue. */
export const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');

/** A sentence as part of another one. */
export const asClause = (text: string): string => withoutStop(text).replace(/^[A-Z](?![A-Z])/, (first) => first.toLowerCase());
