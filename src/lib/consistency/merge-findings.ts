import type { Finding, ListItem, Repair } from './finding.js';

/** Merges findings about members of one list with the same cause. A list may have thousands of differences. */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { key, db, drift, members } = finding;
    const id = members ? `${db}\n${key}\n${finding.class}\n${drift}` : finding.identity;
    const known = merged.get(id);
    if (!known) merged.set(id, [finding]);
    else if (members) known.push(finding);
  }
  return [...merged.values()].map(joined);
}

function joined(findings: readonly Finding[]): Finding {
  const [first] = findings;
  if (findings.length === 1) return first!;
  return {
    ...first!,
    members: {
      missing: findings.flatMap(({ members }) => members?.missing ?? []),
      ghosts: findings.flatMap(({ members }) => members?.ghosts ?? []),
      altered: findings.flatMap(({ members }) => members?.altered ?? []),
    },
    repair: joinedRepair(findings.map(({ repair }) => repair)),
    identity: findings.map(({ identity }) => identity).join('\n'),
  };
}

function joinedRepair(repairs: readonly Repair[]): Repair {
  const [first] = repairs;
  if (first!.kind !== 'members') return first!;
  const all = (side: 'add' | 'remove'): ListItem[] =>
    repairs.flatMap((repair) => (repair.kind === 'members' ? repair[side] : []));
  return { ...first!, add: all('add'), remove: all('remove') };
}
