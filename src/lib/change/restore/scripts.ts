import type { KnownScript } from '../../redis/guard.js';
import { UNLINK_IF_SAME } from '../engine/scripts.js';
import { INCREMENT_ONCE } from './increment-script.js';
import { RESTORE_ONCE } from './restore-script.js';

/** The first is only tried on a key that does not exist, to learn whether scripts are allowed. */
export const RESTORE_SCRIPTS: readonly KnownScript[] = [UNLINK_IF_SAME, RESTORE_ONCE, INCREMENT_ONCE];
