/** Writes a first profile of the keys of a server that no profile knows. */
import { InferredKeyspace } from '../../keyspace/infer.js';
import { compileProfile } from '../../profile/classify.js';
import { lintProfile } from '../../profile/lint.js';
import { keySegments } from '../../profile/pattern.js';
import type { Family, Profile } from '../../profile/types.js';
import type { Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';
import { recogniseLive, type LiveLook } from '../recognise-live.js';
import { draftFamily, familyId } from './draft-family.js';
import { loosened, namedPattern, type NamedPattern } from './named-pattern.js';
import { sampled, SAMPLES } from './sampled.js';

/** Names that are kept, and families that are drafted. */
const MOST_NAMES = 20_000;
const MOST_FAMILIES = 60;

export interface Draft {
  profile: Profile;
  /** Names that no profile knows, of those that were looked at. */
  names: number;
  /** Applications whose keys were left out. */
  known: string[];
  /** Patterns that have no form in a profile, or whose keys have no place in it. */
  leftOut: string[];
}

export interface DraftLook extends Omit<LiveLook, 'onNames' | 'partly' | 'asked'> {
  name: string;
  title: string;
}

export async function draftProfile(session: Session, access: Access, look: DraftLook): Promise<Draft> {
  const seen: string[] = [];
  const recognised = await recogniseLive(session, access, {
    ...look,
    asked: false,
    partly: true,
    onNames: (names) => {
      for (const name of names) if (seen.length < MOST_NAMES) seen.push(name);
    },
  });
  const present = recognised.profiles.map(({ compiled }) => compiled);
  const isKnown = (segments: readonly string[]): boolean =>
    segments[0] === 'meter' || present.some((profile) => profile.match(segments) !== null);
  const unknown = [...new Set(seen)]
    .map((name) => ({ name, segments: keySegments(name) }))
    .filter(({ segments }) => !isKnown(segments));
  const keyspace = new InferredKeyspace();
  for (const { segments } of unknown) keyspace.add(segments);
  const inferred = keyspace.finish().slice(0, MOST_FAMILIES);
  const leftOut: string[] = [];
  const families: Family[] = [];
  for (const { pattern } of inferred) {
    const named = namedPattern(pattern);
    const samples = named && samplesOf(named, unknown);
    if (!samples || samples.names.length === 0) {
      leftOut.push(pattern);
      continue;
    }
    const id = familyId(samples.named.pattern, new Set(families.map((family) => family.id)));
    families.push(draftFamily(id, samples.named, await sampled(session, samples.names)));
  }
  const sound = withoutProblems(emptyProfile(look), families);
  return {
    profile: sound.profile,
    names: unknown.length,
    known: present.map(({ profile }) => profile.name),
    leftOut: [...leftOut, ...sound.leftOut],
  };
}

const emptyProfile = ({ name, title }: DraftLook): Profile => ({
  name,
  title,
  readFrom: 'sampled from a server by meter profile new',
  placeholders: {},
  families: [],
});

type Names = readonly { name: string; segments: string[] }[];

/** Some keys of the pattern. If its kinds are too strict for them, the pattern takes any text. */
function samplesOf(named: NamedPattern, unknown: Names): { named: NamedPattern; names: string[] } | null {
  for (const form of [named, loosened(named)]) {
    const names = namesOf(form, unknown);
    if (names.length > 0) return { named: form, names };
  }
  return null;
}

function namesOf({ pattern, placeholders }: NamedPattern, unknown: Names): string[] {
  const probe: Family = {
    id: 'probe',
    pattern,
    placeholders,
    type: 'string',
    ttl: { expires: false },
    grain: 'none',
    valueClass: 'operational',
    role: 'cache',
    breaks: '',
    examples: [],
  };
  const compiled = compileProfile({ name: 'probe', title: '', readFrom: '', placeholders: {}, families: [probe] });
  const names: string[] = [];
  for (const { name, segments } of unknown) {
    if (compiled.match(segments) !== null) names.push(name);
    if (names.length === SAMPLES) break;
  }
  return names;
}

/** Families that contradict those before them are left out, so that the file passes its check. */
function withoutProblems(empty: Profile, families: readonly Family[]): { profile: Profile; leftOut: string[] } {
  let profile = empty;
  const leftOut: string[] = [];
  for (const family of families) {
    const next = { ...profile, families: [...profile.families, family] };
    if (lintProfile(next).length === 0) profile = next;
    else leftOut.push(family.pattern);
  }
  return { profile, leftOut };
}
