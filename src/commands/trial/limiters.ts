import { BaseCommand } from '../../lib/cli/base/command.js';
import { checkFace } from '../../lib/cli/base/face.js';
import { checkOutput } from '../../lib/cli/base/output.js';
import { trialLimitersFlags } from '../../lib/cli/trial/flags.js';
import { trialLimitersRequest } from '../../lib/cli/trial/options.js';
import { TRIAL_LIMITERS_SECTIONS } from '../../lib/report/trial/sections.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class TrialLimiters extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Measure rate limiters side by side: what a check costs, and whether the limit holds.';

  static override description = `Starts a Redis server of its own on this machine, with a round trip added, and ends it afterwards: no other Redis is touched. The old limiter is the list of new-api and one-api, which sends one command after the other; the others are those of redis-meter/limiter, one script each.

Exit codes: 0 done, 1 failure, 2 usage, 130 interrupted.`;

  static override usage = 'trial limiters [--rtt TIME] [--concurrency N] [--limit N] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --rtt 1ms --concurrency 200 --limit 20',
    '<%= config.bin %> <%= command.id %> --limiter legacyList --limiter listLog --no-failures',
    '<%= config.bin %> <%= command.id %> --json | jq .data.limiters',
  ];

  static override flags = trialLimitersFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(TrialLimiters);
    checkFace({ ...flags, file: flags.output }, TRIAL_LIMITERS_SECTIONS);
    if (flags.output !== undefined) await checkOutput(flags.output, []);
    const request = trialLimitersRequest(flags);
    const { trialLimitersWith } = await import('../../lib/cli/trial/run.js');
    const messages = await this.messagesFor(flags, flags.output);
    const outcome = await trialLimitersWith(request, process.env.PATH ?? '', (text) => this.say(text), messages);
    const { trialLimitersDocument } = await import('../../lib/report/trial/limiters.js');
    await this.present(outcome, trialLimitersDocument, flags, flags.output);
  }
}
