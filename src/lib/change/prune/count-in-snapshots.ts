/** Counts in snapshots the keys that prunes would change. */
import { identity } from '../../audit/identity.js';
import { fillPattern, keySegments, parsePattern } from '../../profile/pattern.js';
import { capturesOf } from '../../profile/listing.js';
import type { CompiledProfile } from '../../profile/classify.js';
import type { SnapshotFiles } from '../../snapshot/snapshot-files.js';
import type { SnapshotKey } from '../../snapshot/snapshot-key.js';
import { trimRule, type Choice } from '../plan/choice.js';
import { noneIsGone, OwnerTraces, type GoneOwners } from '../plan/gone-owners.js';
import type { PlanFamily } from '../plan/model.js';
import type { Selection } from '../plan/selection.js';
import type { Survey } from '../plan/survey.js';
import { pruneChoice, pruneRows } from './plan.js';
import { PlanCount } from './plan-count.js';

export interface KnownNames {
  gone: GoneOwners;
  /** True when a name exists; only for names that decide about others. */
  has: (name: string) => boolean;
}

/** One reading of the files: the owners that no longer exist, and the names that decide whether a key without a TTL is in use. */
export async function readNames(files: SnapshotFiles, profiles: readonly CompiledProfile[], db: number): Promise<KnownNames> {
  const traces = new OwnerTraces(profiles);
  const deciding = decidingNames(profiles);
  const known = new Set<string>();
  await files.readAll(
    {
      begin: () => null,
      end({ name }) {
        const segments = keySegments(name);
        for (const profile of profiles) {
          const family = profile.match(segments);
          if (family) traces.note(family, segments);
        }
        // A copy, so that the rest of the chunk is not kept in memory.
        if (deciding(name)) known.add(Buffer.from(name, 'latin1').toString('latin1'));
      },
    },
    { notesPlaces: false },
  );
  const exists = (keys: readonly { name: string }[]): Promise<boolean[]> =>
    Promise.resolve(keys.map(({ name }) => known.has(name)));
  const gone = await traces.settle({ exists, leftOut: () => 0 }, db, noneIsGone);
  return { gone, has: (name) => known.has(name) };
}

/** True for names that begin and end like a key that shows whether an owner, or a limiter's window, still exists. */
function decidingNames(profiles: readonly CompiledProfile[]): (name: string) => boolean {
  const patterns = profiles.flatMap(({ profile: { owners = [], families } }) => [
    ...owners.flatMap(({ exists }) => exists),
    ...families.flatMap(({ leak }) => leak?.unless ?? []),
  ]);
  const ends = [...new Set(patterns)].map((pattern) => {
    const parts = parsePattern(pattern);
    const [first, last] = [parts[0], parts.at(-1)];
    return {
      head: first && 'literal' in first ? first.literal : '',
      tail: last && 'literal' in last ? last.literal : '',
    };
  });
  return (name) => ends.some(({ head, tail }) => name.startsWith(head) && name.endsWith(tail));
}

/** One more reading: the rows of each selection's plan. `onName` receives every name. */
export async function countInSnapshots(
  files: SnapshotFiles,
  survey: Survey,
  selections: readonly Selection[],
  { gone, has }: KnownNames,
  onName: (name: string) => void,
): Promise<PlanFamily[][]> {
  const plans = selections.map((selection) => ({
    selection,
    choice: pruneChoice(survey, selection, gone),
    count: new PlanCount(false, []),
  }));
  await files.readAll(
    {
      begin: () => null,
      end(key) {
        onName(key.name);
        for (const { choice, count } of plans) take(key, choice, count, has);
      },
    },
    { notesPlaces: false },
  );
  return plans.map(({ selection, count }) => pruneRows(count, survey, selection, identity(false)));
}

function take(key: SnapshotKey, choice: Choice, count: PlanCount, has: KnownNames['has']): void {
  const judged = choice.candidates.judge(key.name);
  if (!judged || !('action' in judged)) return;
  const { action, compiled } = judged;
  if (action === 'delete') count.take(judged);
  else if (action === 'leak' && key.expireAtMs === null) {
    const unless = compiled.family.leak?.unless;
    const inUse = unless !== undefined && has(fillPattern(unless, capturesOf(compiled, key.name)));
    if (!inUse) count.take(judged);
  } else if (action === 'trim') {
    const { keep } = trimRule(choice);
    // Streams that groups read stay, and so does what is no list or stream.
    if (keep === null || key.type !== compiled.family.type || key.length === null || (key.stream?.groups ?? 0) > 0) return;
    const elements = Math.max(0, key.length - keep);
    if (elements > 0) count.take(judged, { elements, share: elements / key.length });
  }
}
