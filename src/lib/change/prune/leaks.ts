/** Keys without a TTL, of families that should have one. */
import { fillPattern } from '../../profile/pattern.js';
import { capturesOf } from '../../profile/listing.js';
import type { KeyedSender } from '../engine/keyed-sender.js';
import type { Candidate } from '../plan/candidates.js';

/** Of keys without a TTL, those that nothing uses any more. One EXISTS for each key of a family with a rule for this. */
export async function unusedKeys(candidates: readonly Candidate[], sender: KeyedSender): Promise<Candidate[]> {
  const questions = candidates.flatMap((candidate) => {
    const { leak, id } = candidate.compiled.family;
    if (leak?.unless === undefined) return [];
    const key = fillPattern(leak.unless, capturesOf(candidate.compiled, candidate.name));
    return [{ candidate, id, key, args: ['EXISTS', key] }];
  });
  const replies = await sender.send(questions);
  // Without a reply the key counts as used.
  const used = new Set(questions.flatMap(({ candidate }, index) => (replies[index] === 0 ? [] : [candidate])));
  return candidates.filter((candidate) => !used.has(candidate));
}
