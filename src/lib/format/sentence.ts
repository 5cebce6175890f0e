/** A sentence that goes on behind it, or ends with something else. */
export const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');
