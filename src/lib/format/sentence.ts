/** Drops the full stop, so that the sentence can continue. */
export const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');
