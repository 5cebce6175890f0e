import { BaseCommand } from '../../lib/cli/base/command.js';
import { checkFace } from '../../lib/cli/base/face.js';
import { inputFiles } from '../../lib/cli/base/input-files.js';
import { checkOutput } from '../../lib/cli/base/output.js';
import { limitsFlags } from '../../lib/cli/limits/flags.js';
import { limitsRequest } from '../../lib/cli/limits/options.js';
import { limitsWith } from '../../lib/cli/limits/run.js';
import { LIMITS_SECTIONS } from '../../lib/report/limits/sections.js';
import { LANGUAGES } from '../../lib/report/messages/language.js';

export default class Limits extends BaseCommand {
  static override reportsIn = LANGUAGES;

  static override summary = 'Show who is near a limit, and when it resets.';

  static override description = `Compares each limit that the application keeps in Redis with the figure that it holds it against, exactly and in its own time zone. A limit whose text is no number is reported and never computed with. Only reading commands are sent.

Exit codes: 0 done, 1 failure, 2 usage, 4 the application keeps no limits in Redis, 5 no connection, 6 partial report, 130 interrupted.`;

  static override usage = 'limits [--url URL | --host HOST | --env-file FILE | --sentinel NODES | --rdb FILE] [FLAGS]';

  static override examples = [
    '$ REDIS_URL=rediss://user:password@host:6379 <%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --near 80',
    '<%= config.bin %> <%= command.id %> --owner alice --owner account:backup',
    '<%= config.bin %> <%= command.id %> --json | jq ".data.rows[] | select(.reached)"',
  ];

  static override flags = limitsFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Limits);
    checkFace({ ...flags, file: flags.output }, LIMITS_SECTIONS);
    if (flags.output !== undefined) await checkOutput(flags.output, inputFiles(flags));
    const outcome = await limitsWith(limitsRequest(flags), (text) => this.say(text), this.languageFor(flags, flags.output));
    const { limitsDocument } = await import('../../lib/report/limits/document.js');
    await this.present(outcome, limitsDocument, flags, flags.output);
  }
}
