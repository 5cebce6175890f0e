import type { Finding, ListItem, Repair } from './finding.js';

/** Members of one list that are off for the same reason, told as one. */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const { key, db, drift, members } = finding;
    const id = members ? `${db}\n${key}\n${finding.class}\n${drift}` : finding.identity;
    const known = merged.get(id);
    merged.set(id, known ? joined(known, finding) : finding);
  }
  return [...merged.values()];
}

function joined(known: Finding, more: Finding): Finding {
  if (!known.members || !more.members) return known;
  return {
    ...known,
    members: {
      missing: [...known.members.missing, ...more.members.missing],
      ghosts: [...known.members.ghosts, ...more.members.ghosts],
    },
    repair: joinedRepair(known.repair, more.repair),
    identity: `${known.identity}\n${more.identity}`,
  };
}

function joinedRepair(known: Repair, more: Repair): Repair {
  if (known.kind !== 'members' || more.kind !== 'members') return known;
  const both = (a: readonly ListItem[], b: readonly ListItem[]): ListItem[] => [...a, ...b];
  return { ...known, add: both(known.add, more.add), remove: both(known.remove, more.remove) };
}
