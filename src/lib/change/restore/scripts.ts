import type { KnownScript } from '../../redis/guard.js';
import { CHANGE_SCRIPTS } from '../engine/scripts.js';
import { UNDO } from './undo-script.js';
import { RESTORE_WHOLE } from './whole-keys.js';

export const RESTORE_SCRIPTS: readonly KnownScript[] = [...CHANGE_SCRIPTS, UNDO, RESTORE_WHOLE];
