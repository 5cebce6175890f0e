import type { Operations } from '../../operations.js';
import { access } from './operations-access.js';
import { accountUsage } from './operations-account.js';
import { background } from './operations-background.js';
import { conditions } from './operations-conditions.js';
import { costs } from './operations-cost.js';
import { contents } from './operations-contents.js';
import { figures } from './operations-figures.js';
import { records } from './operations-record.js';
import { scheduling } from './operations-scheduling.js';
import { tokenUsage } from './operations-usage.js';

export const operations: Operations = {
  conditions,
  events: [tokenUsage, accountUsage, ...costs, ...records, ...access, ...scheduling, ...background],
  figures,
  contents,
};
