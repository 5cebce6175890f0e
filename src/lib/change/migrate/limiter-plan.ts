/** Makes the plan for lists of limiters that become counters. Sends only reading commands. */
import { identity } from '../../audit/identity.js';
import type { Present } from '../../audit/limiters/ready.js';
import { printable } from '../../format/terminal.js';
import type { Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';
import type { PlanData, PlanFamily } from '../plan/model.js';
import type { PlanBasis } from '../plan/basis.js';
import type { MigratePlan } from '../plan/schema.js';
import type { PlanNotice } from '../notices.js';
import { surveyKeyspace, type Survey, type SurveyOptions } from '../plan/survey.js';
import { surveyPlan, type AskedFor } from '../plan/survey-plan.js';
import { findLimiters, type FoundLimiters, type LimiterAsk, type LimiterWork } from './limiter-find.js';

export interface LimiterPlanOptions extends SurveyOptions, AskedFor {
  limiters: LimiterAsk;
  showIds: boolean;
}

/** Commands for each key: TYPE, DUMP and PTTL of both names, and the script. */
const PER_KEY = 7;
/** Subjects that the plan names. */
const NAMED = 10;

export const presentIn = ({ audit, profiles }: Survey): Present[] =>
  profiles.map((compiled) => {
    const { version, upTo } = audit.profiles.find(({ name }) => name === compiled.profile.name)!;
    return { compiled, releases: { from: version, to: upTo } };
  });

export async function planLimiters(
  session: Session,
  access: Access,
  options: LimiterPlanOptions,
): Promise<{ data: PlanData; todo: LimiterWork }> {
  const survey = await surveyKeyspace(session, access, options);
  const found = await findLimiters(session, access, { ...options, ...options.limiters, present: presentIn(survey) });
  const ids = identity(options.showIds);
  try {
    const families = found.rows.map(({ conversion: { family }, keys, samples }): PlanFamily => ({
      id: family.family.id,
      profile: family.profile.name,
      pattern: printable(family.family.pattern),
      action: 'convert',
      keys,
      elements: null,
      bytes: null,
      periods: null,
      breaks: '',
      harmless: true,
      samples: samples.map((name) => ids.key(name, family)),
    }));
    const data = await surveyPlan(session, survey, options, {
      command: 'migrate',
      selection: selectionOf(found, options.limiters),
      families,
      indexes: 0,
      leaves: [],
      commands: families.reduce((sum, { keys }) => sum + keys, 0) * PER_KEY,
      keyspace: found.seen,
      protected: found.spared,
      notes: notesOf(found, options.limiters, ids),
    });
    return { data, todo: found.todo };
  } catch (error) {
    found.todo.names.close();
    throw error;
  }
}

const MINUTE_MS = 60_000;

/** The same of a plan from a file. */
export const presentOf = ({ profiles, versions }: PlanBasis): Present[] =>
  profiles.map((compiled) => ({ compiled, releases: { from: versions.get(compiled.profile.name) ?? null, to: null } }));

export const limiterAsk = ({ seed, offsetMinutes, sizes }: LimiterSelection): LimiterAsk => ({
  seed,
  settings: { stated: sizes, env: null },
  offsetMs: offsetMinutes * MINUTE_MS,
});

export type LimiterSelection = Extract<MigratePlan['selection'], { limiters: string }>;

const selectionOf = ({ sizes, offsetMs }: FoundLimiters, { seed }: LimiterAsk): LimiterSelection => ({
  limiters: 'list:window',
  seed,
  offsetMinutes: Math.round(offsetMs / MINUTE_MS),
  sizes,
});

function notesOf({ rows, near, offsetMs }: FoundLimiters, { seed }: LimiterAsk, ids: ReturnType<typeof identity>): PlanNotice[] {
  if (rows.length === 0) return [];
  const subjects = near
    .slice(0, NAMED)
    .map(({ id, placeholder, rule, used, capacity }) => ({ id: ids.id(id, placeholder), rule, used, capacity }));
  return [
    { code: 'limiters-seeded', params: { seed, offsetMinutes: Math.round(offsetMs / MINUTE_MS) } },
    ...(near.length === 0 ? [] : [{ code: 'limiters-near' as const, params: { count: near.length, subjects } }]),
  ];
}
