/** What may be asked of each key, as this server and its eviction policy allow. */
import type { Capabilities } from '../redis/capabilities.js';
import type { MetaQuestions } from '../redis/key-meta.js';

export interface ReadingRules {
  questions: MetaQuestions;
  /** Lengths stand in for sizes. */
  sizesFromLength: boolean;
  noTouch: boolean;
  /** Values and lengths may be read without harm. */
  mayTouch: boolean;
}

/** HLEN and the like reset a key's idle time: under LRU and LFU policies that would change what is evicted. */
export function readingRules({ states, maxmemoryPolicy }: Capabilities, lengths: boolean): ReadingRules {
  const noTouch = states['CLIENT NO-TOUCH'] === 'ok';
  const mayTouch = noTouch || !evictsByIdleTime(maxmemoryPolicy) || lengths;
  const type = states.TYPE === 'ok';
  const memoryUsage = states['MEMORY USAGE'] === 'ok';
  const sizesFromLength = !memoryUsage && type && mayTouch;
  return {
    // Which command tells a length depends on the type.
    questions: { type, ttl: states.PTTL === 'ok', memoryUsage, length: type && mayTouch, element: sizesFromLength },
    sizesFromLength,
    noTouch,
    mayTouch,
  };
}

/** True when the server chooses what to evict by when keys were last used. */
export const evictsByIdleTime = (policy: string | null): boolean => policy !== null && /lru|lfu/.test(policy);
