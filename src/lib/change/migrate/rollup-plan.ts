/** Makes the plan of a rollup. Sends only reading commands. */
import { identity } from '../../audit/identity.js';
import type { Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';
import type { PlanData } from '../plan/model.js';
import { surveyKeyspace, type SurveyOptions } from '../plan/survey.js';
import { markerPatterns } from '../engine/empty-marker.js';
import { surveyPlan, type AskedFor } from '../plan/survey-plan.js';
import { findRollup, type RollupAsk, type RollupWork } from './rollup-find.js';
import type { RollupPair } from './rollup-pair.js';
import type { PlanNotice } from '../notices.js';

export interface RollupPlanOptions extends SurveyOptions, AskedFor, RollupAsk {
  showIds: boolean;
}

export interface RollupPlan {
  data: PlanData;
  todo: RollupWork;
}

export async function planRollup(session: Session, access: Access, options: RollupPlanOptions): Promise<RollupPlan> {
  const survey = await surveyKeyspace(session, access, options);
  const { pairs, count, protectedRows, todo } = await findRollup(session, access, survey, options);
  try {
    const data = await surveyPlan(session, survey, options, {
      command: 'migrate',
      selection: { rollup: options.rollup, prune: options.prune },
      families: count.families(survey.meanBytes, identity(options.showIds)),
      indexes: [...todo.indexes.values()].reduce((sum, each) => sum + each.size, 0),
      commands: count.commands(),
      keyspace: count.seen,
      leaves: todo.indexes.size > 0 ? markerPatterns(todo.listings) : [],
      protected: [...protectedRows, ...count.protected()],
      notes: [...count.notes(), ...(options.prune ? lostNotes(pairs) : [])],
    });
    return { data, todo };
  } catch (error) {
    todo.names.close();
    throw error;
  }
}

const lostNotes = (pairs: readonly RollupPair[]): PlanNotice[] =>
  pairs.flatMap(({ fine, coarse, lost }): PlanNotice[] =>
    lost.length === 0
      ? []
      : [{ code: 'fields-lost', params: { fine: fine.family.id, coarse: coarse.family.id, fields: [...lost] } }],
  );
