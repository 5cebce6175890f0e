/** Runs `meter trial scenarios`: from its options to its envelope and exit code. */
import { fileURLToPath } from 'node:url';
import { usageError } from '../../../format/errors.js';
import { safeText } from '../../../format/terminal.js';
import { loadProfile } from '../../../profile/load.js';
import { parseSpec } from '../../../profile/spec.js';
import { RecorderError } from '../../../recorder/index.js';
import type { Outcome } from '../../../report/envelope.js';
import type { Messages } from '../../../report/messages/messages.js';
import type { RecordingScenario, TrialScenariosData } from '../../../trial/scenarios/model.js';
import { recordingScenarios } from '../../../trial/scenarios/scenarios.js';
import { trialScenarios, type TrialScenariosOptions } from '../../../trial/scenarios/trial-scenarios.js';
import { trialOutcome } from '../outcome.js';
import type { TrialScenariosRequest } from './options.js';

const PROGRAM = fileURLToPath(new URL('./recording-process.js', import.meta.url));

/** The server and its data are gone when it resolves or rejects. */
export async function trialScenariosWith(
  request: TrialScenariosRequest,
  searchPath: string,
  say: (text: string) => void,
  { trial }: Messages,
): Promise<Outcome<TrialScenariosData>> {
  const asked = await askedFor(request);
  return trialOutcome('trial scenarios', say, (signal) =>
    trialScenarios({
      ...asked,
      program: request.kill ? { node: process.execPath, path: PROGRAM } : null,
      searchPath,
      signal,
      onProgress: (scenario, isKilled, number, total) =>
        say(trial.progress(number, total, trial.scenarios.running(trial.scenarios.title(scenario), isKilled))),
    }),
  );
}

/** Throws usage errors. */
async function askedFor({
  profile: spec,
  scenarios: names,
  settings,
}: TrialScenariosRequest): Promise<Pick<TrialScenariosOptions, 'profile' | 'scenarios' | 'settings'>> {
  // Checks the release.
  await loadProfile(spec);
  const { name, version } = parseSpec(spec);
  const profile = await loadProfile(name);
  const release = version ?? profile.versions?.newest ?? '';
  const all = scenariosIn(() => recordingScenarios(profile, release));
  const unknown = names.find((one) => all.every(({ id }) => id !== one));
  if (unknown !== undefined)
    throw usageError(`There is no scenario ${safeText(unknown)}.`, `Scenarios: ${all.map(({ id }) => id).join(', ')}.`);
  const scenarios = all.filter(({ id }) => names.length === 0 || names.includes(id));
  return { profile, scenarios, settings: { ...settings, profile: name, release } };
}

function scenariosIn(list: () => RecordingScenario[]): RecordingScenario[] {
  try {
    return list();
  } catch (error) {
    throw error instanceof RecorderError ? usageError(error.message) : error;
  }
}
