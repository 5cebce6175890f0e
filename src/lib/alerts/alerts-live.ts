/** Alerts about a live server. */
import type { Session } from '../redis/topology.js';
import { readLive, type Access, type LiveReadingOptions } from '../usage/read-live.js';
import type { ReadingResult } from '../usage/reading.js';
import { readAlerts, type AlertsOptions, type AlertsRead } from './alerts.js';

export const alertsOfServer = (
  session: Session,
  access: Access,
  options: AlertsOptions & LiveReadingOptions,
): Promise<ReadingResult<AlertsRead>> => readLive(session, access, options, (keys) => readAlerts({ ...options, ...keys }));
