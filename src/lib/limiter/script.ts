/** The Lua script of each algorithm, and of several together. */
import { scriptFrom, type Script } from '../client/script.js';
import { FIXED_WINDOW } from './lua/fixed-window.js';
import { HEAD, TAIL } from './lua/frame.js';
import { GCRA } from './lua/gcra.js';
import { LIST_LOG } from './lua/list-log.js';
import { SLIDING_WINDOW } from './lua/sliding-window.js';
import { TOKEN_BUCKET } from './lua/token-bucket.js';
import { ZSET_LOG } from './lua/zset-log.js';

const LUA = {
  listLog: LIST_LOG,
  fixedWindow: FIXED_WINDOW,
  slidingWindow: SLIDING_WINDOW,
  tokenBucket: TOKEN_BUCKET,
  gcra: GCRA,
  zsetLog: ZSET_LOG,
};

export type AlgorithmName = keyof typeof LUA;

export const ALGORITHMS = Object.keys(LUA) as readonly AlgorithmName[];

/** The Lua text that checks rules of these algorithms. The same algorithms give the same text, in any order and number. */
export function scriptText(algorithms: readonly AlgorithmName[]): string {
  const parts = ALGORITHMS.filter((name) => algorithms.includes(name)).map((name) => LUA[name]);
  return [HEAD, ...parts, TAIL].join('').trimStart();
}

export const scriptOf = (algorithms: readonly AlgorithmName[]): Script => scriptFrom(scriptText(algorithms));
