import { compileProfile, type CompiledProfile } from './classify.js';
import { lintFamily } from './lint-family.js';
import { lintFigures } from './lint-figures.js';
import { lintInvariants } from './lint-invariants.js';
import { lintOperations } from './lint-operations.js';
import { lintLimiters } from './lint-limiters.js';
import { lintLimits } from './lint-limits.js';
import { lintListings } from './lint-listings.js';
import { lintReferences } from './lint-references.js';
import { lintRollups } from './lint-rollups.js';
import { lintSwitches } from './lint-switches.js';
import { compilePattern } from './pattern.js';
import type { Family, Profile } from './types.js';

export interface LintProblem {
  /** Id of the family; `null`: the profile as a whole. */
  family: string | null;
  /** A sentence without its full stop. */
  problem: string;
}

/** All problems of a profile; empty for a valid one. */
export function lintProfile(profile: Profile): LintProblem[] {
  const problems = [
    ...profile.families.flatMap((family) => lintFamily(profile, family).map((problem) => ({ family: family.id, problem }))),
    ...duplicateIds(profile.families),
    ...duplicatePatterns(profile),
    ...[
      ...lintReferences(profile),
      ...lintListings(profile),
      ...lintRollups(profile),
      ...lintInvariants(profile),
      ...lintOperations(profile),
      ...lintSwitches(profile),
      ...lintFigures(profile),
      ...lintLimits(profile),
      ...lintLimiters(profile),
    ].map((problem) => ({
      family: null,
      problem,
    })),
  ];
  const compiled = tryCompile(profile);
  if ('error' in compiled) return problems.length > 0 ? problems : [{ family: null, problem: compiled.error }];
  return [...problems, ...profile.families.flatMap((family) => exampleProblems(compiled, family))];
}

function tryCompile(profile: Profile): CompiledProfile | { error: string } {
  try {
    return compileProfile(profile);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function duplicateIds(families: readonly Family[]): LintProblem[] {
  const ids = families.map((family) => family.id);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...repeated].map((family) => ({ family, problem: 'the id is used by more than one family' }));
}

/** Patterns are equal when they accept the same names, whatever the names of their placeholders. */
function duplicatePatterns(profile: Profile): LintProblem[] {
  const first = new Map<string, Family>();
  return profile.families.flatMap((family) => {
    const signature = patternSignature(profile, family);
    const other = signature === null ? undefined : first.get(signature);
    if (signature !== null && !other) first.set(signature, family);
    return other
      ? [{ family: family.id, problem: `pattern ${family.pattern} matches the same names as that of ${other.id}` }]
      : [];
  });
}

function patternSignature(profile: Profile, family: Family): string | null {
  try {
    const { matchers } = compilePattern(family.pattern, { ...profile.placeholders, ...family.placeholders });
    return matchers.map((matcher) => matcher.key).join(':');
  } catch {
    return null;
  }
}

function exampleProblems(compiled: CompiledProfile, family: Family): LintProblem[] {
  const strays = family.examples.flatMap((example) => {
    const found = compiled.classify(example)?.family;
    if (found?.id === family.id) return [];
    return [`example ${example} belongs to ${found ? `family ${found.id}` : 'no family'}`];
  });
  // An index is a set next to the counters that it lists; an application also writes `…:empty` markers there.
  const taken = family.role === 'index' ? family.examples.map((example) => `${example}:empty`) : [];
  const confused = taken.flatMap((name) => {
    const found = compiled.classify(name)?.family;
    return found?.role === 'counter' ? [`the marker ${name} would be taken for a key of counter ${found.id}`] : [];
  });
  return [...strays, ...confused].map((problem) => ({ family: family.id, problem }));
}
