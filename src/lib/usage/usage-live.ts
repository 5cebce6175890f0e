/** Usage of a live server. */
import type { Session } from '../redis/topology.js';
import type { UsageData } from './model.js';
import { readLive, type Access, type LiveReadingOptions } from './read-live.js';
import type { ReadingResult } from './reading.js';
import { readUsage, type UsageOptions } from './usage.js';

export const usageOfServer = (
  session: Session,
  access: Access,
  options: UsageOptions & LiveReadingOptions,
): Promise<ReadingResult<UsageData>> => readLive(session, access, options, (keys) => readUsage({ ...options, ...keys }));
