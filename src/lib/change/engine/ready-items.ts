import type { Work } from './engine.js';
import type { WorkItem } from './work-item.js';

/** Items that need no reading first. */
export const readyItems: Work<WorkItem> = {
  keysOf: ({ keys }) => keys,
  prepare: (_, items) => Promise.resolve([...items]),
};
