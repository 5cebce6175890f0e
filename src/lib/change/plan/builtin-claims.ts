/** Finds built-in families for keys of a user's profile. A user's profile may add to what they say, but never weaken it. */
import { allBuiltin } from '../../profile/builtin/all.js';
import { compileProfile, type CompiledFamily, type CompiledProfile } from '../../profile/classify.js';

export class BuiltinClaims {
  readonly #builtin: readonly CompiledProfile[];

  /** `profiles`: the profiles of a choice. */
  constructor(profiles: readonly CompiledProfile[]) {
    this.#builtin = profiles.some(({ profile }) => profile.fromFile) ? allBuiltin.map(compileProfile) : [];
  }

  /**
   * Built-in families that claim a key of the family `claimed`, even if their applications were not recognised; none if `claimed`
   * is built in.
   */
  on(claimed: CompiledFamily, segments: readonly string[]): CompiledFamily[] {
    return claimed.profile.fromFile ? this.#builtin.flatMap((profile) => profile.match(segments) ?? []) : [];
  }
}
