/** Makes the plan of a renaming. Sends only reading commands. */
import { identity } from '../../audit/identity.js';
import { printable } from '../../format/terminal.js';
import type { Access } from '../../redis/control.js';
import type { Session } from '../../redis/topology.js';
import type { PlanData, PlanFamily } from '../plan/model.js';
import { surveyKeyspace, type SurveyOptions } from '../plan/survey.js';
import { surveyPlan, type AskedFor } from '../plan/survey-plan.js';
import type { RenameAsk } from './rename-choice.js';
import { findRenames, type RenameWork } from './rename-find.js';

export interface RenamePlanOptions extends SurveyOptions, AskedFor {
  rename: RenameAsk;
  showIds: boolean;
}

export interface RenamePlan {
  data: PlanData;
  todo: RenameWork;
}

/** Commands for each key: DUMP and PTTL of both names, and the script. */
const PER_KEY = 5;

export async function planRename(session: Session, access: Access, options: RenamePlanOptions): Promise<RenamePlan> {
  const survey = await surveyKeyspace(session, access, options);
  const { rows, seen, spared, todo } = await findRenames(session, access, survey, options);
  const ids = identity(options.showIds);
  try {
    const families = rows.map(({ compiled, action, keys, samples }): PlanFamily => ({
      id: compiled.family.id,
      profile: compiled.profile.name,
      pattern: printable(compiled.family.pattern),
      action,
      keys,
      elements: null,
      bytes: 0,
      periods: null,
      breaks: '',
      harmless: true,
      samples: samples.map((name) => ids.key(name, compiled)),
    }));
    const data = await surveyPlan(session, survey, options, {
      command: 'migrate',
      selection: { ...options.rename },
      families,
      indexes: 0,
      leaves: [],
      commands: families.reduce((sum, { keys }) => sum + keys, 0) * PER_KEY,
      keyspace: seen,
      protected: spared,
      notes: [],
    });
    return { data, todo };
  } catch (error) {
    todo.names.close();
    throw error;
  }
}
