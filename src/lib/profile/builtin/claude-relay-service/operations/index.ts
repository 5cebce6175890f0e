import type { Operations } from '../../../operations.js';
import { access } from './access.js';
import { accountUsage } from './account.js';
import { background } from './background.js';
import { conditions } from './conditions.js';
import { costs } from './cost.js';
import { contents } from './contents.js';
import { figures } from './figures.js';
import { names } from './names.js';
import { records } from './record.js';
import { scheduling } from './scheduling.js';
import { tokenUsage } from './usage.js';

export const operations: Operations = {
  conditions,
  events: [tokenUsage, accountUsage, ...costs, ...records, ...access, ...scheduling, ...background],
  figures,
  contents,
  names,
};
