/** Profiles: built-in ones, those in files, and those made in code. */
import type { Profile } from '../profile/types.js';

export { builtinNames, builtinProfile, builtinProfiles } from '../profile/builtin/index.js';
export { compileProfile, type CompiledFamily, type CompiledProfile } from '../profile/classify.js';
export { lintProfile, type LintProblem } from '../profile/lint.js';
export { loadProfile } from '../profile/load.js';
export type * from '../profile/types.js';

/** Returns the profile unchanged, checked against its type, so that editors complete its members. */
export const defineProfile = <const Defined extends Profile>(profile: Defined): Defined => profile;
