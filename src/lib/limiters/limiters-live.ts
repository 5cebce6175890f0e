/** Limiters on a live server. */
import type { Session } from '../redis/topology.js';
import { readLive, type Access, type LiveReadingOptions } from '../usage/read-live.js';
import type { ReadingResult } from '../usage/reading.js';
import { readLimiters } from './limiters.js';
import type { LimitersOptions } from './input.js';
import type { LimitersData } from './model.js';
import { askServer } from './server.js';

export async function limitersOfServer(
  session: Session,
  access: Access,
  options: LimitersOptions & LiveReadingOptions,
): Promise<ReadingResult<LimitersData>> {
  const says = await askServer(session);
  return readLive(session, access, options, (keys) => readLimiters({ ...options, ...keys, says }));
}
