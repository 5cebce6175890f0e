/** What the error of a client, a socket or a server means. */

/** The text of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Replies of servers that are not ready, or are none of those that take writes. */
const NOT_READY = /\b(?:LOADING|MASTERDOWN|TRYAGAIN|CLUSTERDOWN|READONLY|BUSY)\b/;
/** Replies of the server begin with a word in capitals. Errors of clients and sockets do not. */
const FROM_SERVER = /^-?[A-Z]{2,} /;

/** True if there was no reply, or one that may be another a moment later. */
export const isUnreachable = (message: string): boolean => !FROM_SERVER.test(message) || NOT_READY.test(message);
