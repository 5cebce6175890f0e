/** Data of API keys, accounts and the like that no longer exist. */
import type { DimensionEntry, DimensionTable } from '../../keyspace/dimension-table.js';
import { heldBytes, type HeldBytes } from '../../keyspace/held-bytes.js';
import { fillPattern, parsePattern } from '../../profile/pattern.js';
import type { Owner } from '../../profile/types.js';
import type { Finding } from '../finding.js';
import { run } from '../remedy.js';
import type { PresentProfile } from '../../recognise/presence.js';
import { ownerPlaceholder } from '../owner-words.js';
import type { FindingContext, FindingRule } from './context.js';

/** Owners whose absence is checked, key by key. */
const MOST_CHECKED = 1_000;
const SHOWN = 3;

interface Missing {
  id: string;
  /** The keys that it has left. */
  held: HeldBytes;
}

export const orphanOwners: FindingRule = async (context) => {
  const found: Finding[] = [];
  for (const profile of context.profiles) {
    for (const owner of profile.compiled.profile.owners ?? []) {
      const finding = await orphansOf(owner, profile, context);
      if (finding) found.push(finding);
    }
  }
  return found;
};

async function orphansOf(owner: Owner, profile: PresentProfile, context: FindingContext): Promise<Finding | null> {
  const table = context.tally.dimensions.get(owner.dimension);
  if (!table) return null;
  const unseen = unseenOwners(table, (id) => context.tally.owners.has(owner.dimension, id));
  const used = [...table.entries()].filter(([, { holdings }]) => hasUse(holdings)).length;
  const { missing, unchecked } = await withoutOwner(unseen, owner, context);
  if (missing.length === 0) return null;
  missing.sort((a, b) => b.held.keys - a.held.keys);
  const keys = missing.reduce((sum, { held }) => sum + held.keys, 0);
  const bytes = missing.reduce((sum, { held }) => sum + (held.bytes ?? 0), 0);
  const placeholder = ownerPlaceholder(owner, profile.compiled);
  return {
    code: 'orphan-owner',
    params: {
      owner: owner.title,
      ids: missing.slice(0, SHOWN).map(({ id }) => context.identity.id(id, placeholder)),
      keys,
      bytes,
      bytesHow: missing.some(({ held }) => held.how === 'at-least') ? 'at-least' : 'about',
      unchecked,
      all: missing.length > 1 && missing.length === used,
    },
    severity: 'medium',
    family: null,
    profile: profile.compiled.profile.name,
    count: missing.length,
    remedy:
      owner.fix === undefined
        ? run('prune', '--orphans')
        : { code: 'as-profile-says', params: { text: owner.fix }, commands: [] },
  };
}

function unseenOwners(table: DimensionTable, seen: (id: string) => boolean): Missing[] {
  const unseen: Missing[] = [];
  for (const [id, { holdings }] of table.entries()) {
    if (!seen(id) && hasUse(holdings)) unseen.push({ id, held: heldBytes(holdings, ({ isUse }) => isUse) });
  }
  return unseen;
}

const hasUse = (holdings: DimensionEntry['holdings']): boolean => holdings.some((holding) => holding?.origin.isUse);

/** An owner may have been created during the scan, or be outside of it. So its key is looked up before it is reported. */
async function withoutOwner(
  unseen: Missing[],
  owner: Owner,
  context: FindingContext,
): Promise<{ missing: Missing[]; unchecked: number }> {
  const { probe, databases } = context;
  const each = Math.max(1, owner.exists.length * databases.length);
  const affordable = Math.floor(probe.room(Math.min(MOST_CHECKED, unseen.length) * each) / each);
  const asked = unseen.slice(0, affordable);
  const alive = new Set<string>();
  const unknown = new Set<string>();
  for (const pattern of owner.exists) {
    const [placeholder] = parsePattern(pattern).flatMap((part) => ('placeholder' in part ? [part.placeholder] : []));
    for (const db of databases) {
      const keys = asked.map(({ id }) => ({ db, name: fillPattern(pattern, { [placeholder ?? '']: id }) }));
      for (const [index, answer] of (await probe.exists(keys)).entries()) {
        if (answer === true) alive.add(asked[index]!.id);
        if (answer === null) unknown.add(asked[index]!.id);
      }
    }
  }
  const missing = asked.filter(({ id }) => !alive.has(id) && !unknown.has(id));
  return { missing, unchecked: unseen.length - missing.length - alive.size };
}
