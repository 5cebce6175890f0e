/** What is asked of limiters, and what was read to answer it. */
import type { Settings } from '../audit/limiters/settings.js';
import type { OpenedKeys, ReadingOptions } from '../usage/reading.js';
import type { Gathered } from './gather.js';
import type { LimiterKeys } from './keys.js';
import type { PoolAsked } from './pool.js';
import type { Present, ReadyLimiter } from '../audit/limiters/ready.js';
import type { ServerSays } from './server.js';

/** From this share on, somebody is near a limit unless another is asked for. */
const USUAL_NEAR = 0.8;

/** All of an owner's limits are wanted, however near they are. */
export const nearOf = ({ near, owners }: Pick<LimitersAsked, 'near' | 'owners'>): number =>
  near ?? (owners.length > 0 ? 0 : USUAL_NEAR);

export interface LimitersAsked {
  settings: Settings;
  /** 0 to 1; `null`: as usual. */
  near: number | null;
  /** Names or ids of those who are limited; empty: all. */
  owners: readonly string[];
  pool: PoolAsked | null;
}

export interface LimitersOptions extends ReadingOptions {
  asked: LimitersAsked;
}

export type LimitersInput = Omit<LimitersOptions, 'profiles' | 'database'> & OpenedKeys & { says: ServerSays };

export interface Read extends LimitersInput {
  present: readonly Present[];
  /** Limiters of libraries that only the values of their keys show. */
  byValues: readonly ReadyLimiter[];
  limiters: readonly ReadyLimiter[];
  keys: LimiterKeys;
  gathered: Gathered;
  /** The time of the server, in ms. */
  at: number;
  localOffsetMs: number | null;
  partial: string | null;
}
