/** Profiles and their problems, as the `profile` commands print them in JSON. */
import type { Amount, Count } from '../../format/json-types.js';
import type { LintProblem } from '../../profile/lint.js';
import type { Family, Growth, Profile, RedisType, Unit } from '../../profile/types.js';

export interface ProfileSummary {
  name: string;
  title: string;
  readFrom: string;
  versions: { oldest: string; newest: string } | null;
  /** Number of families. */
  families: Count;
}

export interface ProfileDetails {
  name: string;
  title: string;
  readFrom: string;
  families: FamilyDetails[];
}

type FamilyDetails = Pick<Family, 'id' | 'pattern' | 'examples' | 'type' | 'grain' | 'valueClass' | 'role' | 'breaks'> & {
  /** Other types that some versions write. */
  alsoTypes: readonly RedisType[];
  expires: boolean;
  /** `null`: keys do not expire, or the TTL varies. */
  ttlSeconds: Amount | null;
  /** What sets the full TTL again; `null`: keys do not expire. */
  rearmed: 'each-write' | 'each-use' | 'never' | null;
  ttlNote: string | null;
  fields: Record<string, Unit>;
  /** Unit of a string, or of elements. */
  value: Unit | null;
  keep: { periods: Count; reader: string } | null;
  growth: Growth | null;
  since: string | null;
  until: string | null;
  /** True when other applications use such names too, so that they prove nothing. */
  generic: boolean;
  evidenceFields: readonly string[];
};

export interface CheckedProfile {
  name: string;
  families: Count;
  problems: LintProblem[];
}

export const profileSummary = ({ name, title, readFrom, versions, families }: Profile): ProfileSummary => ({
  name,
  title,
  readFrom,
  versions: versions ?? null,
  families: families.length,
});

export const profileDetails = ({ name, title, readFrom }: Profile, families: readonly Family[]): ProfileDetails => ({
  name,
  title,
  readFrom,
  families: families.map(familyDetails),
});

const familyDetails = (family: Family): FamilyDetails => ({
  id: family.id,
  pattern: family.pattern,
  examples: family.examples,
  type: family.type,
  alsoTypes: family.alsoTypes ?? [],
  expires: family.ttl.expires,
  ttlSeconds: (family.ttl.expires ? family.ttl.seconds : null) ?? null,
  rearmed: family.ttl.expires ? family.ttl.rearmed : null,
  ttlNote: (family.ttl.expires ? family.ttl.note : null) ?? null,
  grain: family.grain,
  valueClass: family.valueClass,
  role: family.role,
  fields: { ...family.fields, ...family.optionalFields },
  value: family.value ?? null,
  keep: family.keep ?? null,
  breaks: family.breaks,
  growth: family.growth ?? null,
  since: family.since ?? null,
  until: family.until ?? null,
  generic: family.generic ?? false,
  evidenceFields: family.evidenceFields ?? [],
});
