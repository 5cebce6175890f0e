import type { Limits } from '../../limits.js';
import { accountGates, accountLimits } from './account-limits.js';
import { apiKeyGates, apiKeyLimits } from './api-key-limits.js';

/** The limits of the relay whose values are in Redis. */
export const limits: Limits = {
  list: [...apiKeyLimits, ...accountLimits],
  gates: [...apiKeyGates, ...accountGates],
};
