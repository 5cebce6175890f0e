/** Combines the findings of a check by key, so that no figure is changed twice at once. */
import { addDecimals, isCounter, isDecimal } from '../../format/decimal.js';
import type { Finding, ListItem, Repair } from '../../consistency/finding.js';
import { repairedFamily } from '../../consistency/within-families.js';
import type { CompiledFamily, CompiledProfile } from '../../profile/classify.js';
import type { Item, ListType } from '../compare/items.js';
import type { Raise } from '../compare/raise.js';

interface Repaired {
  db: number;
  name: string;
  family: CompiledFamily;
  profile: CompiledProfile;
  /** The first invariant that requires it. */
  invariant: string;
  /** The findings behind it. */
  findings: Finding[];
}

export type KeyRepair =
  | (Repaired & { kind: 'raise' | 'lower'; exists: boolean; raises: Raise[]; seconds: number | null })
  | (Repaired & { kind: 'members'; type: ListType; items: Item[]; seconds: number | null })
  | (Repaired & { kind: 'expire' | 'persist'; judgedTtlMs: number; seconds: number | null });

/**
 * If several findings are about the same figures, the first one counts: sums over keys before those of one key, which often hold
 * once the sum does. The next check finds the rest.
 */
export function keyRepairs(findings: readonly Finding[]): KeyRepair[] {
  const repairs = new Map<string, KeyRepair>();
  const sums = findings.filter(({ relation }) => relation.invariant.kind === 'sum');
  for (const finding of new Set([...sums, ...findings])) {
    const repair = repairOf(finding);
    if (!repair) continue;
    // Raise and lower have the same id, because both change figures.
    const id = `${repair.db} ${'raises' in repair ? 'figures' : repair.kind} ${repair.name}`;
    const known = repairs.get(id);
    if (known) join(known, repair);
    else repairs.set(id, repair);
  }
  return [...repairs.values()];
}

function join(known: KeyRepair, more: KeyRepair): void {
  if ('raises' in known && 'raises' in more && known.kind === more.kind && known.exists === more.exists) {
    const taken = new Set(known.raises.map(({ field }) => field));
    if (more.raises.some(({ field }) => taken.has(field))) return;
    for (const raise of more.raises) known.raises.push(raise);
    known.seconds ??= more.seconds;
    for (const finding of more.findings) known.findings.push(finding);
  } else if (known.kind === 'members' && more.kind === 'members') {
    const taken = new Set(known.items.map(({ member }) => member));
    for (const item of more.items) if (!taken.has(item.member)) known.items.push(item);
  }
}

function repairOf(finding: Finding): KeyRepair | null {
  const { relation, repair } = finding;
  if (repair.kind === 'none' || repair.kind === 'elsewhere') return null;
  const { db, key: name } = repair;
  const about = {
    db,
    name,
    family: repairedFamily(finding),
    profile: relation.profile,
    invariant: relation.invariant.id,
    findings: [finding],
  };
  switch (repair.kind) {
    case 'raise':
    case 'lower': {
      const raises = repair.fields.map(raiseOf);
      // A counter cannot exceed 64 bits.
      if (raises.some((raise) => raise === null)) return null;
      const { kind, exists, seconds } = repair;
      return { ...about, kind, exists, seconds, raises: raises as Raise[] };
    }
    case 'members':
      return {
        ...about,
        kind: 'members',
        type: repair.type as ListType,
        items: itemsOf(repair.type as ListType, repair.add, repair.remove),
        seconds: repair.seconds,
      };
    case 'expire':
      return { ...about, kind: 'expire', judgedTtlMs: repair.judgedTtlMs, seconds: repair.seconds };
    case 'persist':
      return { ...about, kind: 'persist', judgedTtlMs: repair.judgedTtlMs, seconds: null };
  }
}

/** `null`: beyond 64 bits. */
function raiseOf({ field, judged, delta }: Extract<Repair, { kind: 'raise' | 'lower' }>['fields'][number]): Raise | null {
  const before = judged ?? '0';
  if (/^-?\d+$/.test(before) && /^-?\d+$/.test(delta)) {
    const after = String(BigInt(before) + BigInt(delta));
    if (!isCounter(after)) return null;
    // HINCRBY refuses a counter that is not in its shortest form, and a step beyond 64 bits.
    return { field, before: judged, after, step: delta, decimal: !isCounter(before) || !isCounter(delta) };
  }
  if (!isDecimal(before) || !isDecimal(delta)) return null;
  return { field, before: judged, after: addDecimals(before, delta), step: delta, decimal: true };
}

/** A member with another score or value is replaced. */
function itemsOf(type: ListType, add: readonly ListItem[], remove: readonly ListItem[]): Item[] {
  // A sorted set without scores uses the score 0.
  const none = type === 'zset' ? '0' : '';
  const before = new Map(remove.map(({ member, value }) => [member, value ?? none]));
  const after = new Map(add.map(({ member, value }) => [member, value ?? none]));
  return [...new Set([...before.keys(), ...after.keys()])].map((member) => ({
    member,
    before: before.get(member) ?? null,
    after: after.get(member) ?? null,
  }));
}
