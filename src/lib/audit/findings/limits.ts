/** Limits that end with their billing cycle, because they are in its key. */
import type { CompiledFamily } from '../../profile/classify.js';
import { parseCounter, parseDecimal } from '../../format/decimal.js';
import { patternFiller } from '../../profile/pattern.js';
import type { Limit } from '../../profile/limits.js';
import type { RecognisedProfile } from '../../recognise/recognise.js';
import type { Finding } from '../finding.js';
import { run } from '../remedy.js';
import type { FindingContext, FindingRule } from './context.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Owners that are asked for. */
const MOST_CHECKED = 500;
const SHOWN = 3;

export const endedLimits: FindingRule = async (context) => {
  const found: Finding[] = [];
  for (const profile of context.profiles) {
    const limits = profile.compiled.profile.limits?.list ?? [];
    for (const limit of limits.filter(({ period, setIn }) => period.kind === 'cycle' && setIn === undefined)) {
      const finding = await endedOf(limit, profile, context);
      if (finding) found.push(finding);
    }
  }
  return found;
};

async function endedOf(
  limit: Limit,
  { compiled: { profile, families } }: RecognisedProfile,
  { tally, probe, databases, identity, clock }: FindingContext,
): Promise<Finding | null> {
  const family = families.find(({ family: { id } }) => id === limit.family);
  const table = tally.dimensions.get(limit.dimension);
  if (!family || !table) return null;
  const [owner, cycle] = family.slots;
  if (!owner || !cycle) return null;
  const fill = patternFiller(family.family.pattern);
  const day = (ago: number): string => new Date(clock.now + clock.utcOffset * HOUR_MS - ago * DAY_MS).toISOString().slice(0, 10);
  const nameOn = (id: string, ago: number): string => fill({ [owner.name]: id, [cycle.name]: day(ago) });
  const ids = [...table.entries()].map(([id]) => id);
  const ended: string[] = [];
  for (const db of databases) {
    const asked = ids.slice(0, Math.floor(probe.room(Math.min(MOST_CHECKED, ids.length) * 2) / 2));
    const limitsOn = (some: readonly string[], ago: number): ReturnType<typeof probe.field> =>
      probe.field(
        some.map((id) => ({ db, name: nameOn(id, ago) })),
        limit.field,
      );
    const before = await limitsOn(asked, 1);
    const limited = asked.filter((_, at) => isLimit(before[at]?.text ?? null, family, limit));
    const now = await limitsOn(limited, 0);
    // What could not be read may have a limit.
    for (const [at, id] of limited.entries()) if (now[at] != null && !isLimit(now[at].text, family, limit)) ended.push(id);
  }
  if (ended.length === 0) return null;
  return {
    code: 'limit-ended',
    params: {
      limit: limit.title,
      pattern: family.family.pattern,
      ids: ended.slice(0, SHOWN).map((id) => identity.id(id, owner.placeholder)),
      before: day(1),
      now: day(0),
      checked: Math.min(MOST_CHECKED, ids.length),
      owners: ids.length,
    },
    severity: 'medium',
    family: family.family.id,
    profile: profile.name,
    count: ended.length,
    remedy: run('limits', 'copy'),
  };
}

/** 0, less, and text that is no number is no limit. */
function isLimit(text: string | null, { family: { fields, optionalFields } }: CompiledFamily, { field }: Limit): boolean {
  if (text === null) return false;
  const isMoney = { ...fields, ...optionalFields }[field] === 'usd';
  return isMoney ? (parseDecimal(text)?.digits ?? 0n) > 0n : (parseCounter(text) ?? 0n) > 0n;
}
