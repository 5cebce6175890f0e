/** Which metadata may be read, given the server's capabilities and eviction policy. */
import { evictsByIdleTime, type Capabilities } from '../redis/capabilities.js';
import type { MetaQuestions } from '../redis/key-meta.js';

export interface ReadingRules {
  questions: MetaQuestions;
  /** Sizes are estimated from lengths. */
  sizesFromLength: boolean;
  noTouch: boolean;
  /** Reading values and lengths does not affect evictions. */
  mayTouch: boolean;
}

/** HLEN and similar commands reset the idle time of a key. Under LRU and LFU policies this would change what is evicted. */
export function readingRules({ states, maxmemoryPolicy }: Capabilities, lengths: boolean): ReadingRules {
  const noTouch = states['CLIENT NO-TOUCH'] === 'ok';
  const mayTouch = noTouch || !evictsByIdleTime(maxmemoryPolicy) || lengths;
  const type = states.TYPE === 'ok';
  const memoryUsage = states['MEMORY USAGE'] === 'ok';
  const sizesFromLength = !memoryUsage && type && mayTouch;
  return {
    // The command for the length depends on the type.
    questions: { type, ttl: states.PTTL === 'ok', memoryUsage, length: type && mayTouch, element: sizesFromLength },
    sizesFromLength,
    noTouch,
    mayTouch,
  };
}
