import type { KnownScript } from '../../redis/guard.js';
import { NOTE_STATE } from '../state/note-script.js';
import { BATCH, RESOLVE } from './batch-script.js';

/** All scripts that change keys; restores have two more. */
export const CHANGE_SCRIPTS: readonly KnownScript[] = [BATCH, RESOLVE, NOTE_STATE];
