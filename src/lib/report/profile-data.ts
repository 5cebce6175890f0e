/** Profiles and what is wrong with them, as the `profile` commands print them in JSON. */
import type { LintProblem } from '../profile/lint.js';
import type { Family, Profile, Unit } from '../profile/types.js';

export interface ProfileSummary {
  name: string;
  title: string;
  readFrom: string;
  versions: { oldest: string; newest: string } | null;
  /** How many. */
  families: number;
}

export interface ProfileDetails {
  name: string;
  title: string;
  readFrom: string;
  families: FamilyDetails[];
}

type FamilyDetails = Pick<Family, 'id' | 'pattern' | 'type' | 'grain' | 'valueClass' | 'role' | 'breaks'> & {
  expires: boolean;
  /** `null` when keys do not expire, or after a time that varies. */
  ttlSeconds: number | null;
  fields: Record<string, Unit>;
  since: string | null;
  until: string | null;
};

export interface CheckedProfile {
  name: string;
  families: number;
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
  type: family.type,
  expires: family.ttl.expires,
  ttlSeconds: (family.ttl.expires ? family.ttl.seconds : null) ?? null,
  grain: family.grain,
  valueClass: family.valueClass,
  role: family.role,
  fields: { ...family.fields, ...family.optionalFields },
  breaks: family.breaks,
  since: family.since ?? null,
  until: family.until ?? null,
});
