/** Alerts about snapshots (RDB files). */
import { readSnapshots } from '../usage/read-snapshots.js';
import type { ReadingResult } from '../usage/reading.js';
import { readAlerts, type AlertsOptions, type AlertsRead } from './alerts.js';

export const alertsOfSnapshots = (files: readonly string[], options: AlertsOptions): Promise<ReadingResult<AlertsRead>> =>
  readSnapshots(files, options, (keys) => readAlerts({ ...options, ...keys }));
