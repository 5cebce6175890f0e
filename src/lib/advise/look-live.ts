/** Looks at a server: what can be removed, by scans of all names. */
import { identity } from '../audit/identity.js';
import { findGoneOwners, noneIsGone } from '../change/plan/gone-owners.js';
import type { PlanFamily } from '../change/plan/model.js';
import { surveyKeyspace, type Survey, type SurveyOptions } from '../change/plan/survey.js';
import { countKeys } from '../change/prune/count-keys.js';
import { pruneChoice, pruneRows } from '../change/prune/plan.js';
import type { Access } from '../redis/control.js';
import type { Session } from '../redis/topology.js';
import { byPrune, prunesTogether, RollupCounts, selectionOf, type Look } from './look.js';
import { PRUNES, type Prune } from './prunes.js';
import type { AdviseNotice } from './notices.js';

export type LookOptions = Omit<SurveyOptions, 'everyName'>;

/**
 * Four scans of all names: for the facts of an audit, for the owners that names show, and for selections by family and by owner.
 * Lost TTLs are checked, with a PTTL per key, only if the audit has shown one.
 */
export async function lookAt(
  session: Session,
  access: Access,
  options: LookOptions,
): Promise<Look & { notices: AdviseNotice[] }> {
  const survey = await surveyKeyspace(session, access, { ...options, everyName: true });
  const gone = await findGoneOwners(survey.profiles, { session, ...access, ...options }, noneIsGone);
  const rollups = new RollupCounts(survey, gone);
  let keys = survey.audit.keys;
  const rowsOf = async (prunes: readonly Prune[], onName: (name: string) => void = () => {}): Promise<PlanFamily[]> => {
    const selection = selectionOf(prunes);
    const choice = pruneChoice(survey, selection, gone);
    const { count, names } = await countKeys(session, access, choice, { ...options, listKeys: false, onName });
    names.close();
    keys = count.seen;
    return pruneRows(count, survey, selection, identity(false));
  };
  const lostTtls = lostTtlsIn(survey);
  const together = prunesTogether(lostTtls.isSeen);
  const orphans = [PRUNES.orphans];
  const prunes = byPrune(survey, [
    [together, await rowsOf(together, (name) => rollups.take(name))],
    [orphans, await rowsOf(orphans)],
  ]);
  return { survey, prunes, rollups: rollups.families(), keys, notices: lostTtls.notices };
}

/** Of a large family the audit reads the TTLs of a sample. */
function lostTtlsIn({ audit }: Survey): { isSeen: boolean; notices: AdviseNotice[] } {
  const expiring = audit.families.filter(({ ttlPolicy }) => ttlPolicy?.expires === true);
  const isSeen = expiring.some(({ noTtl }) => (noTtl ?? 0) > 0);
  const sum = (of: 'keys' | 'sampled'): number => expiring.reduce((all, row) => all + row[of], 0);
  const [keys, read] = [sum('keys'), sum('sampled')];
  return { isSeen, notices: isSeen || read >= keys ? [] : [{ code: 'ttls-sampled', params: { keys, read } }] };
}
