import type { InferredFlags } from '@oclif/core/interfaces';
import { carryOutFlags, changeConnectionFlags } from '../change/flags.js';

/** The plan says what to do. The flags say where and how. */
export const applyFlags = { ...changeConnectionFlags, ...carryOutFlags };

export type ApplyFlags = InferredFlags<typeof applyFlags>;
