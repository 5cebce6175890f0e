import { BaseCommand } from '../lib/cli/base/command.js';
import { estimateFlags } from '../lib/cli/estimate/flags.js';
import { checkFace, faceOf } from '../lib/cli/base/face.js';
import { comparisonAsked } from '../lib/cli/diff/options.js';
import { inputFiles } from '../lib/cli/base/input-files.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { LANGUAGES } from '../lib/report/messages/language.js';
import { loadMessages } from '../lib/report/messages/load.js';
import { DIFF_SECTIONS } from '../lib/report/diff/sections.js';

export default class Estimate extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Show what requests cost, and what each remedy would save.';

  static override description = `Computed from the profile's write events, command by command. The Redis of --env-file, or of REDIS_URL, is asked for its number of keys, by one DBSIZE to each node, and for its release, unless --offline is given; one named by --url or --host is audited. A month is 30 days.

Exit codes: 0 done, 1 failure, 2 usage, 3 a condition of --fail-on, 5 no connection, 6 data read in part, 130 interrupted.`;

  static override usage = 'estimate [--requests N] [--profile PROFILE] [--provider NAME] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> --requests 3000',
    '<%= config.bin %> <%= command.id %> --requests 200 --per hour --rdb dump.rdb --env-file /opt/relay/.env',
    '<%= config.bin %> <%= command.id %> --set ENABLE_HOURLY_STATS=false ENABLE_MODEL_STATS=false',
    '<%= config.bin %> <%= command.id %> --profile claude-relay-service@documented',
    '<%= config.bin %> <%= command.id %> --explain token-usage',
    '<%= config.bin %> <%= command.id %> --provider elasticache-serverless --json | jq .data.scenarios',
  ];

  static override flags = estimateFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Estimate);
    const comparison = comparisonAsked(flags);
    if (comparison.file === null) faceOf({ ...flags, file: flags.output });
    else checkFace({ ...flags, file: flags.output }, DIFF_SECTIONS);
    if (flags.output !== undefined) await checkOutput(flags.output, inputFiles(flags));
    const [{ estimateRequest }, { estimateWith }] = await Promise.all([
      import('../lib/cli/estimate/options.js'),
      import('../lib/cli/estimate/run.js'),
    ]);
    const request = estimateRequest(flags);
    // An earlier result is in English.
    const messages = await (comparison.file === null ? this.messagesFor(flags, flags.output) : loadMessages('en', 'estimate'));
    const run = () => estimateWith(request, (text) => this.say(text), messages);
    const { estimateDocument } = await import('../lib/report/estimate/document.js');
    await this.presentOrCompare(comparison, run, estimateDocument, flags, flags.output);
  }
}
