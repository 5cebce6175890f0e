/** Libraries whose key names prove nothing: what the values of their keys look like. */
import type { Limiter } from '../profile/limiters.js';
import type { Store } from '../usage/store.js';
import type { LimiterKeys } from './keys.js';
import type { ReadyLimiter } from '../audit/limiters/ready.js';

const SAMPLES = 8;
const NUMBER_BYTES = 64;

const LOOKS: Readonly<Record<NonNullable<Limiter['sign']>, (text: string) => boolean>> = {
  count: (text) => /^-?\d{1,10}$/.test(text),
  // GCRA counts seconds with decimals from 2017 on.
  'seconds-since-2017': (text) => /^\d{9}(?:\.\d+)?$/.test(text) && Number(text) > 2.5e8,
};

/** Drops the keys of limiters whose values look otherwise. Returns the limiters that are kept. */
export async function provenByValues(keys: LimiterKeys, unsure: readonly ReadyLimiter[], store: Store): Promise<ReadyLimiter[]> {
  const kept: ReadyLimiter[] = [];
  for (const ready of unsure.filter((each) => keys.used.includes(each))) {
    const looks = LOOKS[ready.limiter.sign ?? 'count'];
    const asked = keys.of(ready).slice(0, SAMPLES);
    const answers = await store.read(asked.map(({ name }) => ({ name, fields: null, bytes: NUMBER_BYTES })));
    const ttls = await store.read(asked.map(({ name }) => ({ name, fields: null, bytes: 0, fact: 'ttl' })));
    // A key without a TTL is more likely that of something else.
    const fits = asked.every((_, at) => looks(answers[at]?.[0] ?? '')) && ttls.some((ttl) => Number(ttl?.[0] ?? -1) > 0);
    if (fits) kept.push(ready);
    else keys.drop(ready);
  }
  return kept;
}
