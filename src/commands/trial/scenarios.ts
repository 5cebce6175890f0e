import { BaseCommand } from '../../lib/cli/base/command.js';
import { checkFace } from '../../lib/cli/base/face.js';
import { checkOutput } from '../../lib/cli/base/output.js';
import { trialScenariosFlags } from '../../lib/cli/trial/scenarios/flags.js';
import { trialScenariosRequest } from '../../lib/cli/trial/scenarios/options.js';
import { TRIAL_SCENARIOS_SECTIONS } from '../../lib/report/trial/scenarios/sections.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class TrialScenarios extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Measure ways to record requests: switches, one script, buffers, and what a kill loses.';

  static override description = `Starts a Redis server of its own on this machine, with a round trip added, records made-up requests with redis-meter/recorder, and ends the server: no other Redis is touched. The figures are beside those that meter estimate computes for the same load, and those of the document that recommended the switches.

Exit codes: 0 done, 1 failure, 2 usage, 130 interrupted.`;

  static override usage = 'trial scenarios [--requests N] [--concurrency N] [--rtt TIME] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --requests 2000 --rate 200 --rtt 5ms --api-keys 50',
    '<%= config.bin %> <%= command.id %> --profile claude-relay-service@1.1.183 --no-kill',
    '<%= config.bin %> <%= command.id %> --scenario now --scenario script --json | jq .data.scenarios',
  ];

  static override flags = trialScenariosFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(TrialScenarios);
    checkFace({ ...flags, file: flags.output }, TRIAL_SCENARIOS_SECTIONS);
    if (flags.output !== undefined) await checkOutput(flags.output, []);
    const request = trialScenariosRequest(flags);
    const { trialScenariosWith } = await import('../../lib/cli/trial/scenarios/run.js');
    const messages = await this.messagesFor(flags, flags.output);
    const outcome = await trialScenariosWith(request, process.env.PATH ?? '', (text) => this.say(text), messages);
    const { trialScenariosDocument } = await import('../../lib/report/trial/scenarios/document.js');
    await this.present(outcome, trialScenariosDocument, flags, flags.output);
  }
}
