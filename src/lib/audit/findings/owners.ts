/** Data of API keys, accounts and the like that no longer exist. */
import { formatBytes } from '../../format/bytes.js';
import { formatCount } from '../../format/number.js';
import type { DimensionEntry, DimensionTable } from '../../keyspace/dimension-table.js';
import { fillPattern, parsePattern } from '../../profile/pattern.js';
import type { Owner, Placeholder } from '../../profile/types.js';
import type { Finding } from '../../report/model.js';
import type { PresentProfile } from '../presence.js';
import type { FindingContext, FindingRule } from './context.js';

/** Owners whose absence is checked key by key; the rest are only counted. */
const MOST_CHECKED = 1_000;
const SHOWN = 3;

interface Missing {
  id: string;
  entry: DimensionEntry;
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
  const { missing, checked } = await withoutOwner(unseen, owner, context);
  if (missing.length === 0) return null;
  missing.sort((a, b) => b.entry.usedKeys - a.entry.usedKeys);
  const keys = missing.reduce((sum, { entry }) => sum + entry.usedKeys, 0);
  const bytes = missing.reduce((sum, { entry }) => sum + entry.usedBytes, 0);
  const placeholder = placeholderOf(owner, profile);
  const names = missing.slice(0, SHOWN).map(({ id }) => context.identity.id(id, placeholder));
  const more = missing.length > SHOWN ? ', …' : '';
  return {
    code: 'orphan-owner',
    severity: 'medium',
    title: `data of ${owner.title}s that no longer exist`,
    family: null,
    profile: profile.compiled.profile.name,
    count: missing.length,
    evidence:
      `${formatCount(missing.length)} gone (${names.join(', ')}${more}) with ${formatCount(keys)} keys` +
      `${bytes > 0 ? `, about ${formatBytes(bytes)}` : ''}${checked ? '' : '; not each was checked again'}`,
    fix: owner.fix,
  };
}

function unseenOwners(table: DimensionTable, seen: (id: string) => boolean): Missing[] {
  const unseen: Missing[] = [];
  for (const [id, entry] of table.entries()) if (entry.usedKeys > 0 && !seen(id)) unseen.push({ id, entry });
  return unseen;
}

/** An owner may have been created, or not been in the filter, during the scan: each is asked for again, as far as allowed. */
async function withoutOwner(
  unseen: Missing[],
  owner: Owner,
  context: FindingContext,
): Promise<{ missing: Missing[]; checked: boolean }> {
  const { probe, databases } = context;
  const affordable = Math.floor(probe.remaining() / Math.max(1, owner.exists.length * databases.length));
  const asked = unseen.slice(0, Math.min(MOST_CHECKED, affordable));
  const alive = new Set<string>();
  let answered = true;
  for (const pattern of owner.exists) {
    const [placeholder] = parsePattern(pattern).flatMap((part) => ('placeholder' in part ? [part.placeholder] : []));
    for (const db of databases) {
      const keys = asked.map(({ id }) => ({ db, name: fillPattern(pattern, { [placeholder ?? '']: id }) }));
      for (const [index, answer] of (await probe.exists(keys)).entries()) {
        if (answer === true) alive.add(asked[index]!.id);
        if (answer === null) answered = false;
      }
    }
  }
  return { missing: unseen.filter(({ id }) => !alive.has(id)), checked: answered && asked.length === unseen.length };
}

/** How the id is declared where it stands in key names. */
function placeholderOf(owner: Owner, { compiled }: PresentProfile): Placeholder {
  const slot = compiled.families.flatMap(({ dimensions }) => dimensions).find(({ name }) => name === owner.dimension)?.slot;
  return slot?.placeholder ?? { kind: 'segment', redact: 'id' };
}
