import type { Figures } from '../../../figures.js';
import type { RequestLog } from '../../../figures.js';
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

/** What the statistics of the relay count. */
export const figures: Figures = { sets, entities, log };
