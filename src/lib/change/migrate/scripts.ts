import type { KnownScript } from '../../redis/guard.js';
import { PRUNE_SCRIPTS } from '../scripts.js';
import { RAISE_IF_SAME } from './raise-script.js';

/** A rollup removes what it has added up as a prune does. */
export const MIGRATE_SCRIPTS: readonly KnownScript[] = [...PRUNE_SCRIPTS, RAISE_IF_SAME];
