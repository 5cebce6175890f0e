/** What built-in profiles say of keys that a profile of somebody's own speaks of: it may say more of them, and never that they are less needed. */
import { allBuiltin } from '../../profile/builtin/all.js';
import { compileProfile, type CompiledFamily, type CompiledProfile } from '../../profile/classify.js';

export class BuiltinClaims {
  readonly #builtin: readonly CompiledProfile[];

  /** `profiles`: those that a choice goes by. */
  constructor(profiles: readonly CompiledProfile[]) {
    this.#builtin = profiles.some(({ profile }) => profile.fromFile) ? allBuiltin.map(compileProfile) : [];
  }

  /** The built-in families of a key that `claimed` was found for, whether or not their applications are there; none where that is built in itself. */
  on(claimed: CompiledFamily, segments: readonly string[]): CompiledFamily[] {
    return claimed.profile.fromFile ? this.#builtin.flatMap((profile) => profile.match(segments) ?? []) : [];
  }
}
