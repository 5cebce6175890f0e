/** Limits on a live server. */
import type { Session } from '../redis/topology.js';
import { readLive, type Access, type LiveReadingOptions } from '../usage/read-live.js';
import type { ReadingResult } from '../usage/reading.js';
import { readLimits, type LimitsOptions } from './limits.js';
import type { LimitsData } from './model.js';

export const limitsOfServer = (
  session: Session,
  access: Access,
  options: LimitsOptions & LiveReadingOptions,
): Promise<ReadingResult<LimitsData>> => readLive(session, access, options, (keys) => readLimits({ ...options, ...keys }));
