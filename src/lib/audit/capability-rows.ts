/** What the server does not allow, in words: which column is missing or estimated, and why. */
import { evictsByIdleTime, type Capabilities, type CapabilityName } from '../redis/capabilities.js';
import type { CapabilityRow, SizeSource } from './model.js';

const EFFECTS: Partial<Record<CapabilityName, string>> = {
  TYPE: 'types and lengths are unknown',
  'MEMORY USAGE': 'sizes are unknown, and findings about them could not be checked',
  'CONFIG GET': 'the eviction policy is known only where INFO tells it',
  'SCAN TYPE': '--type cannot be used',
  'CLIENT NO-TOUCH': 'under an LRU or LFU policy lengths are left out, since reading them would reset idle times',
  PTTL: 'remaining lives are unknown, and with them what never expires',
  'INFO commandstats': 'whether KEYS is used cannot be told',
  'INFO memory': 'memory in use, limit and headroom are unknown',
  'INFO keyspace': 'progress has no total, and the count cannot be compared with it',
  'INFO persistence': 'whether data are saved to disk cannot be told',
};

interface Substitutes {
  sizes: SizeSource;
  /** DBSIZE reports the number of keys if INFO does not. */
  areKeysReported: boolean;
}

export function capabilityRows({ states, maxmemoryPolicy }: Capabilities, given: Substitutes): CapabilityRow[] {
  const effects: Partial<Record<CapabilityName, string | null>> = {
    ...EFFECTS,
    ...(given.sizes === 'lengths' ? { 'MEMORY USAGE': GUESSED } : {}),
    ...(given.areKeysReported ? { 'INFO keyspace': OTHER_DATABASES } : {}),
    ...(evictsByIdleTime(maxmemoryPolicy) ? {} : { 'CLIENT NO-TOUCH': null }),
  };
  return (Object.keys(EFFECTS) as CapabilityName[]).map((name) => ({
    name,
    state: states[name],
    effect: states[name] === 'ok' ? null : (effects[name] ?? null),
  }));
}

const GUESSED = 'sizes are guessed from types and lengths, and findings about sizes go by these guesses';
const OTHER_DATABASES = 'whether other databases hold keys is unknown';
