import type { Figures } from '../../../figures.js';
import { entities } from './entities.js';
import { sets } from './sets.js';

/** What the statistics of the relay count. */
export const figures: Figures = { sets, entities };
