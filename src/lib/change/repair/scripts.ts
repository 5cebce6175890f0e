import type { KnownScript } from '../../redis/guard.js';
import { LIST_IF_SAME } from '../compare/items.js';
import { LIVE_IF_SAME } from '../compare/life.js';
import { RAISE_IF_SAME } from '../compare/raise.js';
import { UNLINK_IF_SAME } from '../engine/scripts.js';

/** The last takes away the marker of an empty index that is empty no longer. */
export const REPAIR_SCRIPTS: readonly KnownScript[] = [RAISE_IF_SAME, LIST_IF_SAME, LIVE_IF_SAME, UNLINK_IF_SAME];
