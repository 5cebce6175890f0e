import type { Figures } from '../../../figures.js';
import type { RequestLists, RequestLog } from '../../../figures.js';
import { entities } from './entities.js';
import { sets } from './sets.js';

/** The list price, unrounded (src/services/billingEventPublisher.js). OpenAI, Gemini, Azure and Bedrock clients publish no events. */
const log: RequestLog = {
  family: 'billing.events',
  field: 'data',
  metrics: { 'real-cost': 'cost.total' },
  of: { dimension: 'account', path: 'account.id' },
  part: 'those through Claude, console, CCR and Droid accounts',
};

/** After the rates, rounded to a micro-dollar. Every recorded request is in the list of its API key (src/services/apiKeyService.js). */
const lists: RequestLists = {
  family: 'usage.records',
  metrics: { cost: 'cost' },
  of: { dimension: 'account', path: 'accountId' },
};

/** What the statistics of the relay count. */
export const figures: Figures = { sets, entities, log, lists };
