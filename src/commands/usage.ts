import { BaseCommand } from '../lib/cli/base/command.js';
import { checkFace } from '../lib/cli/base/face.js';
import { comparisonAsked } from '../lib/cli/diff/options.js';
import { inputFiles } from '../lib/cli/base/input-files.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { usageFlags } from '../lib/cli/usage/flags.js';
import { usageRequest } from '../lib/cli/usage/options.js';
import { usageWith } from '../lib/cli/usage/run.js';
import { LANGUAGES } from '../lib/report/messages/language.js';
import { USAGE_SECTIONS } from '../lib/report/usage/sections.js';
import { DIFF_SECTIONS } from '../lib/report/diff/sections.js';

export default class Usage extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Show who used what and when: requests, tokens and cost.';

  static override description = `Adds up what the application itself has counted, exactly, in its own time zone. Without options: today and this month, the largest API keys and models, and the last 14 days. What cannot be known is said, and never shown as 0. Only reading commands are sent.

Exit codes: 0 done, 1 failure, 2 usage, 3 a condition of --fail-on, 4 the application does not count its usage in Redis, 5 no connection, 6 partial report, 130 interrupted.`;

  static override usage = 'usage [--url URL | --host HOST | --env-file FILE | --sentinel NODES | --rdb FILE] [FLAGS]';

  static override examples = [
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --by key --month last --compare',
    '<%= config.bin %> <%= command.id %> --by model,day --last 7d --format csv',
    '<%= config.bin %> <%= command.id %> --owner alice --owner bob --by day --chart',
    '<%= config.bin %> <%= command.id %> --recent 5m',
    '<%= config.bin %> <%= command.id %> --by user --cycle 2026-Q4 --json | jq .data.tables[0].rows',
  ];

  static override flags = usageFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Usage);
    const comparison = comparisonAsked(flags);
    checkFace({ ...flags, file: flags.output }, comparison.file === null ? USAGE_SECTIONS : DIFF_SECTIONS);
    if (flags.output !== undefined) await checkOutput(flags.output, inputFiles(flags));
    const request = usageRequest(flags);
    // An earlier result is in English.
    const language = comparison.file === null ? this.languageFor(flags, flags.output) : 'en';
    const run = () => usageWith(request, (text) => this.say(text), language);
    const { usageDocument } = await import('../lib/report/usage/document.js');
    await this.presentOrCompare(
      comparison,
      run,
      (envelope, messages) => usageDocument(envelope, { chart: flags.chart }, messages),
      flags,
      flags.output,
    );
  }
}
