/** What the libraries need of a Redis client. Replies are as in RESP2: integers are numbers, arrays are arrays. */
export interface RedisClient {
  evalsha(sha: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  eval(text: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /**
   * Sends any command: its name, then its arguments, of which the first is a key. Needed only for what is no script: INCREX and
   * the limiters of old applications.
   */
  command?(args: readonly string[]): Promise<unknown>;
}
