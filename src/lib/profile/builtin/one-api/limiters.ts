import type { Limiter } from '../../limiters.js';
import { addressLists } from './address-checks.js';

/** None of them is on the path of model calls. */
export const limiters: readonly Limiter[] = addressLists({
  GA: { title: 'API calls', capacity: 480, window: 180, env: { capacity: 'GLOBAL_API_RATE_LIMIT' } },
  GW: { title: 'web pages', capacity: 240, window: 180, env: { capacity: 'GLOBAL_WEB_RATE_LIMIT' } },
  CT: { title: 'logins and other critical calls', capacity: 20, window: 1200, fixed: true },
  DW: { title: 'downloads', capacity: 10, window: 60, fixed: true },
  UP: { title: 'uploads', capacity: 10, window: 60, fixed: true },
});
