/** Libraries whose key names prove nothing: what the values of their keys look like. */
import { fitsSign } from '../profile/limiter-signs.js';
import type { Store } from '../usage/store.js';
import type { LimiterKeys } from './keys.js';
import type { ReadyLimiter } from '../audit/limiters/ready.js';

const SAMPLES = 8;
const NUMBER_BYTES = 64;

/** Drops the keys of limiters whose values look otherwise. Returns the limiters that are kept. */
export async function provenByValues(keys: LimiterKeys, unsure: readonly ReadyLimiter[], store: Store): Promise<ReadyLimiter[]> {
  const kept: ReadyLimiter[] = [];
  for (const ready of unsure.filter((each) => keys.used.includes(each))) {
    const asked = keys.of(ready).slice(0, SAMPLES);
    const answers = await store.read(asked.map(({ name }) => ({ name, fields: null, bytes: NUMBER_BYTES })));
    const ttls = await store.read(asked.map(({ name }) => ({ name, fields: null, bytes: 0, fact: 'ttl' })));
    const texts = asked.map((_, at) => answers[at]?.[0] ?? null);
    const left = ttls.map((ttl) => Number(ttl?.[0] ?? -1));
    if (fitsSign(ready.limiter, texts, left)) kept.push(ready);
    else keys.drop(ready);
  }
  return kept;
}
