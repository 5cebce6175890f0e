import * as Args from '@oclif/core/args';
import { BaseCommand } from '../lib/cli/base/command.js';
import { checkFace } from '../lib/cli/base/face.js';
import { inputFiles } from '../lib/cli/base/input-files.js';
import { checkOutput } from '../lib/cli/base/output.js';
import { growthFlags } from '../lib/cli/growth/flags.js';
import { growthRequest } from '../lib/cli/growth/options.js';
import { GROWTH_SECTIONS } from '../lib/report/growth/sections.js';
import { LANGUAGES } from '../lib/report/messages/language.js';

export default class Growth extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Show how keys, memory and commands grow.';

  static override description = `From a history that meter audit --history has kept, or from one audit: of a file, of a snapshot, or run now. Keys with a TTL rise to what is written in one TTL, and stay; permanent keys go on growing. Each figure has its range.

Exit codes: 0 done, 1 failure, 2 usage, or too few audits for a trend, 5 no connection, 6 partial audit, 130 interrupted.`;

  static override usage = 'growth [FILE | --url URL | --env-file FILE | --rdb FILE] [FLAGS]';

  static override examples = [
    '<%= config.bin %> <%= command.id %> relay.jsonl',
    '<%= config.bin %> <%= command.id %> audit.json',
    '<%= config.bin %> <%= command.id %> --rdb dump.rdb --days 30',
    '<%= config.bin %> <%= command.id %> relay.jsonl --json | jq .data.maxmemory',
  ];

  static override args = {
    file: Args.file({ description: 'a history of meter audit --history, or the --json result of an audit' }),
  };

  static override flags = growthFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Growth);
    checkFace({ ...flags, file: flags.output }, GROWTH_SECTIONS);
    if (flags.output !== undefined) await checkOutput(flags.output, [...inputFiles(flags), ...(args.file ? [args.file] : [])]);
    const request = growthRequest(args.file, flags);
    const { growthWith } = await import('../lib/cli/growth/run.js');
    const outcome = await growthWith(request, (text) => this.say(text));
    const { growthDocument } = await import('../lib/report/growth/document.js');
    await this.present(outcome, growthDocument, flags, flags.output);
  }
}
