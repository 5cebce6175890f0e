/** The hash tag of a key: what stands between the first brace and the next closing one. */
const TAG = /^[^{]*\{[^}]+\}/;

/**
 * The key that remembers the answer to a request. It is in the slot of the limiter's key, unless that key has a closing brace but
 * no hash tag.
 */
export const requestKey = (key: string, requestId: string): string =>
  TAG.test(key) ? `${key}:request:${requestId}` : `{${key}}:request:${requestId}`;
