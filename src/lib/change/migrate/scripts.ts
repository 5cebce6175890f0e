import type { KnownScript } from '../../redis/guard.js';
import { RAISE_IF_SAME } from '../compare/raise.js';
import { PRUNE_SCRIPTS } from '../engine/scripts.js';
import { RENAME_IF_SAME, SUM_IF_SAME } from './rename-script.js';

/** A rollup removes what it has added up, and a renaming across nodes the old name, as a prune does. */
export const MIGRATE_SCRIPTS: readonly KnownScript[] = [...PRUNE_SCRIPTS, RAISE_IF_SAME, RENAME_IF_SAME, SUM_IF_SAME];
